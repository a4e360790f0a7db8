using Hone.Evaluation.Logs;
using Hone.Evaluation.Protocols;

namespace Hone.Evaluation.Scoring;

/// <summary>Rows of items to scores with intervals. Needs no model: an old log can be scored again.</summary>
internal sealed class Scorer(double confidence, ulong seed)
{
    // Fewer documents than this say nothing about a source; its share still counts in the whole.
    private const int LeastPerPart = 3;

    public IEnumerable<ScoreRow> Score(string set, string headlineProtocol, IReadOnlyList<ItemRow> rows, IReadOnlyDictionary<string, double> textBaselines)
    {
        foreach (var protocol in rows.GroupBy(row => row.Protocol))
        {
            var all = protocol.ToArray();
            var headline = protocol.Key == headlineProtocol;
            yield return One(set, protocol.Key, headline, part: null, all, textBaselines);
            if (!headline)
                continue;
            var parts = all.GroupBy(row => row.Source, StringComparer.Ordinal).OrderBy(part => part.Key, StringComparer.Ordinal).ToArray();
            foreach (var part in parts.Where(part => parts.Length > 1 && part.Count() >= LeastPerPart))
                yield return One(set, protocol.Key, headline, part.Key, [.. part], new Dictionary<string, double>());
        }
    }

    private ScoreRow One(string set, string protocol, bool headline, string? part, ItemRow[] rows, IReadOnlyDictionary<string, double> textBaselines)
    {
        var text = protocol == BitsPerByte.Name;
        var estimate = text ? Estimate.BitsPerByte(rows, confidence, seed) : Estimate.Accuracy(rows, confidence);
        return new ScoreRow
        {
            Name = set,
            Protocol = protocol,
            Metric = text ? "bits_per_byte" : "accuracy",
            Part = part,
            Headline = headline,
            Value = estimate.Value,
            Low = estimate.Low,
            High = estimate.High,
            N = rows.Length,
            Baselines = text ? textBaselines : TrivialBaselines.Of(rows),
            ParseFailures = rows.Count(row => text ? row.Nats is null : row.Chosen is null),
        };
    }
}
