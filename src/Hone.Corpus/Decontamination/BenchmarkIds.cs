using System.Text.Json;
using System.Text.RegularExpressions;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Decontamination;

/// <summary>
/// CVE ids that benchmarks ask about, from a JSON file {"benchmark": ["CVE-2024-0001", ...]}. A document about such a CVE, or one
/// that mentions it, must not be trained on: its description or its weakness is the answer.
/// </summary>
internal sealed partial class BenchmarkIds
{
    private const int MaxBytes = 64 << 20;

    private readonly Dictionary<string, string> _benchmarkOf = new(StringComparer.OrdinalIgnoreCase);

    public static BenchmarkIds None { get; } = new();

    public int Count => _benchmarkOf.Count;

    public static BenchmarkIds Load(string path)
    {
        byte[] content = InputFile.ReadAll(path, MaxBytes);
        var ids = new BenchmarkIds();
        try
        {
            using var json = JsonDocument.Parse(content);
            foreach (JsonProperty benchmark in json.RootElement.EnumerateObject())
                foreach (JsonElement id in benchmark.Value.EnumerateArray())
                    if (id.GetString() is { Length: > 0 } text)
                        ids._benchmarkOf.TryAdd(text, benchmark.Name);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UserError($"{path}: not a list of ids by benchmark: {e.Message}", """It must look like {"cti-rcm": ["CVE-2024-0001"]}.""", e);
        }
        return ids;
    }

    /// <summary>The first id of a benchmark in the text, with the benchmark's name, or null.</summary>
    public string? FindIn(ReadOnlySpan<char> text)
    {
        if (_benchmarkOf.Count == 0)
            return null;
        var lookup = _benchmarkOf.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (ValueMatch match in CveId().EnumerateMatches(text))
            if (lookup.TryGetValue(text.Slice(match.Index, match.Length), out string? benchmark))
                return $"{text.Slice(match.Index, match.Length)} of {benchmark}";
        return null;
    }

    /// <summary>Every id of a benchmark in the text.</summary>
    public IReadOnlyList<Contamination> NamedIn(string text)
    {
        if (FindIn(text) is null)
            return [];
        var named = new List<Contamination>();
        foreach (ValueMatch match in CveId().EnumerateMatches(text))
        {
            string id = text.Substring(match.Index, match.Length);
            if (_benchmarkOf.TryGetValue(id, out string? benchmark))
                named.Add(new Contamination(benchmark, ContaminationRule.Id, 1, id, id, id));
        }
        return named;
    }

    /// <summary>The text without those list items that mention an id.</summary>
    public string WithoutItems(string text)
    {
        if (FindIn(text) is null)
            return text;
        IEnumerable<string> kept = text.Split('\n').Where(line => !line.TrimStart().StartsWith("- ", StringComparison.Ordinal) || FindIn(line) is null);
        return string.Join('\n', kept);
    }

    [GeneratedRegex(@"\bCVE-\d{4}-\d{4,19}\b", RegexOptions.IgnoreCase)]
    private static partial Regex CveId();
}
