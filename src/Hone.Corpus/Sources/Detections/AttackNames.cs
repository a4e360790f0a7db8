using System.Text.Json;
using System.Text.RegularExpressions;
using Hone.Corpus.Sources.Stix;

namespace Hone.Corpus.Sources.Detections;

/// <summary>
/// The words behind ATT&amp;CK's ids in detection rules. Tactics are known here; techniques, groups and software have their names
/// from the ATT&amp;CK bundle that a source names with "?attack=FILE", so that they are those of the team's own release.
/// </summary>
internal sealed partial class AttackNames
{
    /// <summary>Short name and id. ATT&amp;CK has renamed and split defence evasion; rules use the old and the new words.</summary>
    private static readonly Dictionary<string, string> _tactics = new(StringComparer.Ordinal)
    {
        ["reconnaissance"] = "Reconnaissance (TA0043)",
        ["resource-development"] = "Resource Development (TA0042)",
        ["initial-access"] = "Initial Access (TA0001)",
        ["execution"] = "Execution (TA0002)",
        ["persistence"] = "Persistence (TA0003)",
        ["privilege-escalation"] = "Privilege Escalation (TA0004)",
        ["defense-evasion"] = "Defense Evasion (TA0005)",
        ["stealth"] = "Stealth",
        ["defense-impairment"] = "Defense Impairment",
        ["credential-access"] = "Credential Access (TA0006)",
        ["discovery"] = "Discovery (TA0007)",
        ["lateral-movement"] = "Lateral Movement (TA0008)",
        ["collection"] = "Collection (TA0009)",
        ["exfiltration"] = "Exfiltration (TA0010)",
        ["command-and-control"] = "Command and Control (TA0011)",
        ["impact"] = "Impact (TA0040)",
        ["evasion"] = "Evasion (TA0103)",
        ["inhibit-response-function"] = "Inhibit Response Function (TA0107)",
        ["impair-process-control"] = "Impair Process Control (TA0106)",
    };

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public static AttackNames None { get; } = new();

    /// <summary>Those of the bundle, or none where no bundle is named. A bundle that cannot be read is an error of the whole source.</summary>
    public static AttackNames Of(SourceReference reference)
    {
        if (reference.Attack is not { } path)
            return None;
        var names = new AttackNames();
        using JsonDocument json = JsonText.ReadFile(path);
        StixBundle bundle = StixBundle.Parse(json.RootElement, path);
        foreach (StixObject o in bundle.Objects)
            if (o.ExternalId is { } id && o.Verdict.Kept)
                names._names[id] = $"{id} {bundle.FullName(o)}";
        return names;
    }

    /// <summary>"Credential Access (TA0006)" for "credential-access" and "credential_access", or null.</summary>
    public static string? Tactic(string shortName) => _tactics.GetValueOrDefault(shortName.Replace('_', '-').ToLowerInvariant());

    /// <summary>"T1003.001 OS Credential Dumping: LSASS Memory" for "t1003.001", or the id alone, or null where it is no id.</summary>
    public string? Name(string id)
    {
        string upper = id.Trim().ToUpperInvariant();
        return !Id().IsMatch(upper) ? null : _names.GetValueOrDefault(upper, upper);
    }

    /// <summary>"It corresponds to the ATT&amp;CK tactic ..., technique ... and group ...", or null.</summary>
    public string? Tell(string subject, IEnumerable<string> tactics, IEnumerable<string> ids)
    {
        string[] known = [.. tactics.Select(Tactic).OfType<string>().Distinct()];
        ILookup<char, string> named = ids.Select(Name).OfType<string>().Distinct().ToLookup(name => name[0]);
        var parts = new List<string>();
        Add("tactic", known);
        Add("technique", [.. named['T']]);
        Add("group", [.. named['G']]);
        Add("software", [.. named['S']], plural: "software");
        return parts.Count > 0 ? $"{subject} the ATT&CK {string.Join(", and to the ", parts)}." : null;

        void Add(string kind, string[] names, string? plural = null)
        {
            if (names.Length > 0)
                parts.Add($"{(names.Length == 1 ? kind : plural ?? kind + "s")} {Prose.List(names)}");
        }
    }

    [GeneratedRegex(@"^(?:T[0-9]{4}(?:\.[0-9]{3})?|[GS][0-9]{4})$")]
    private static partial Regex Id();
}
