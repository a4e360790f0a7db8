using System.Globalization;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Quality;

/// <summary>Drops what a quality rule finds, or what has too little signal, each with the measure and its value.</summary>
internal sealed class QualityFilter(QualitySpec spec) : IDocumentFilter
{
    private readonly QualityRule[] _rules = spec.Heuristics ? [.. QualityRules.All.Where(rule => !spec.WithoutRules.Contains(rule.Name))] : [];

    public Verdict Judge(Document document) => Judge(TextMeasures.Of(document.Text));

    public Verdict Judge(TextMeasures measures)
    {
        foreach (QualityRule rule in _rules)
            if (rule.Judge(measures) is { } problem)
                return Verdict.Drop("quality_" + rule.Name, problem);
        double signal = measures.SignalDensity;
        return signal < spec.MinSignal
            ? Verdict.Drop("low_signal", string.Create(CultureInfo.InvariantCulture, $"signal density {signal:0.###} is below {spec.MinSignal:0.###}"))
            : Verdict.Keep;
    }
}
