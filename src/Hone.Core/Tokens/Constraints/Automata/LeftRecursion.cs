namespace Hone.Core.Tokens.Constraints.Automata;

/// <summary>Finds rules whose entry is met again below itself without a byte in between: entering them would go on for ever.</summary>
internal static class LeftRecursion
{
    /// <param name="graph">Where to look.</param>
    /// <param name="empty">Nodes from which the end of their rule can be reached without a byte.</param>
    public static void Refuse(Graph graph, bool[] empty)
    {
        var nodes = graph.Nodes;
        var entered = new Dictionary<int, bool>();
        foreach (int entry in nodes.Where(node => node.Entry >= 0).Select(node => node.Entry))
        {
            if (!entered.ContainsKey(entry) && ComesBack(entry))
                throw new UserError($"{graph.Name} refers to itself with nothing between", "A $ref must not lead back to its own place without an object or list around it.");
        }

        // Depth first: a rule met while it is still open (true) is below itself.
        bool ComesBack(int first)
        {
            var open = new Stack<(int Entry, Queue<int> Calls)>();
            Open(first);
            while (open.TryPeek(out var last))
            {
                if (!last.Calls.TryDequeue(out int call))
                    entered[open.Pop().Entry] = false;
                else if (!entered.TryGetValue(call, out bool isOpen))
                    Open(call);
                else if (isOpen)
                    return true;
            }
            return false;

            void Open(int entry)
            {
                entered[entry] = true;
                open.Push((entry, FirstCalls(nodes, entry, empty)));
            }
        }
    }

    /// <summary>Rules that may be entered before the first byte of this one.</summary>
    private static Queue<int> FirstCalls(GraphNode[] nodes, int entry, bool[] empty)
    {
        var calls = new Queue<int>();
        var seen = new HashSet<int> { entry };
        var open = new Stack<int>(seen);
        while (open.TryPop(out int place))
        {
            var node = nodes[place];
            if (node.Entry >= 0)
                calls.Enqueue(node.Entry);
            IEnumerable<int> following = node.Entry >= 0 && empty[node.Entry] ? [node.Return] : node.Targets ?? [];
            foreach (int target in following.Where(seen.Add))
                open.Push(target);
        }
        return calls;
    }
}
