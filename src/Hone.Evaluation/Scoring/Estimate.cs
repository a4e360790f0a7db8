using Hone.Evaluation.Logs;

namespace Hone.Evaluation.Scoring;

/// <summary>A value with its interval; all null where there is nothing to estimate from.</summary>
internal readonly record struct Estimate(double? Value, double? Low, double? High)
{
    public static Estimate Accuracy(IReadOnlyList<ItemRow> rows, double confidence)
    {
        _ = confidence;
        return new Estimate(rows.Count(r => r.IsRight) / (double)rows.Count, null, null);
    }

    public static Estimate BitsPerByte(IReadOnlyList<ItemRow> rows, double confidence, ulong seed)
    {
        _ = (confidence, seed);
        return new Estimate(Protocols.BitsPerByte.FromNats(rows.Sum(r => r.Nats ?? 0), rows.Sum(r => (double)(r.Bytes ?? 0))), null, null);
    }
}
