using Hone.Engine.Architectures;
using Hone.Engine.Kernels;

namespace Hone.Engine.Layers;

/// <summary>
/// The pages that all sequences of a model share: bounded in number, made when first needed, counted by those who hold them, so that sequences
/// with a common beginning hold the same pages. Not for concurrent use.
/// </summary>
internal sealed class KeyValuePool(ModelShape shape, int capacity, ComputeType format = ComputeType.F32) : IDisposable
{
    private readonly Stack<int> free = new();
    private readonly List<int> holders = [];

    public KeyValuePages Pages { get; } = new(shape.HeadLayout, shape.Layers, format);

    /// <summary>Most pages there can be.</summary>
    public int Capacity => capacity;

    /// <summary>Pages that nobody holds.</summary>
    public int Free => free.Count + capacity - Pages.Count;

    /// <summary>Asked for a page when none is free; true: it let one go.</summary>
    public Func<bool>? Reclaim { get; set; }

    /// <summary>Pages for so many tokens.</summary>
    public static int PagesFor(int tokens) => (tokens + KeyValuePages.Tokens - 1) / KeyValuePages.Tokens;

    public bool TryTake(out int page)
    {
        page = -1;
        while (Free == 0)
        {
            if (Reclaim?.Invoke() != true)
                return false;
        }
        if (!free.TryPop(out page))
        {
            page = Pages.Add();
            holders.Add(0);
        }
        holders[page] = 1;
        return true;
    }

    public int Holders(int page) => holders[page];

    public void Hold(int page) => holders[page]++;

    public void Release(int page)
    {
        if (--holders[page] == 0)
            free.Push(page);
    }

    public void Dispose() => Pages.Dispose();
}
