using System.Text.Json;
using Hone.Corpus.Sources.Stix;

namespace Hone.Corpus.Sources.Frameworks;

/// <summary>A cluster in words. Its meta fields are free; those that say something get a sentence, addresses and page data none.</summary>
internal static class MispGalaxyStory
{
    /// <summary>Beyond this many a list of names says nothing more.</summary>
    private const int MostNames = 40;

    private static readonly Dictionary<string, string> _sentences = new(StringComparer.Ordinal)
    {
        ["synonyms"] = "Also known as {0}.",
        ["external_id"] = "Its id in ATT&CK is {0}.",
        ["group_attack_id"] = "Its id in ATT&CK is {0}.",
        ["country"] = "Its country of origin is {0}.",
        ["attribution-confidence"] = "The confidence of the attribution is {0} of 100.",
        ["cfr-suspected-state-sponsor"] = "The suspected sponsor is {0}.",
        ["cfr-suspected-victims"] = "Suspected victims are in {0}.",
        ["suspected-victims"] = "Suspected victims are in {0}.",
        ["observed_countries"] = "It has been observed in {0}.",
        ["observed_motivations"] = "Its motives are {0}.",
        ["motive"] = "Its motive is {0}.",
        ["cfr-target-category"] = "Its targets are {0}.",
        ["target-category"] = "Its targets are {0}.",
        ["target_categories"] = "Its targets are {0}.",
        ["targeted-sector"] = "It targets the sectors {0}.",
        ["sector"] = "Its field is {0}.",
        ["victimology"] = "Victims: {0}.",
        ["capabilities"] = "Its capabilities are {0}.",
        ["mode-of-operation"] = "How it works: {0}.",
        ["cfr-type-of-incident"] = "The incidents are {0}.",
        ["threat-actor-classification"] = "It is classified as {0}.",
        ["mitre_platforms"] = "Platforms: {0}.",
        ["supported_os"] = "It runs on {0}.",
        ["type"] = "Its type is {0}.",
        ["status"] = "Its status is {0}.",
        ["since"] = "It has been active since {0}.",
        ["encryption"] = "It encrypts with {0}.",
        ["extensions"] = "Encrypted files get the endings {0}.",
        ["ransomnotes-filenames"] = "It leaves the notes {0}.",
        ["payment-method"] = "It demands payment in {0}.",
        ["price"] = "It demands {0}.",
        ["complexity"] = "Its complexity is {0}.",
        ["effectiveness"] = "Its effectiveness is {0}.",
        ["impact"] = "Its impact is {0}.",
        ["possible_issues"] = "Possible issues: {0}.",
        ["detection"] = "Detection: {0}.",
        ["mitigation"] = "Mitigation: {0}.",
        ["examples"] = "Examples: {0}.",
        ["victim"] = "Victim: {0}.",
        ["installation_paths"] = "It is installed at {0}.",
        ["domains"] = "It uses the domains {0}.",
        ["ports"] = "It uses the ports {0}.",
        ["products"] = "Its products are {0}.",
    };

    public static string Tell(string name, JsonElement galaxy, JsonElement cluster, Dictionary<string, string> names)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, name);
        string title = MarkdownBuilder.OneLine(galaxy.Text("name") ?? galaxy.Text("type") ?? "");
        text.Paragraph(Sentences(name, $"{name} is listed as {Kind(galaxy.Text("type"))} in the MISP galaxy \"{title}\".", cluster));
        text.Paragraph(Description(name, galaxy, cluster));
        text.Heading(2, "Relations");
        foreach (IGrouping<string, string> relation in Relations(name, cluster, names))
            text.Item($"{name} {relation.Key} {Prose.List(Most(relation))}.");
        text.Heading(2, "Ransom note");
        foreach (string note in cluster.Child("meta")?.Texts("ransomnotes") ?? [])
            text.Code("", note);
        return text.ToString();
    }

    public static bool SaysNothing(JsonElement galaxy, JsonElement cluster, Dictionary<string, string> names)
    {
        string name = cluster.Text("value") ?? "";
        return Description(name, galaxy, cluster) is null && !Relations(name, cluster, names).Any()
            && cluster.Members("meta").All(field => !_sentences.ContainsKey(field.Name) && field.Name != "ransomnotes");
    }

    private static string Kind(string? type) => type switch
    {
        "threat-actor" or "360net-threat-actor" => "a threat actor",
        "microsoft-activity-group" => "an activity group named by Microsoft",
        "ransomware" => "ransomware",
        "rat" => "a remote access trojan",
        "banker" => "a banking trojan",
        "stealer" => "a stealer",
        "backdoor" => "a backdoor",
        "botnet" => "a botnet",
        "exploit-kit" => "an exploit kit",
        "rmm-tool" => "a tool for remote monitoring and management",
        "groups" => "a threat group",
        "surveillance-vendor" => "a vendor of surveillance",
        "sector" => "a sector",
        "country" => "a country",
        "preventive-measure" => "a preventive measure",
        _ when type?.EndsWith("tool", StringComparison.Ordinal) == true => "a tool",
        _ when type?.EndsWith("malware", StringComparison.Ordinal) == true => "malware",
        _ when type?.EndsWith("attack-pattern", StringComparison.Ordinal) == true => "an attack pattern",
        _ => "an entry",
    };

    private static string? Description(string name, JsonElement galaxy, JsonElement cluster)
    {
        string? description = Prose.Tidy(StixText.Clean(cluster.Text("description")));
        // "Ransomware" says nothing of a ransomware.
        return description is null || new[] { name, galaxy.Text("type") }.Contains(description.TrimEnd('.'), StringComparer.OrdinalIgnoreCase) ? null : MarkdownBuilder.Sentence(description);
    }

    private static string Sentences(string name, string first, JsonElement cluster)
    {
        var sentences = new List<string> { first };
        if (cluster.Child("meta") is { } meta)
            foreach ((string key, string sentence) in _sentences)
                if (meta.Texts(key).Where(value => value != name && value != "-").Select(value => MarkdownBuilder.OneLine(value)).Distinct().ToArray() is { Length: > 0 } values)
                    sentences.Add(sentence.Replace("{0}", Prose.List(Most(values)).TrimEnd('.'), StringComparison.Ordinal));
        return string.Join(' ', sentences);
    }

    private static IEnumerable<IGrouping<string, string>> Relations(string name, JsonElement cluster, Dictionary<string, string> names) => cluster.Items("related")
        .Select(related => (Verb: Verb(related.Text("type")?.Trim()), Other: names.GetValueOrDefault(related.Text("dest-uuid") ?? "")))
        .Where(related => related.Other is not null && related.Other != name)
        .Distinct().OrderBy(related => related.Verb, StringComparer.Ordinal)
        .GroupBy(related => related.Verb, related => related.Other ?? "");

    private static string Verb(string? type) => type switch
    {
        null => "is related to",
        "similar" => "is similar to",
        "overlaps" => "overlaps with",
        "used-by" or "located-in" or "derived-from" or "executed-by" or "delivered-by" or "dropped-by" or "followed-by" or "preceded-by" or "attributed-to" or "linked-to" or "related-to" or "associated-with" or "known-as"
            => "is " + type.Replace('-', ' '),
        "part-of" or "variant-of" or "successor-of" or "parent-of" => $"is {(type == "part-of" ? "" : "a ")}{type.Replace('-', ' ')}",
        _ => type.Replace('-', ' '),
    };

    private static string[] Most(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length <= MostNames ? all : [.. all.Take(MostNames), $"{all.Length - MostNames} more"];
    }
}
