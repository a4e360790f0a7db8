using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hone.Corpus.Sources.Frameworks;

/// <summary>
/// A MISP event in words: who reported it and when, what it is about by its galaxies, the analysts' texts, and what was seen:
/// indicators are those that are marked for detection. Deleted attributes, files and links to pages are left out.
/// </summary>
internal static partial class MispEventStory
{
    /// <summary>Events that are whole blocklists teach nothing with their further lines.</summary>
    private const int MostIndicators = 500;

    /// <summary>Attribute types whose value is a document or a rule of its own.</summary>
    private static readonly string[] _codes = ["yara", "snort", "sigma", "bro", "zeek", "pattern-in-file", "pattern-in-memory", "pattern-in-traffic", "stix2-pattern", "kusto-query", "jarm-rule"];
    private static readonly string[] _texts = ["text", "comment", "other", "campaign-name", "threat-actor"];
    private static readonly string[] _silent = ["link", "attachment", "datetime", "counter", "boolean", "float", "size-in-bytes", "hex", "port-count"];

    public static string Tell(JsonElement e, string info)
    {
        JsonElement[] attributes = [.. Living(e.Items("Attribute"))];
        var text = new MarkdownBuilder();
        text.Heading(1, info);
        text.Paragraph(Introduction(e));
        foreach (JsonElement report in Living(e.Items("EventReport")))
            text.Paragraph(Prose.Reflow(report.Text("content")));
        foreach (JsonElement note in attributes.Where(a => a.Text("type") is "text" or "comment"))
            Note(text, note.Text("value")?.Trim() ?? "");
        text.Heading(2, "Indicators");
        ILookup<bool, JsonElement> bySign = attributes.Where(a => IsListed(a.Text("type"))).ToLookup(a => a.Flag("to_ids"));
        List(text, bySign[true]);
        text.Heading(2, "Other observations");
        List(text, bySign[false]);
        text.Heading(2, "Objects");
        Dictionary<string, string> names = Living(e.Items("Object")).Where(o => o.Text("uuid") is not null)
            .DistinctBy(o => o.Text("uuid")).ToDictionary(o => o.Text("uuid") ?? "", o => o.Text("name") ?? "object", StringComparer.Ordinal);
        foreach (JsonElement o in Living(e.Items("Object")).Take(MostIndicators))
            text.Item(Object(o, names));
        text.Heading(2, "Rules");
        foreach (JsonElement rule in attributes.Where(a => _codes.Contains(a.Text("type"))))
            text.Code(rule.Text("type") is "yara" or "sigma" ? rule.Text("type") == "sigma" ? "yaml" : "yara" : "", rule.Text("value") ?? "");
        return text.ToString();
    }

    public static string[] Vulnerabilities(JsonElement e) => [.. Living(e.Items("Attribute")).Concat(Living(e.Items("Object")).SelectMany(o => Living(o.Items("Attribute"))))
        .Where(a => a.Text("type") == "vulnerability").Select(a => a.Text("value")).OfType<string>().Distinct()];

    private static string Introduction(JsonElement e)
    {
        string by = (e.Child("Orgc") ?? e.Child("Org"))?.Text("name") is { } organisation ? $" by {organisation}" : "";
        string on = Prose.IsoDate(e.Text("date")) is { } date ? $" of {date}" : "";
        var sentences = new List<string> { $"This is a MISP event{on}{by}." };
        if (Scale(e, "threat_level_id") is "1" or "2" or "3")
            sentences.Add($"The threat level is {Scale(e, "threat_level_id") switch { "1" => "high", "2" => "medium", _ => "low" }}.");
        if (Scale(e, "analysis") == "0")
            sentences.Add("The analysis has only begun.");
        foreach (IGrouping<string, string> galaxy in Galaxies(e))
            sentences.Add($"{galaxy.Key}: {Prose.List([.. galaxy.Distinct()])}.");
        if (Vulnerabilities(e) is { Length: > 0 } cves)
            sentences.Add($"It concerns {Prose.List(cves)}.");
        return string.Join(' ', sentences);
    }

    /// <summary>Numbers of MISP's own scales come as numbers or as texts.</summary>
    private static string? Scale(JsonElement e, string name) => e.Text(name) ?? (e.Number(name) is { } number ? number.ToString(null, null) : null);

    /// <summary>"Threat actor" and its names, from the tags "misp-galaxy:threat-actor="Sofacy"" and the galaxies themselves.</summary>
    private static IEnumerable<IGrouping<string, string>> Galaxies(JsonElement e)
    {
        IEnumerable<(string Kind, string Name)> tags = e.Items("Tag").Select(tag => GalaxyTag().Match(tag.Text("name") ?? "")).Where(m => m.Success)
            .Select(m => (m.Groups["kind"].Value, m.Groups["name"].Value));
        IEnumerable<(string Kind, string Name)> clusters = e.Items("Galaxy").SelectMany(galaxy => galaxy.Items("GalaxyCluster")
            .Select(cluster => (cluster.Text("type") ?? galaxy.Text("type") ?? "", cluster.Text("value") ?? ""))).Where(pair => pair.Item1.Length > 0 && pair.Item2.Length > 0);
        return tags.Concat(clusters).Select(pair => (Kind: Words(pair.Kind), pair.Name)).Distinct().GroupBy(pair => pair.Kind, pair => pair.Name);
    }

    private static string Words(string kind)
    {
        string words = kind.Replace("mitre-enterprise-attack-", "", StringComparison.Ordinal).Replace("mitre-", "", StringComparison.Ordinal).Replace('-', ' ');
        return words.Length == 0 ? "Galaxy" : words == "rat" ? "Remote access trojan" : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>Pages and data that stand where a text is expected are shown as they are.</summary>
    private static void Note(MarkdownBuilder text, string note)
    {
        if (note is ['<' or '{', ..])
            text.Code("", note);
        else
            text.Paragraph(Prose.Reflow(note));
    }

    private static bool IsListed(string? type) => type is not null && type is not ("text" or "comment") && !_codes.Contains(type) && !_silent.Contains(type);

    /// <summary>An item for every attribute; its comment, where several share one, is said once before them.</summary>
    private static void List(MarkdownBuilder text, IEnumerable<JsonElement> attributes)
    {
        JsonElement[] all = [.. attributes.Where(a => a.Text("value") is not null)];
        foreach (IGrouping<string, JsonElement> group in all.Take(MostIndicators).GroupBy(a => MarkdownBuilder.OneLine(a.Text("comment") ?? "")))
        {
            text.Paragraph(group.Key.Length > 0 && group.Count() > 1 ? group.Key.TrimEnd('.', ':') + ":" : null);
            foreach (JsonElement attribute in group)
                text.Item($"{Type(attribute.Text("type"))} {Value(attribute)}{(group.Key.Length > 0 && group.Count() == 1 ? $" ({group.Key.TrimEnd('.')})" : "")}");
        }
        if (all.Length > MostIndicators)
            text.Paragraph($"{all.Length - MostIndicators} more are not listed here.");
    }

    private static string? Object(JsonElement o, Dictionary<string, string> names)
    {
        string[] parts = [.. Living(o.Items("Attribute")).Where(a => a.Text("value") is not null && (IsListed(a.Text("type")) || _texts.Contains(a.Text("type"))))
            .Select(a => $"{(a.Text("object_relation") ?? Type(a.Text("type"))).Replace('-', ' ').Replace('_', ' ')} {Value(a)}")];
        string[] relations = [.. Living(o.Items("ObjectReference"))
            .Select(r => (Verb: (r.Text("relationship_type") ?? "").Replace('-', ' '), Other: names.GetValueOrDefault(r.Text("referenced_uuid") ?? "")))
            .Where(r => r.Other is not null && r.Verb.Length > 0).Select(r => $"{r.Verb} a {r.Other}").Distinct()];
        string comment = o.Text("comment") is { } said ? $" ({MarkdownBuilder.OneLine(said).TrimEnd('.')})" : "";
        return parts.Length == 0 ? null : $"{o.Text("name") ?? "object"}{comment}: {string.Join(", ", parts.Concat(relations))}.";
    }

    private static string Value(JsonElement attribute)
    {
        string value = MarkdownBuilder.OneLine(attribute.Text("value") ?? "");
        // Types of two parts: "filename|sha256".
        string[] parts = attribute.Text("type")?.Contains('|') == true ? value.Split('|', 2) : [value];
        return string.Join(", ", parts.Select(part => part.Length > 0 && part.Length < 300 && !part.Contains('`') && !part.Contains(' ') ? $"`{part}`" : part));
    }

    private static string Type(string? type) => type switch
    {
        "ip-dst" => "destination IP",
        "ip-src" => "source IP",
        "ip-dst|port" => "destination IP and port",
        "ip-src|port" => "source IP and port",
        "domain|ip" => "domain and IP",
        "email-src" => "sender",
        "email-dst" => "recipient",
        "regkey" => "registry key",
        "regkey|value" => "registry key and value",
        "url" => "URL",
        "md5" or "sha1" or "sha256" or "sha512" => type.ToUpperInvariant(),
        "btc" => "Bitcoin address",
        "malware-sample" => "sample",
        null => "value",
        _ => type.Replace("|", " and ", StringComparison.Ordinal).Replace('-', ' '),
    };

    private static IEnumerable<JsonElement> Living(IEnumerable<JsonElement> elements) => elements.Where(e => e.ValueKind == JsonValueKind.Object && !e.Flag("deleted"));

    [GeneratedRegex("^misp-galaxy:(?<kind>[a-z0-9-]{1,80})=\"(?<name>[^\"]{1,300})\"$")]
    private static partial Regex GalaxyTag();
}
