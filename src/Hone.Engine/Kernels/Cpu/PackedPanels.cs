namespace Hone.Engine.Kernels.Cpu;

/// <summary>k from <paramref name="Start"/>; its place in a packed panel counts k with the padding before it.</summary>
internal readonly record struct BlockOfK(int Start, int Length, long At)
{
    /// <summary>Blocks the kernel takes, as long as each other but for the last, beginning anew at every segment.</summary>
    public static BlockOfK[] Cut(int k, int segment, TileKernel kernel)
    {
        segment = segment <= 0 || segment > k ? k : segment;
        var count = (segment + kernel.LongestBlock - 1) / kernel.LongestBlock;
        var longest = ((segment + count - 1) / count + TileKernel.Width - 1) / TileKernel.Width * TileKernel.Width;
        var blocks = new List<BlockOfK>();
        var at = 0L;
        for (var start = 0; start < k; start += segment)
        {
            var end = Math.Min(k, start + segment);
            for (var p = start; p < end; p += longest)
            {
                blocks.Add(new BlockOfK(p, Math.Min(longest, end - p), at));
                at += kernel.Padded(blocks[^1].Length);
            }
        }
        return [.. blocks];
    }
}

/// <summary>Columns <paramref name="first"/>.. of the right side of a product, packed panel after panel.</summary>
internal sealed unsafe class PackedPanels(TileKernel kernel, BlockOfK[] blocks, int first, int columns, byte* memory)
{
    public BlockOfK[] Blocks => blocks;

    public int First => first;

    public int Columns => columns;

    public int Count => (columns + TileKernel.Width - 1) / TileKernel.Width;

    public static long Bytes(TileKernel kernel, BlockOfK[] blocks, int columns)
        => (columns + TileKernel.Width - 1L) / TileKernel.Width * Depth(kernel, blocks) * TileKernel.Width * kernel.ValueBytes;

    /// <summary>k with the padding of every block.</summary>
    public static long Depth(TileKernel kernel, BlockOfK[] blocks) => blocks[^1].At + kernel.Padded(blocks[^1].Length);

    public int Width(int panel) => Math.Min(TileKernel.Width, columns - (panel * TileKernel.Width));

    public byte* Panel(int panel, BlockOfK block)
        => memory + (((panel * Depth(kernel, blocks)) + block.At) * TileKernel.Width * kernel.ValueBytes);

    public void Fill(IPanelSource source, WorkerPool pool)
        => pool.Run(Count * blocks.Length, (piece, _) =>
        {
            var (panel, block) = (piece / blocks.Length, blocks[piece % blocks.Length]);
            source.Pack(kernel, new PanelPart(block.Start, block.Length, first + (panel * TileKernel.Width), Width(panel)), Panel(panel, block));
        });
}
