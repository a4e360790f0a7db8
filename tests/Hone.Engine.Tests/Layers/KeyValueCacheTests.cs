using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Layers;

namespace Hone.Engine.Tests.Layers;

public sealed class KeyValueCacheTests : IDisposable
{
    private const int Page = KeyValuePages.Tokens;
    private readonly KeyValuePool pool = new(new ModelShape { VocabularySize = 8, Hidden = 8, FeedForward = 8, Layers = 1, Heads = 1, KeyValueHeads = 1, HeadSize = 4, ContextLength = 512 }, 6);

    [Fact]
    public void Fork_SharesPages_UntilItWrites()
    {
        using var first = Filled(Page + 3);

        using var fork = first.Fork();
        Assert.Equal(4, pool.Free);
        Assert.True(fork.TryReserve(1));

        Assert.Equal(first.Pages[0], fork.Pages[0]);
        Assert.NotEqual(first.Pages[1], fork.Pages[1]);
        Assert.Equal(3, pool.Free);
        Assert.Equal(2, pool.Holders(first.Pages[0]));
    }

    [Fact]
    public unsafe void Fork_PageCopied_HoldsWhatWasThere()
    {
        using var first = Filled(3);
        *(float*)pool.Pages.Keys(first.Pages[0], 0, 0) = 7;

        using var fork = first.Fork();
        fork.TryReserve(1);
        *(float*)pool.Pages.Values(fork.Pages[0], 0, 0) = 9;

        Assert.Equal(7, *(float*)pool.Pages.Keys(fork.Pages[0], 0, 0));
        Assert.Equal(0, *(float*)pool.Pages.Values(first.Pages[0], 0, 0));
    }

    [Fact]
    public void TryReserve_NoPageLeft_LosesNothing()
    {
        using var first = Filled(4 * Page);

        Assert.False(first.TryReserve(3 * Page));
        first.Truncate(first.Length);

        Assert.Equal(2, pool.Free);
        Assert.True(first.TryReserve(2 * Page));
    }

    [Fact]
    public void Dispose_AllOfThem_GivesEveryPageBack()
    {
        using (var first = Filled(2 * Page + 1))
        {
            using var fork = first.Fork();
            using var third = fork.Fork();
            fork.TryReserve(5);
            first.Truncate(Page);
        }

        Assert.Equal(6, pool.Free);
    }

    [Fact]
    public void TryTake_NoneFree_AsksForOne()
    {
        var kept = Filled(6 * Page);
        pool.Reclaim = () =>
        {
            kept.Dispose();
            return true;
        };

        Assert.True(pool.TryTake(out _));
        Assert.Equal(5, pool.Free);
    }

    public void Dispose() => pool.Dispose();

    private KeyValueCache Filled(int tokens)
    {
        var cache = new KeyValueCache(pool);
        Assert.True(cache.TryReserve(tokens));
        cache.Advance(tokens);
        return cache;
    }
}
