using Hone.Corpus.Scrubbing.Assets;
using Hone.Corpus.Scrubbing.People;
using Hone.Corpus.Scrubbing.Secrets;

namespace Hone.Corpus.Scrubbing.Scanning;

/// <summary>
/// One pass over a text: an automaton finds the anchors (prefixes of tokens, words that introduce people, fields of logs, the team's own
/// names), a table of characters finds '@', digits, capitals and line starts; behind each a precise, bounded look decides.
/// </summary>
internal sealed class Scanner
{
    private const byte At = 1, Digit = 2, Capital = 4, Line = 8, HexLetter = 16;

    private readonly List<string> _anchors = [];
    private readonly List<Action<Scan, int, int>> _looks = [];
    private readonly AnchorAutomaton _automaton;
    private readonly byte[] _triggers = new byte[128];
    private readonly bool[] _wanted;
    private readonly EmailAddresses _emails;
    private readonly OwnAssets _own;

    public Scanner(ScrubSpec spec)
    {
        _wanted = [.. Enum.GetValues<ScrubKind>().Select(kind => spec.Kinds.Count == 0 || spec.Kinds.Any(k => ScrubKinds.Parse(k) == kind))];
        _own = new OwnAssets(spec);
        _emails = new EmailAddresses(new OwnMail(spec.Domains));
        AddSecrets();
        AddPeople();
        AddOwn(spec);
        _automaton = new AnchorAutomaton(_anchors);
        Trigger("@", At);
        Trigger(CharacterSet.DigitText, Digit);
        Trigger(CharacterSet.UpperText, Capital);
        Trigger("\n", Line);
        if (_own.HasRanges)
            Trigger("abcdefABCDEF", HexLetter);
    }

    public bool Wants(ScrubKind kind) => _wanted[(int)kind];

    private void Trigger(string characters, byte trigger)
    {
        foreach (char c in characters)
            _triggers[c] |= trigger;
    }

    private void AddSecrets()
    {
        if (!Wants(ScrubKind.Secret))
            return;
        foreach (SecretRule rule in SecretRules.All)
            Anchor(rule.Pattern.Anchor, (scan, _, end) => rule.Look(scan, end));
        foreach ((string word, bool typed) in AssignedSecret.Words)
            Anchor(word, (scan, start, end) => AssignedSecret.Look(scan, start, end, typed));
        Anchor("-----BEGIN ", SecretForms.PrivateKey);
        Anchor("eyJ", (scan, start, _) => SecretForms.WebToken(scan, start));
        Anchor("bearer ", (scan, _, end) => SecretForms.Bearer(scan, end));
        Anchor("authorization: token ", (scan, _, end) => SecretForms.Bearer(scan, end));
        Anchor("basic ", (scan, _, end) => SecretForms.Basic(scan, end));
        Anchor("://", (scan, _, end) => SecretForms.AddressPassword(scan, end));
        Anchor("curl -u ", (scan, _, end) => SecretForms.CommandPassword(scan, end));
        Anchor(" --user ", (scan, _, end) => SecretForms.CommandPassword(scan, end));
        Anchor("sshpass -p ", (scan, _, end) => SecretForms.WordPassword(scan, end));
        Anchor(":::", (scan, start, _) => SecretForms.DumpedHash(scan, start));
    }

    private void AddPeople()
    {
        if (Wants(ScrubKind.Name))
            foreach ((string word, Tie tie) in Introductions.All)
                Anchor(word, (scan, start, end) => PersonNames.Introduced(scan, start, end, tie));
        if (Wants(ScrubKind.Address))
            foreach ((string word, PostalAddresses.StreetPlace place) in PostalAddresses.Words)
                Anchor(word, (scan, start, end) => PostalAddresses.Look(scan, start, end, place));
        if (Wants(ScrubKind.User) || Wants(ScrubKind.Host))
            foreach ((string word, Accounts.Place place) in Accounts.Words)
                Anchor(word, (scan, start, end) => Accounts.Look(scan, start, end, place));
    }

    private void AddOwn(ScrubSpec spec)
    {
        foreach (string domain in spec.Domains)
            Anchor(domain, OwnAssets.Domain);
        foreach ((IReadOnlyList<string> words, ScrubKind kind) in new[] { (spec.Hosts, ScrubKind.Host), (spec.Users, ScrubKind.User), (spec.People, ScrubKind.Name) })
            foreach (string word in words)
                Anchor(word, (scan, start, end) => OwnAssets.Word(scan, start, end, kind));
    }

    private void Anchor(string text, Action<Scan, int, int> look)
    {
        _anchors.Add(text);
        _looks.Add(look);
    }

    public Scan Run(string text)
    {
        var scan = new Scan(text);
        if (Wants(ScrubKind.Host) && text.Length > 0)
            Accounts.LogLine(scan, 0);
        int state = 0;
        char left = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            state = _automaton.Step(state, c);
            if (AnchorAutomaton.EndsAnchor(state))
                foreach (int anchor in _automaton.Ending(state))
                    _looks[anchor](scan, i + 1 - _anchors[anchor].Length, i + 1);
            byte trigger = c < 128 ? _triggers[c] : (byte)0;
            if (trigger != 0)
                Look(scan, i, left, trigger);
            else if (c >= 128 && char.IsUpper(c) && !char.IsLetter(left) && Wants(ScrubKind.Name))
                PersonNames.Look(scan, i);
            left = c;
        }
        return scan;
    }

    private void Look(Scan scan, int i, char left, byte trigger)
    {
        switch (trigger & ~HexLetter)
        {
            case At:
                _emails.Look(scan, i);
                break;
            case Digit when !char.IsLetterOrDigit(left):
                Numbers.Look(scan, i);
                break;
            case Capital when !char.IsAsciiLetter(left) || (left is 'n' or 't' && scan.At(i - 2) == '\\'):
                if (Wants(ScrubKind.Name))
                    PersonNames.Look(scan, i);
                Capitals(scan, i);
                break;
            case Line when Wants(ScrubKind.Host):
                Accounts.LogLine(scan, i + 1);
                break;
        }
        if (_own.HasRanges && (trigger & (Digit | HexLetter)) != 0 && !char.IsLetterOrDigit(left))
            _own.Address(scan, i);
    }

    /// <summary>Accounts and personal numbers begin with one to six capitals and then digits.</summary>
    private static void Capitals(Scan scan, int i)
    {
        char second = scan.At(i + 1), third = scan.At(i + 2);
        if (char.IsAsciiDigit(second) || (char.IsAsciiLetterUpper(second) && (char.IsAsciiDigit(third) || third == ' ' || char.IsAsciiLetterUpper(third))))
        {
            if (char.IsAsciiDigit(third) && char.IsAsciiDigit(scan.At(i + 3)))
                Cards.Account(scan, i);
            PersonalNumbers.Lettered(scan, i);
        }
    }
}
