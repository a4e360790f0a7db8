namespace Hone.Engine.Kernels.Cpu;

/// <summary>One product over as many columns of B as are packed at once.</summary>
internal sealed unsafe class Bf16Product
{
    public required int M { get; init; }
    public required int N { get; init; }
    public required Operand A { get; init; }
    public required Operand B { get; init; }
    public required float* C { get; init; }
    public required nint Ldc { get; init; }
    public required bool Accumulate { get; init; }
    public required BlockOfK[] Blocks { get; init; }

    /// <summary>k with the padding of every block.</summary>
    public required long Depth { get; init; }

    public int Panels => (N + GemmTile.Width - 1) / GemmTile.Width;

    public long PanelLength => Depth / 2 * GemmTile.Width;

    public int Width(int panel) => Math.Min(GemmTile.Width, N - (panel * GemmTile.Width));
}

/// <summary>k from <paramref name="Start"/>; its place in a packed panel counts k with the padding before it.</summary>
internal readonly record struct BlockOfK(int Start, int Length, long At)
{
    /// <summary>Blocks of at most <paramref name="longest"/>, beginning anew at every segment.</summary>
    public static BlockOfK[] Cut(int k, int segment, int longest)
    {
        var blocks = new List<BlockOfK>();
        var at = 0L;
        for (var start = 0; start < k; start += segment)
        {
            var end = Math.Min(k, start + segment);
            for (var p = start; p < end; p += longest)
            {
                blocks.Add(new BlockOfK(p, Math.Min(longest, end - p), at));
                at += Bf16Packing.Padded(blocks[^1].Length);
            }
        }
        return [.. blocks];
    }
}
