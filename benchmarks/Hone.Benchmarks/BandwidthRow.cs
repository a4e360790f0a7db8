using System.Diagnostics;
using System.Runtime.Intrinsics;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Tensors;

namespace Hone.Benchmarks;

/// <summary>The weights a decoded token reads, a second, beside what all cores can read from memory when they do nothing else.</summary>
internal sealed unsafe class BandwidthRow(SpeedModel model) : IRow
{
    private const long Bytes = 512 << 20;
    private readonly Lazy<NativeBlock> memory = new(() => NativeBlock.OfBytes(Bytes));

    public string Name => $"decode, {model.Name}, share of memory bandwidth";

    public string Peer => "reading memory on all cores";

    public string Unit => "GB/s";

    public double Bar => 0.8;

    public double? MeasureOurs() => DecodeRow.Rate(model, 32) * model.BytesOfToken / 1e9;

    public double? MeasurePeer()
    {
        using var pool = new WorkerPool(Environment.ProcessorCount);
        var start = (byte*)memory.Value.Pointer;
        var share = Bytes / pool.Count;
        var sums = new long[pool.Count];
        var clock = new Stopwatch();
        const int Passes = 4;
        for (var pass = 0; pass <= Passes; pass++)
        {
            pool.Run(pool.Count, (part, _) => sums[part] += Read(start + (part * share), share));
            clock.Start();
        }
        return Passes * Bytes / clock.Elapsed.TotalSeconds / 1e9;
    }

    private static long Read(byte* from, long bytes)
    {
        Vector512<long> a = default, b = default, c = default, d = default;
        for (var end = from + (bytes / 256 * 256); from < end; from += 256)
        {
            a += Vector512.Load((long*)from);
            b += Vector512.Load((long*)(from + 64));
            c += Vector512.Load((long*)(from + 128));
            d += Vector512.Load((long*)(from + 192));
        }
        return Vector512.Sum(a + b + c + d);
    }
}
