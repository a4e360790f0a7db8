using System.Text;
using Hone.Core.Statistics;

namespace Hone.Corpus.Tests.Scrubbing;

/// <summary>A text with what is in it: spans that must be replaced by their kind, and "keep" for those that must stay.</summary>
internal sealed record LabelledText(string Text, IReadOnlyList<LabelledSpan> Spans);

internal sealed record LabelledSpan(int Start, int Length, string Kind);

/// <summary>
/// The labelled set, from the files in cases/: sentences with slots, each filled several times, and documents written by hand in which
/// [[kind:value]] marks a span. The two halves share no sentence.
/// </summary>
internal static class LabelledTexts
{
    private const int Fillings = 8;

    public static List<LabelledText> Load(string half)
    {
        var texts = new List<LabelledText>();
        var values = new LabelledValues(new Xoshiro256(half == "tuned" ? 11UL : 12UL));
        foreach (string line in Lines($"templates-{half}.txt").Where(l => l.Length > 0))
            for (int i = 0; i < Fillings; i++)
                texts.Add(Fill(line.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal), values));
        foreach (string document in string.Join('\n', Lines($"documents-{half}.txt")).Split("\n== ").Where(d => d.Trim().Length > 0))
            texts.Add(Fill(document[(document.IndexOf('\n', StringComparison.Ordinal) + 1)..], values));
        return texts;
    }

    private static string[] Lines(string name)
    {
        using Stream stream = typeof(LabelledTexts).Assembly.GetManifestResourceStream($"cases.{name}") ?? throw new InvalidOperationException($"{name} is not embedded");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(l => !l.StartsWith('#'))];
    }

    private static LabelledText Fill(string template, LabelledValues values)
    {
        var text = new StringBuilder();
        var spans = new List<LabelledSpan>();
        int markStart = 0;
        string? mark = null;
        for (int at = 0; at < template.Length; at++)
        {
            if (mark is null && template.AsSpan(at).StartsWith("[[") && Mark(template, at) is { } kind)
            {
                (mark, markStart, at) = (kind, text.Length, at + kind.Length + 2);
                continue;
            }
            if (mark is not null && template.AsSpan(at).StartsWith("]]"))
            {
                spans.Add(new LabelledSpan(markStart, text.Length - markStart, mark));
                (mark, at) = (null, at + 1);
                continue;
            }
            if (template[at] == '{' && template.IndexOf('}', at) is var close && close > 0 && Slot(template[(at + 1)..close], values) is { } slot)
            {
                if (slot.Kind is { } of && mark is null)
                    spans.Add(new LabelledSpan(text.Length, slot.Value.Length, of));
                text.Append(slot.Value);
                at = close;
                continue;
            }
            text.Append(template[at]);
        }
        return new LabelledText(text.ToString(), spans);
    }

    private static string? Mark(string template, int at)
    {
        int colon = template.IndexOf(':', at);
        string kind = template[(at + 2)..colon];
        return kind is "name" or "email" or "phone" or "address" or "id" or "iban" or "card" or "user" or "host" or "secret" or "keep" ? kind : null;
    }

    /// <summary>Braces that hold no slot are part of the text.</summary>
    private static (string Value, string? Kind)? Slot(string name, LabelledValues values)
    {
        if (name.Length is 0 or > 32 || !char.IsAsciiLetterLower(name[0]) || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or ':'))
            return null;
        return name.StartsWith("secret:", StringComparison.Ordinal) || !Hone.Corpus.Scrubbing.Secrets.SecretRules.All.Any(r => r.Name == name) ? values.Of(name) : values.Of($"secret:{name}");
    }
}
