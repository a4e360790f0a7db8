using Hone.Core.Statistics;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation.Scoring;

/// <summary>A value with its interval; null where there is nothing, or too little, to estimate it from.</summary>
internal readonly record struct Estimate(double? Value, double? Low, double? High)
{
    // Drawing four documents again and again says nothing about a fifth.
    private const int LeastDocuments = 5;

    public static Estimate Accuracy(IReadOnlyList<ItemRow> rows, double confidence)
    {
        if (rows.Count == 0)
            return default;
        var right = rows.Count(row => row.IsRight);
        var interval = Intervals.Wilson(right, rows.Count, confidence);
        return new Estimate(right / (double)rows.Count, interval.Low, interval.High);
    }

    /// <summary>Documents the model gave no number for are left out here and counted as failures by the caller.</summary>
    public static Estimate BitsPerByte(IReadOnlyList<ItemRow> rows, double confidence, ulong seed)
    {
        var read = rows.Where(row => row is { Nats: not null, Bytes: > 0 }).ToArray();
        if (read.Length == 0)
            return default;
        var bits = read.Select(row => (row.Nats ?? 0) / double.Log(2)).ToArray();
        var bytes = read.Select(row => (double)(row.Bytes ?? 0)).ToArray();
        var value = bits.Sum() / bytes.Sum();
        if (read.Length < LeastDocuments)
            return new Estimate(value, null, null);
        var interval = Intervals.BootstrapRatio(bits, bytes, seed, confidence: confidence);
        return new Estimate(value, interval.Low, interval.High);
    }
}
