using System.Diagnostics;
using Hone.Engine.Generation;

namespace Hone.Benchmarks;

/// <summary>One sequence answered greedily, token after token behind a short prompt; the first token is not counted.</summary>
internal sealed class DecodeRow(SpeedModel model, LlamaPeer peer) : IRow
{
    private const int After = 8;

    private int Tokens => model.IsLarge ? 32 : 128;

    public string Name => $"decode, {model.Name}";

    public string Peer => LlamaPeer.Name;

    public string Unit => "tokens/s";

    public double Bar => 1;

    public double? MeasureOurs() => Rate(model, Tokens);

    public double? MeasurePeer() => Tokens / peer.Decode(model, Tokens, After);

    public static double Rate(SpeedModel model, int tokens)
    {
        var clock = new Stopwatch();
        foreach (var _ in model.Open().Generate([.. Enumerable.Range(3, After)], new SamplingOptions { MaxTokens = tokens + 1 }))
            clock.Start();
        return tokens / clock.Elapsed.TotalSeconds;
    }
}
