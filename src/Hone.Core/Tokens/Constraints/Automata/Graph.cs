namespace Hone.Core.Tokens.Constraints.Automata;

/// <summary>
/// One node of a <see cref="Graph"/>: goes on over a byte, or without one, or by way of a rule, or ends the rule it is in.
/// </summary>
internal struct GraphNode
{
    /// <summary>Byte ranges and where they lead.</summary>
    public (byte Low, byte High, int Target)[]? Ranges;

    /// <summary>Where it goes without a byte.</summary>
    public int[]? Targets;

    /// <summary>Entry of the rule to pass through before going on at <see cref="Return"/>; -1 where there is none.</summary>
    public int Entry;

    public int Return;

    public bool IsEnd;
}

/// <summary>A pattern as a graph over bytes. Every node can reach an end: what cannot was cut away.</summary>
internal sealed record Graph(GraphNode[] Nodes, int Start, string Name);
