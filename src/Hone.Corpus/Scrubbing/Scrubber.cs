using System.Text;
using Hone.Core;
using Hone.Corpus.Scrubbing.People;
using Hone.Corpus.Scrubbing.Pseudonyms;
using Hone.Corpus.Scrubbing.Scanning;

namespace Hone.Corpus.Scrubbing;

/// <summary>
/// Takes people, the team's own assets and secrets out of texts and puts pseudonyms in their place; attackers' indicators stay as they
/// are. Made once, used from any number of threads. What it does not do is guess: every rule is a structure, a check digit, a list or
/// words that stand beside the value.
/// </summary>
public sealed class Scrubber
{
    private readonly Scanner _scanner;
    private readonly PseudonymMap _map;
    private readonly ScrubKey? _key;
    private readonly AllowList _allow;
    private readonly bool[] _wanted;

    private Scrubber(ScrubSpec spec, ScrubKey? key)
    {
        _key = key;
        _map = new PseudonymMap(key);
        _scanner = new Scanner(spec);
        _allow = new AllowList(spec.Allow);
        _wanted = [.. Enum.GetValues<ScrubKind>().Select(_scanner.Wants)];
    }

    public static Scrubber Create(ScrubSpec spec)
    {
        IReadOnlyList<string> problems = spec.Validate();
        if (problems.Count > 0)
            throw new UserError($"scrub: {string.Join("; ", problems)}");
        return new Scrubber(spec, spec.KeyFile is { Length: > 0 } path ? ScrubKey.Read(path) : null);
    }

    internal static Scrubber Create(ScrubSpec spec, ScrubKey key) => new(spec, key);

    public ScrubResult Scrub(string text)
    {
        List<ScrubSpan> spans = Find(text, out _);
        if (spans.Count == 0)
            return new ScrubResult(text, spans);
        var scrubbed = new StringBuilder(text.Length + spans.Count * 8);
        int from = 0;
        foreach (ScrubSpan span in spans)
        {
            scrubbed.Append(text, from, span.Start - from).Append(_map.Of(span.Kind, text.AsSpan(span.Start, span.Length)));
            from = span.End;
        }
        return new ScrubResult(scrubbed.Append(text, from, text.Length - from).ToString(), spans);
    }

    /// <summary>A text of any length, in pieces of about a megabyte; gives the counts of each kind.</summary>
    public IReadOnlyDictionary<ScrubKind, int> Scrub(TextReader reader, TextWriter writer)
    {
        var counts = new Dictionary<ScrubKind, int>();
        foreach (string piece in TextPieces.Read(reader))
        {
            ScrubResult result = Scrub(piece);
            writer.Write(result.Text);
            foreach ((ScrubKind kind, int count) in result.Counts())
                counts[kind] = counts.GetValueOrDefault(kind) + count;
        }
        return counts;
    }

    /// <summary>What a rule found, with how many steps the checks took beyond the pass itself.</summary>
    internal List<ScrubSpan> Find(string text, out long steps)
    {
        Scan scan = _scanner.Run(text);
        List<ScrubSpan> spans = Chosen(scan.Found, text);
        if (spans.Count > 0 && Echo.Find(scan, spans))
            spans = Chosen(scan.Found, text);
        steps = scan.Steps;
        return spans;
    }

    private List<ScrubSpan> Chosen(List<ScrubSpan> found, string text)
    {
        found.RemoveAll(s => !_wanted[(int)s.Kind] || _allow.Has(text.AsSpan(s.Start, s.Length)));
        return Spans.Choose(found);
    }

    /// <summary>Writes the way back for everything scrubbed so far, joined with what the file held before; only the key opens it.</summary>
    public void SaveMap(string path)
    {
        if (_key is null)
            throw new UserError("scrub: without a key file there is no map", "Set key_file, or pass --key FILE; `hone scrub --new-key FILE` makes one.");
        Dictionary<string, string> values = File.Exists(path) ? SealedMap.Read(path, _key) : [];
        foreach ((string pseudonym, string value) in _map.Values)
            if (!values.TryGetValue(pseudonym, out string? old) || string.CompareOrdinal(value, old) < 0)
                values[pseudonym] = value;
        SealedMap.Write(path, _key, values);
    }
}
