namespace Hone.Corpus.Scrubbing.Scanning;

/// <summary>
/// Finds where any of many short texts ends, in one pass (Aho and Corasick 1975): a dense table of state x character class, so a
/// character costs two look-ups. Case of letters does not matter; who needs it checks it.
/// </summary>
internal sealed class AnchorAutomaton
{
    private readonly ushort[] _classOf = new ushort[char.MaxValue + 1];
    private readonly int _classes;
    private readonly int[] _next;
    private readonly int[][] _outputs;

    public AnchorAutomaton(IReadOnlyList<string> anchors)
    {
        _classes = Classify(anchors);
        var next = new List<int[]> { NewState() };
        var outputs = new List<List<int>> { new() };
        for (int i = 0; i < anchors.Count; i++)
            outputs[Insert(next, outputs, anchors[i])].Add(i);
        Link(next, outputs);
        _outputs = [.. outputs.Select(o => o.ToArray())];
        _next = [.. next.SelectMany(row => row).Select(s => (s * _classes) << 1 | (_outputs[s].Length == 0 ? 0 : 1))];
    }

    /// <summary>The state after <paramref name="c"/>; 0 is the first.</summary>
    public int Step(int state, char c) => _next[(state >> 1) + _classOf[c]];

    public static bool EndsAnchor(int state) => (state & 1) != 0;

    /// <summary>The anchors that end in this state.</summary>
    public ReadOnlySpan<int> Ending(int state) => _outputs[(state >> 1) / _classes];

    private int Classify(IReadOnlyList<string> anchors)
    {
        int classes = 1;
        foreach (char c in anchors.SelectMany(a => a).Select(char.ToLowerInvariant).Distinct().Order())
        {
            _classOf[c] = (ushort)classes;
            _classOf[char.ToUpperInvariant(c)] = (ushort)classes++;
        }
        return classes;
    }

    private int[] NewState()
    {
        int[] row = new int[_classes];
        Array.Fill(row, -1);
        return row;
    }

    private int Insert(List<int[]> next, List<List<int>> outputs, string anchor)
    {
        int state = 0;
        foreach (char c in anchor)
        {
            ushort kind = _classOf[c];
            if (next[state][kind] < 0)
            {
                next[state][kind] = next.Count;
                next.Add(NewState());
                outputs.Add([]);
            }
            state = next[state][kind];
        }
        return state;
    }

    /// <summary>Breadth first: a state whose branch ends goes on where the longest end of what was read begins another anchor.</summary>
    private void Link(List<int[]> next, List<List<int>> outputs)
    {
        int[] fallback = new int[next.Count];
        var queue = new Queue<int>([0]);
        while (queue.TryDequeue(out int state))
            for (int kind = 0; kind < _classes; kind++)
            {
                int otherwise = state == 0 ? 0 : next[fallback[state]][kind];
                int child = next[state][kind];
                if (child < 0)
                {
                    next[state][kind] = otherwise;
                    continue;
                }
                fallback[child] = otherwise;
                outputs[child].AddRange(outputs[otherwise]);
                queue.Enqueue(child);
            }
    }
}
