using Hone.Core.Documents;

namespace Hone.Corpus.Decontamination;

/// <summary>Says of one document whether it gives benchmarks away, by their ids or by their words. Pure; called from many threads.</summary>
internal sealed class Decontaminator(BenchmarkIds ids, BenchmarkIndex index)
{
    /// <param name="related">Ids that the source lists beside the text.</param>
    public ContaminationCheck Check(Document document, string related)
    {
        ContaminationCheck check = index.Check(document.Text);
        Contamination[] named = [.. ids.NamedIn(document.Id).Concat(ids.NamedIn(related)).Concat(ids.NamedIn(document.Text)).DistinctBy(match => match.Benchmark)];
        return named.Length == 0 ? check : new ContaminationCheck([.. named, .. check.Matches], null);
    }

    /// <summary>The text without those list items that alone give a benchmark away.</summary>
    public string WithoutItems(string text)
    {
        string named = ids.WithoutItems(text);
        if (index.Check(named).IsClean)
            return named;
        return string.Join('\n', named.Split('\n').Where(line => !line.TrimStart().StartsWith("- ", StringComparison.Ordinal) || index.Check(line).IsClean));
    }
}
