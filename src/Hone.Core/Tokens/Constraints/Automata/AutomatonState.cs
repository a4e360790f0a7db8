namespace Hone.Core.Tokens.Constraints.Automata;

/// <summary>Where to go on when the rules that were entered end, the innermost first. Equal ones are one object, so they compare by reference.</summary>
internal sealed class ReturnStack(int node, ReturnStack? outer, int number)
{
    public int Node => node;

    public ReturnStack? Outer => outer;

    /// <summary>In the order they were made, from 1.</summary>
    public int Number => number;
}

/// <summary>A place in the graph, and the way back out of the rules around it.</summary>
internal readonly record struct Place(int Node, ReturnStack? Stack);

/// <summary>All places a text may be in at once. Where each byte leads is found when first asked for.</summary>
internal sealed class AutomatonState(Place[] places, bool isAccepting, int classes)
{
    public static readonly AutomatonState Dead = new([], isAccepting: false, 0);

    public bool IsDead => ReferenceEquals(this, Dead);

    /// <summary>Whether the text may end here.</summary>
    public bool IsAccepting => isAccepting;

    public ReadOnlySpan<Place> Places => places;

    /// <summary>The state after a byte of each class; null where nobody has asked.</summary>
    public AutomatonState?[] Following { get; } = new AutomatonState?[classes];

    public TokenMask? Mask { get; set; }
}
