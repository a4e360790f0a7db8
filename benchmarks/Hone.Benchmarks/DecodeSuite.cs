namespace Hone.Benchmarks;

/// <summary>The rows of `benchmarks/run decode`: model by model, so that each is opened once.</summary>
internal static class DecodeSuite
{
    public static IReadOnlyList<IRow> Rows()
    {
        var peer = new LlamaPeer();
        return [.. SpeedModel.All.SelectMany(model => (IRow[])[new PrefillRow(model, peer), new DecodeRow(model, peer), .. model.IsLarge ? [new BandwidthRow(model)] : Array.Empty<IRow>()])];
    }
}
