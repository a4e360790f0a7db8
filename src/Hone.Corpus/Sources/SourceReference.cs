using System.Collections.Immutable;
using System.Globalization;
using Hone.Core.Security;

namespace Hone.Corpus.Sources;

/// <summary>
/// A source as a recipe names it: "kind:path", with options after a question mark: "?limit=20000&amp;weight=2&amp;tlp=amber".
/// The name is otherwise the kind and the last part of the path.
/// </summary>
public sealed record SourceReference(string Kind, string Path, string Name)
{
    /// <summary>At most so many documents, chosen by hash.</summary>
    public int? Limit { get; init; }

    /// <summary>How much of the token budget it may take, beside the others.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Whether people, secrets and own assets are taken out; null: of the domain's sources.</summary>
    public bool? Scrub { get; init; }

    /// <summary>Of documents that state none.</summary>
    public string? Licence { get; init; }

    /// <summary>Of documents that state none, as the protocol spells it.</summary>
    public string? Tlp { get; init; }

    /// <summary>An ATT&amp;CK bundle that gives the ids in detection rules their names.</summary>
    public string? Attack { get; init; }

    /// <summary>What this kind alone understands: "csv:rows.csv?text=body&amp;id=key".</summary>
    public ImmutableSortedDictionary<string, string> Options { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The reference, or null with what is wrong with it.</summary>
    public static SourceReference? Parse(string text, out string? problem)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string kind = colon < 0 ? "" : text[..colon];
        if (!SourceList.Kinds.Contains(kind))
        {
            problem = $"'{text}': not kind:path with a kind of {string.Join(", ", SourceList.Kinds)}";
            return null;
        }
        string path = text[(colon + 1)..];
        int question = path.LastIndexOf('?');
        string options = question < 0 ? "" : path[(question + 1)..];
        path = question < 0 ? path : path[..question];
        string last = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(path));
        var reference = new SourceReference(kind, path, $"{kind}:{(last.Length > 0 ? last : path)}");
        problem = path.Length == 0 ? $"'{text}': the path is missing" : null;
        foreach (string option in options.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (reference.With(option) is { } changed)
                reference = changed;
            else
                problem ??= $"'{text}': '{option}' is none of limit=NUMBER, weight=NUMBER, name=WORD, licence=WORDS, tlp=LABEL, scrub=yes or no, attack=FILE{string.Concat(SourceList.For(reference).Options.Select(own => $", {own}=..."))}";
        }
        return problem is null ? reference : null;
    }

    /// <summary>Parses a list, adding one problem for each reference that is wrong or named like another.</summary>
    internal static IReadOnlyList<SourceReference> ParseAll(IEnumerable<string> texts, List<string> problems)
    {
        var references = new List<SourceReference>();
        foreach (string text in texts)
        {
            if (Parse(text, out string? problem) is not { } reference)
                problems.Add(problem ?? text);
            else if (references.Any(r => r.Name == reference.Name))
                problems.Add($"'{text}': another source has the name '{reference.Name}' too; add ?name=...");
            else
                references.Add(reference);
        }
        return references;
    }

    private SourceReference? With(string option) => option.Split('=', 2) switch
    {
        ["limit", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit > 0 => this with { Limit = limit },
        ["weight", var number] when double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double weight) && weight > 0 => this with { Weight = weight },
        ["name", { Length: > 0 } name] => this with { Name = name },
        ["licence" or "license", { Length: > 0 } licence] => this with { Licence = licence },
        ["attack", { Length: > 0 } bundle] => this with { Attack = bundle },
        ["scrub", "yes" or "no"] => this with { Scrub = option == "scrub=yes" },
        ["tlp", var label] when TrafficLights.Parse(label) is { } light => this with { Tlp = light.Label() },
        [var name, { Length: > 0 } value] when SourceList.For(this).Options.Contains(name) => this with { Options = Options.SetItem(name, Uri.UnescapeDataString(value)) },
        _ => null,
    };
}
