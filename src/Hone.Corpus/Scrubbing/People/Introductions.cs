namespace Hone.Corpus.Scrubbing.People;

/// <summary>How a person's name hangs on the words before it.</summary>
internal enum Tie
{
    /// <summary>"reported by ": prose, where an organisation may follow as well; the name must be known.</summary>
    Prose,

    /// <summary>"Analyst: ", "From: ": two unknown words are a name, one is not.</summary>
    Field,

    /// <summary>"Dear ": one unknown word is a name where a comma or the line's end follows.</summary>
    Greeting,

    /// <summary>"Regards,": one unknown word is a name where it ends the line.</summary>
    Farewell,
}

/// <summary>The words that introduce people, in the languages teams write in.</summary>
internal static class Introductions
{
    public static IEnumerable<(string Word, Tie Tie)> All =>
        _prose.Select(w => (w, Tie.Prose)).Concat(_fields.Select(w => (w, Tie.Field))).Concat(_greetings.Select(w => (w, Tie.Greeting))).Concat(_farewells.Select(w => (w, Tie.Farewell)));

    private static readonly string[] _prose =
    [
        "reported by ", "discovered by ", "found by ", "credit to ", "credits to ", "thanks to ", "thank ", "acknowledges ", "written by ", "prepared by ", "reviewed by ",
        "approved by ", "assigned to ", "escalated to ", "contacted ", "spoke with ", "spoke to ", "interviewed ", "called ", "on behalf of ", "requested by ", "owner: ",
        "submitted by ", "cc: ", "sender: ", "gemeldet von ", "mitarbeiter ", "mitarbeiterin ", "signalé par ", "reportado por ", "segnalato da ", "colleague ", "employee ",
        "ich bin ",
    ];

    private static readonly string[] _fields =
    [
        "reported by: ", "discovered by: ", "document was written by ", "prepared by: ", "reviewed by: ", "approved by: ", "assigned to: ", "author: ", "person: ",
        "authors: ", "assignee: ", "reporter: ", "analyst: ", "requester: ", "requested by: ", "contact: ", "contact person: ", "employee: ", "employee name: ", "full name: ",
        "customer name: ", "patient: ", "patient name: ", "cardholder: ", "cardholder name: ", "account holder: ", "beneficiary: ", "signed-off-by: ", "co-authored-by: ",
        "reviewed-by: ", "acked-by: ", "submitted by: ", "manager: ", "created by: ", "modified by: ", "attendees: ", "from: ", "to: ", "display name: ", "displayname: ",
        "ansprechpartner: ", "bearbeiter: ", "gemeldet von: ", "auteur : ", "auteur: ", "autor: ", "responsable: ", "my name is ", "je m'appelle ", "me llamo ", "mi chiamo ",
        "nazywam się ", "меня зовут ",
    ];

    private static readonly string[] _greetings =
    [
        "dear ", "hi ", "hello ", "hey ", "hallo ", "liebe ", "lieber ", "sehr geehrter herr ", "sehr geehrte frau ", "bonjour ", "cher ", "chère ", "hola ", "estimado ",
        "estimada ", "querido ", "querida ", "ciao ", "gentile ", "olá ", "prezado ", "prezada ", "cześć ", "szanowny pan ", "уважаемый ", "уважаемая ", "здравствуйте, ",
        "привет, ", "good morning ", "good afternoon ", "salut ", "moin ", "guten morgen ", "buenos días ", "hej ", "beste ", "dzień dobry ", "kære ", "kära ",
    ];

    private static readonly string[] _farewells =
    [
        "regards,\n", "best,\n", "thanks,\n", "cheers,\n", "sincerely,\n", "grüße\n", "grüßen\n", "cordialement,\n", "cordialement\n", "saludos,\n", "saluti,\n",
        "atenciosamente,\n", "pozdrawiam,\n", "с уважением,\n", "regards,\n\n", "thanks,\n\n", "best regards\n", "kind regards\n", "gruß\n", "grüße,\n", "gruss\n",
        "regards\n", "cheers\n", "thanks\n", "viele grüße\n", "lg\n", "vg\n", "kind regards,\n\n", "yours,\n", "best wishes,\n", "met vriendelijke groet,\n",
        "z poważaniem,\n", "bien à vous,\n", "un saludo,\n", "cheers,\n\n", "best,\n\n", "sincerely,\n\n",
    ];
}
