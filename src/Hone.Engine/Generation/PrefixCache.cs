using Hone.Engine.Kernels;
using Hone.Engine.Layers;

namespace Hone.Engine.Generation;

/// <summary>
/// Full pages of what was read before, as a tree: a page is found by its tokens and all before them, by the adapter they were read with too. A
/// new sequence that begins alike takes the pages over and reads only the rest (Zheng et al. 2024). When there are too many, or the pool
/// needs one, the one unused for longest goes, ends of the tree first. A page can be found for as long as its tokens are the same: nothing is guessed from a hash.
/// </summary>
internal sealed class PrefixCache(KeyValuePool pool, int capacity)
{
    private static readonly object NoAdapter = new();
    private readonly Dictionary<object, Node> roots = [];
    private readonly LinkedList<Node> byAge = [];

    private sealed record Node(Node? Parent, int[] Tokens, int Page)
    {
        public Dictionary<int[], Node> Children { get; } = new(PageTokens.Comparer);

        public LinkedListNode<Node>? Place { get; set; }
    }

    /// <summary>Pages held.</summary>
    public int Count => byAge.Count;

    /// <summary>Pages that nobody else holds: they can all be had.</summary>
    public int Idle => byAge.Count(node => pool.Holders(node.Page) == 1);

    /// <summary>How many of the tokens, whole pages, are held.</summary>
    public int Match(Adapter? adapter, ReadOnlySpan<int> tokens) => Walk(adapter, tokens, null);

    /// <summary>Lets an empty cache begin with the pages of the tokens that are held.</summary>
    public void Begin(Adapter? adapter, ReadOnlySpan<int> tokens, KeyValueCache cache) => Walk(adapter, tokens, cache);

    /// <summary>Keeps the full pages of a sequence, whose first tokens these are.</summary>
    public void Add(Adapter? adapter, ReadOnlySpan<int> tokens, KeyValueCache cache)
    {
        if (capacity == 0)
            return;
        object key = adapter is null ? NoAdapter : adapter;
        if (!roots.TryGetValue(key, out var node))
            roots[key] = node = new Node(null, [], -1);
        var length = Math.Min(tokens.Length, cache.Length) / KeyValuePages.Tokens;
        for (var i = 0; i < length; i++)
        {
            var page = tokens.Slice(i * KeyValuePages.Tokens, KeyValuePages.Tokens);
            node = Find(node, page) is { } known ? Touched(known) : Added(node, page.ToArray(), cache.Pages[i]);
        }
        while (Count > capacity && Evict())
        {
        }
    }

    /// <summary>Lets the page go that was unused for longest, of those nobody else holds.</summary>
    public bool Evict()
    {
        for (var place = byAge.First; place is not null; place = place.Next)
        {
            if (place.Value.Children.Count > 0 || pool.Holders(place.Value.Page) > 1)
                continue;
            Remove(place.Value);
            return true;
        }
        return false;
    }

    /// <summary>Lets go of what was read with an adapter.</summary>
    public void Forget(Adapter adapter)
    {
        if (roots.Remove(adapter, out var root))
            RemoveBelow(root);
    }

    private int Walk(Adapter? adapter, ReadOnlySpan<int> tokens, KeyValueCache? cache)
    {
        if (!roots.TryGetValue(adapter is null ? NoAdapter : adapter, out var node))
            return 0;
        var length = 0;
        for (; tokens.Length - length >= KeyValuePages.Tokens && Find(node, tokens.Slice(length, KeyValuePages.Tokens)) is { } next; length += KeyValuePages.Tokens)
        {
            node = cache is null ? next : Touched(next);
            cache?.Adopt(node.Page);
        }
        return length;
    }

    private static Node? Find(Node node, ReadOnlySpan<int> page) => node.Children.GetAlternateLookup<ReadOnlySpan<int>>().TryGetValue(page, out var child) ? child : null;

    // Parents come before their children wherever both are touched, so those are older: the ends of the tree are found first from the old end or soon after.
    private Node Touched(Node node)
    {
        byAge.Remove(node.Place!);
        byAge.AddLast(node.Place!);
        return node;
    }

    private Node Added(Node parent, int[] tokens, int page)
    {
        pool.Hold(page);
        var node = new Node(parent, tokens, page);
        node.Place = byAge.AddLast(node);
        parent.Children.Add(tokens, node);
        return node;
    }

    private void Remove(Node node)
    {
        node.Parent!.Children.Remove(node.Tokens);
        byAge.Remove(node.Place!);
        pool.Release(node.Page);
    }

    private void RemoveBelow(Node node)
    {
        foreach (var child in node.Children.Values.ToArray())
        {
            RemoveBelow(child);
            Remove(child);
        }
    }
}
