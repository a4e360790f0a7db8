using System.Globalization;

namespace Hone.Corpus.Sources;

/// <summary>
/// A source as a recipe names it: "kind:path", with "?limit=20000" to take only so many documents and "?name=notes" for another
/// name in counts and lineage ("?limit=...&amp;name=..." for both). The name is otherwise the kind and the last part of the path.
/// </summary>
public sealed record SourceReference(string Kind, string Path, string Name, int? Limit)
{
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
        int? limit = null;
        string? name = null;
        int question = path.LastIndexOf('?');
        if (question >= 0)
        {
            problem = ParseOptions(text, path[(question + 1)..], ref limit, ref name);
            if (problem is not null)
                return null;
            path = path[..question];
        }
        problem = path.Length == 0 ? $"'{text}': the path is missing" : null;
        if (problem is not null)
            return null;
        string last = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(path));
        return new SourceReference(kind, path, name ?? $"{kind}:{(last.Length > 0 ? last : path)}", limit);
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

    private static string? ParseOptions(string text, string options, ref int? limit, ref string? name)
    {
        foreach (string option in options.Split('&'))
        {
            string[] pair = option.Split('=', 2);
            if (pair is ["limit", var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0)
                limit = value;
            else if (pair is ["name", { Length: > 0 } label])
                name = label;
            else
                return $"'{text}': '{option}' is neither limit=NUMBER nor name=WORD";
        }
        return null;
    }
}
