using Hone.Engine.Architectures;
using Hone.Engine.Kernels;

namespace Hone.Engine.Layers;

/// <summary>
/// Keys and values of the tokens of one sequence seen so far, in pages of a pool. Pages that others hold too are read only: before the last
/// one is written it is copied.
/// </summary>
internal sealed class KeyValueCache : IDisposable
{
    private readonly KeyValuePool pool;
    private readonly bool ownsPool;
    private int[] pages = [];
    private int held;

    public KeyValueCache(KeyValuePool pool) => this.pool = pool;

    /// <summary>A sequence alone, with memory for so many tokens.</summary>
    public KeyValueCache(ModelShape shape, int capacity)
        : this(new KeyValuePool(shape, KeyValuePool.PagesFor(capacity))) => ownsPool = true;

    public int Length { get; private set; }

    public KeyValuePages Memory => pool.Pages;

    /// <summary>The page of each <see cref="KeyValuePages.Tokens"/> positions; there may be room behind the last one.</summary>
    public int[] Pages => pages;

    /// <summary>Pages of its own or shared.</summary>
    public int Held => held;

    /// <summary>Makes room for so many tokens more; false: the pool has no page left, and nothing is lost.</summary>
    public bool TryReserve(int tokens)
    {
        if (tokens > 0 && Length % KeyValuePages.Tokens != 0 && !TryOwnLast())
            return false;
        for (var wanted = KeyValuePool.PagesFor(Length + tokens); held < wanted;)
        {
            if (!pool.TryTake(out var page))
                return false;
            Append(page);
        }
        return true;
    }

    /// <summary>New tokens whose keys and values are in the pages now count.</summary>
    public void Advance(int tokens) => Length += tokens;

    /// <summary>Forgets everything after the first <paramref name="length"/> tokens.</summary>
    public void Truncate(int length)
    {
        Length = Math.Min(Length, length);
        for (var wanted = KeyValuePool.PagesFor(Length); held > wanted;)
            pool.Release(pages[--held]);
    }

    /// <summary>A sequence that goes on from here on its own.</summary>
    public KeyValueCache Fork()
    {
        var fork = new KeyValueCache(pool) { Length = Length };
        for (var i = 0; i < KeyValuePool.PagesFor(Length); i++)
            fork.Share(pages[i]);
        return fork;
    }

    /// <summary>Begins with a full page that others hold; the cache must end at a page's end.</summary>
    public void Adopt(int page)
    {
        Share(page);
        Length += KeyValuePages.Tokens;
    }

    public void Dispose()
    {
        Truncate(0);
        if (ownsPool)
            pool.Dispose();
    }

    private void Share(int page)
    {
        pool.Hold(page);
        Append(page);
    }

    private void Append(int page)
    {
        if (held == pages.Length)
            Array.Resize(ref pages, Math.Max(8, 2 * held));
        pages[held++] = page;
    }

    private bool TryOwnLast()
    {
        ref var last = ref pages[Length / KeyValuePages.Tokens];
        if (pool.Holders(last) == 1)
            return true;
        if (!pool.TryTake(out var own))
            return false;
        pool.Pages.Copy(last, own);
        pool.Release(last);
        last = own;
        return true;
    }
}
