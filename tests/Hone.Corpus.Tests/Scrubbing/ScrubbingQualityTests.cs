using Hone.Corpus.Scrubbing;

namespace Hone.Corpus.Tests.Scrubbing;

/// <summary>Recall, precision and F1 on the labelled set; the half that rules were tuned on and the half that they were not.</summary>
public class ScrubbingQualityTests(ITestOutputHelper output)
{
    private static readonly Scrubber _scrubber = Scrubber.Create(new ScrubSpec { Domains = ["nordwind.org", "kestrel-bank.eu"], Ranges = ["10.20.0.0/16"], Hosts = LabelledValues.OwnHosts });

    private sealed record Score(int Labelled, int Found, int Predicted, int Right)
    {
        public double Recall => Found / (double)Labelled;
        public double Precision => Right / (double)Predicted;
        public double F1 => 2 * Recall * Precision / (Recall + Precision);
    }

    [Theory]
    [InlineData("tuned")]
    [InlineData("heldout")]
    public void Scrub_LabelledTexts_MeetsTheBars(string half)
    {
        List<LabelledText> texts = LabelledTexts.Load(half);
        var misses = new List<string>();

        Score secrets = Measure(texts, k => k == "secret", misses), people = Measure(texts, k => k is not ("secret" or "keep" or "own"), misses);
        (int kept, int indicators) = Kept(texts, misses);

        output.WriteLine($"{half}: {texts.Count} texts, {texts.Sum(t => t.Spans.Count)} spans");
        output.WriteLine($"secrets: n {secrets.Labelled}, recall {secrets.Recall:F4}, precision {secrets.Precision:F4}");
        output.WriteLine($"people and assets: n {people.Labelled}, recall {people.Recall:F4}, precision {people.Precision:F4}, F1 {people.F1:F4}");
        output.WriteLine($"kept: n {indicators}, {kept / (double)indicators:F4}");
        foreach (IGrouping<string, string> group in misses.GroupBy(m => m.Split('|')[0]).OrderByDescending(g => g.Count()))
            output.WriteLine($"{group.Key}: {group.Count()}\n    {string.Join("\n    ", group.DistinctBy(m => m[..Math.Min(40, m.Length)]).Take(8))}");
        Assert.InRange(secrets.Recall, 0.98, 1);
        Assert.InRange(secrets.Precision, 0.95, 1);
        Assert.InRange(people.F1, 0.90, 1);
        Assert.InRange(kept / (double)indicators, 0.99, 1);
    }

    [Fact]
    public void Set_Labels_AreAtLeastFifteenHundred() => Assert.InRange(LabelledTexts.Load("tuned").Concat(LabelledTexts.Load("heldout")).Sum(t => t.Spans.Count), 1500, 100_000);

    private static string Group(ScrubSpan span) => span.Kind switch
    {
        ScrubKind.Secret => "secret",
        ScrubKind.Domain or ScrubKind.Ip => "own",
        _ => span.Kind.ToString().ToLowerInvariant(),
    };

    /// <summary>A label is found by a span of its own kind that shares at least half of their union.</summary>
    private static Score Measure(List<LabelledText> texts, Func<string, bool> group, List<string> misses)
    {
        int labelled = 0, found = 0, predicted = 0, right = 0;
        foreach (LabelledText text in texts)
        {
            ScrubSpan[] spans = [.. _scrubber.Find(text.Text, out _).Where(s => group(Group(s)))];
            LabelledSpan[] labels = [.. text.Spans.Where(s => group(s.Kind))];
            labelled += labels.Length;
            predicted += spans.Length;
            foreach (LabelledSpan label in labels)
                if (spans.Any(s => Match(s, label)))
                    found++;
                else
                    misses.Add($"missed {label.Kind}|{text.Text.Substring(label.Start, label.Length)}|{Around(text.Text, label.Start, label.Length)}");
            foreach (ScrubSpan span in spans)
                if (labels.Any(l => Match(span, l)))
                    right++;
                else
                    misses.Add($"false {span.Kind} {span.Rule}|{text.Text.Substring(span.Start, span.Length)}|{Around(text.Text, span.Start, span.Length)}");
        }
        return new Score(labelled, found, predicted, right);
    }

    private static bool Match(ScrubSpan span, LabelledSpan label)
    {
        int shared = Math.Min(span.End, label.Start + label.Length) - Math.Max(span.Start, label.Start);
        return Group(span) == label.Kind && shared * 2 >= span.Length + label.Length - shared;
    }

    private static (int Kept, int All) Kept(List<LabelledText> texts, List<string> misses)
    {
        int kept = 0, all = 0;
        foreach (LabelledText text in texts)
        {
            List<ScrubSpan> spans = _scrubber.Find(text.Text, out _);
            foreach (LabelledSpan label in text.Spans.Where(s => s.Kind == "keep"))
            {
                all++;
                if (!spans.Any(s => s.Start < label.Start + label.Length && label.Start < s.End))
                    kept++;
                else
                    misses.Add($"not kept|{text.Text.Substring(label.Start, label.Length)}|{Around(text.Text, label.Start, label.Length)}");
            }
        }
        return (kept, all);
    }

    private static string Around(string text, int start, int length) =>
        text[Math.Max(0, start - 30)..Math.Min(text.Length, start + length + 20)].Replace('\n', '~');
}
