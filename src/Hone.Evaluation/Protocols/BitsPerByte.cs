using System.Text;
using Hone.Core.Documents;
using Hone.Core.Models;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation.Protocols;

/// <summary>
/// How well a model predicts unseen text: bits per byte of UTF-8, which needs no vocabulary and so compares models with
/// different tokenizers. A set's value is the ratio of sums over its documents, not the mean of their ratios.
/// </summary>
internal static class BitsPerByte
{
    public const string Name = "bits-per-byte";

    public static ItemRow Measure(ILanguageModel model, string set, Document document, CancellationToken cancel)
    {
        var score = model.ScoreText(document.Text, cancel);
        var finite = double.IsFinite(score.LogLikelihood);
        return new ItemRow
        {
            Set = set,
            Protocol = Name,
            Source = document.Source,
            Id = document.Id,
            Nats = finite ? -score.LogLikelihood : null,
            Bytes = Encoding.UTF8.GetByteCount(document.Text),
            Tokens = score.Tokens,
        };
    }

    public static double FromNats(double nats, double bytes) => nats / bytes / double.Log(2);

    /// <summary>What a model would score that knew only how often each byte value occurs in these very texts.</summary>
    public static double OfByteFrequencies(IEnumerable<Document> documents)
    {
        var counts = new long[256];
        foreach (var document in documents)
        {
            foreach (var b in Encoding.UTF8.GetBytes(document.Text))
                counts[b]++;
        }
        double total = counts.Sum();
        return counts.Where(c => c > 0).Sum(c => -(c / total) * double.Log2(c / total));
    }
}
