using System.Diagnostics;
using Hone.Engine.Generation;

namespace Hone.Benchmarks;

/// <summary>From a prompt of 512 tokens to its answer's first token.</summary>
internal sealed class PrefillRow(SpeedModel model, LlamaPeer peer) : IRow
{
    private const int Tokens = 512;

    public string Name => $"prefill {Tokens}, {model.Name}";

    public string Peer => LlamaPeer.Name;

    public string Unit => "tokens/s";

    public double Bar => 0.9;

    public double? MeasureOurs()
    {
        var open = model.Open();
        Read(open, 16);
        var clock = Stopwatch.StartNew();
        Read(open, Tokens);
        return Tokens / clock.Elapsed.TotalSeconds;
    }

    public double? MeasurePeer() => Tokens / peer.Prefill(model, Tokens);

    private static void Read(TokenModel open, int tokens)
    {
        foreach (var _ in open.Generate([.. Enumerable.Range(0, tokens).Select(i => 3 + ((i * 7919) % 30000))], new SamplingOptions { MaxTokens = 1 }))
            return;
    }
}
