using Hone.Core.Documents;
using Hone.Evaluation.Protocols;
using Hone.Evaluation.Scoring;
using Hone.Evaluation.Tests.Doubles;

namespace Hone.Evaluation.Tests.Protocols;

public class BitsPerByteTests
{
    [Fact]
    public void Measure_UniformModel_IsEightBitsPerByte()
    {
        using var model = new UniformModel();
        var rows = new[] { "abc", "\u00E9\u20AC\U0001F600", "x" }.Select((text, i) => BitsPerByte.Measure(model, "domain", Of(i, text), TestContext.Current.CancellationToken)).ToArray();

        var estimate = Estimate.BitsPerByte(rows, 0.95, seed: 1);

        Assert.Equal([3, 9, 1], rows.Select(row => row.Bytes));
        Assert.Equal(8, estimate.Value ?? 0, 12);
        Assert.Null(estimate.Low);
    }

    [Fact]
    public void Estimate_UnequalDocuments_IsTheRatioOfSums()
    {
        // 10 bytes at 1 bit and 1 byte at 12 bits: (10 + 12) / 11, not the mean (1 + 12) / 2.
        using var model = new TableModel { Texts = { ["0123456789"] = -10 * double.Log(2), ["x"] = -12 * double.Log(2) } };
        var rows = model.Texts.Keys.Select((text, i) => BitsPerByte.Measure(model, "domain", Of(i, text), TestContext.Current.CancellationToken)).ToArray();

        Assert.Equal(2, Estimate.BitsPerByte(rows, 0.95, seed: 1).Value ?? 0, 12);
    }

    [Fact]
    public void OfByteFrequencies_TwoBytesAlike_IsOneBit() =>
        Assert.Equal(1, BitsPerByte.OfByteFrequencies([Of(0, "ab"), Of(1, "ba")]), 12);

    private static Document Of(int id, string text) => new() { Id = $"{id}", Source = "s", Text = text };
}
