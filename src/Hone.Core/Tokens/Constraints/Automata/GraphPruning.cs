namespace Hone.Core.Tokens.Constraints.Automata;

/// <summary>Cuts away what can never be finished, and refuses rules that come to themselves again without a byte between.</summary>
internal static class GraphPruning
{
    public static Graph Prune(Graph graph)
    {
        var alive = FindAlive(graph.Nodes);
        if (!alive[graph.Start])
            throw new UserError($"{graph.Name} allows no text that ever ends", "Give what refers to itself a way out, such as an optional property or null; or the model's vocabulary lacks the characters.");
        for (int i = 0; i < graph.Nodes.Length; i++)
        {
            ref var node = ref graph.Nodes[i];
            node.Ranges = node.Ranges?.Where(range => alive[range.Target]).ToArray();
            node.Targets = node.Targets?.Where(target => alive[target]).ToArray();
            if (node.Entry >= 0 && !alive[i])
                node = new GraphNode { Entry = -1 };
        }
        LeftRecursion.Refuse(graph, FindEmpty(graph.Nodes));
        return graph;
    }

    /// <summary>Nodes from which the end of their rule can be reached.</summary>
    private static bool[] FindAlive(GraphNode[] nodes) => Grow(nodes, (node, alive) =>
        node.IsEnd
        || node.Entry >= 0 && alive[node.Entry] && alive[node.Return]
        || node.Ranges is not null && Array.Exists(node.Ranges, range => alive[range.Target])
        || node.Targets is not null && Array.Exists(node.Targets, target => alive[target]));

    /// <summary>Nodes from which the end of their rule can be reached without a byte.</summary>
    private static bool[] FindEmpty(GraphNode[] nodes) => Grow(nodes, (node, empty) =>
        node.IsEnd
        || node.Entry >= 0 && empty[node.Entry] && empty[node.Return]
        || node.Targets is not null && Array.Exists(node.Targets, target => empty[target]));

    /// <summary>The nodes for which something holds that follows from its holding for nodes they lead to.</summary>
    private static bool[] Grow(GraphNode[] nodes, Func<GraphNode, bool[], bool> holds)
    {
        var before = nodes.SelectMany((node, place) => Leads(node).Select(target => (target, place))).ToLookup(pair => pair.target, pair => pair.place);
        var found = new bool[nodes.Length];
        var open = new Stack<int>(Enumerable.Range(0, nodes.Length));
        while (open.TryPop(out int place))
        {
            if (found[place] || !holds(nodes[place], found))
                continue;
            found[place] = true;
            foreach (int earlier in before[place])
                open.Push(earlier);
        }
        return found;
    }

    private static IEnumerable<int> Leads(GraphNode node)
    {
        var targets = (node.Targets ?? []).Concat((node.Ranges ?? []).Select(range => range.Target));
        return node.Entry < 0 ? targets : targets.Append(node.Entry).Append(node.Return);
    }
}
