using System.Runtime.CompilerServices;

namespace Hone.Core.Tokens.Constraints.Automata;

/// <summary>Makes a graph of a grammar, from the back: every part is built knowing the node that follows it.</summary>
internal sealed class GraphBuilder
{
    private const int MostNodes = 200_000;

    private readonly Grammar _grammar;
    private readonly bool[] _bytes;
    private readonly List<GraphNode> _nodes = [];
    private readonly Dictionary<string, int> _entries = new(StringComparer.Ordinal);
    private readonly Queue<(string Rule, int Entry)> _waiting = new();

    private GraphBuilder(Grammar grammar, bool[] bytes)
    {
        _grammar = grammar;
        _bytes = bytes;
    }

    /// <param name="grammar">What to build.</param>
    /// <param name="bytes">Which bytes can be written alone; others are not used, so that no output stops half-way.</param>
    public static Graph Build(Grammar grammar, bool[] bytes)
    {
        var builder = new GraphBuilder(grammar, bytes);
        int start = builder.Add(grammar.Root, builder.End());
        while (builder._waiting.TryDequeue(out var rule))
        {
            int entry = builder.Add(grammar.Rules[rule.Rule], builder.End());
            builder.Link(rule.Entry, entry);
        }
        return GraphPruning.Prune(new Graph([.. builder._nodes], start, grammar.Name));
    }

    private int Add(Pattern pattern, int next) => pattern switch
    {
        Pattern.Literal literal => AddBytes(literal.Bytes, next),
        Pattern.OneCharacter one => AddCharacter(one.Characters, next),
        Pattern.Sequence sequence => sequence.Parts.Reverse().Aggregate(next, (following, part) => Add(part, following)),
        Pattern.Alternatives alternatives => AddAlternatives(alternatives.Choices, next),
        Pattern.Repeat repeat => AddRepeat(repeat, next),
        Pattern.Members members => AddMembers(members, next),
        Pattern.Elements elements => AddElements(elements, next),
        Pattern.Rule rule => Node(new GraphNode { Entry = Entry(rule.Name), Return = next }),
        _ => throw new InvalidOperationException($"no graph for {pattern.GetType().Name}"),
    };

    private int AddBytes(ReadOnlySpan<byte> bytes, int next)
    {
        for (int i = bytes.Length - 1; i >= 0; i--)
            next = Step([(bytes[i], bytes[i], next)]);
        return next;
    }

    private int AddCharacter(CharacterSet characters, int next)
    {
        // Sequences that end alike share their end: all characters together are a handful of nodes.
        var shared = new Dictionary<(byte, byte, int), int>();
        var first = new List<(byte, byte, int)>();
        foreach (var sequence in Utf8Ranges.Of(characters))
        {
            int following = next;
            for (int i = sequence.Length - 1; i > 0; i--)
            {
                var edge = (sequence[i].Low, sequence[i].High, following);
                if (!shared.TryGetValue(edge, out following))
                    shared[edge] = following = Step([edge]);
            }
            first.Add((sequence[0].Low, sequence[0].High, following));
        }
        return Step([.. first]);
    }

    private int AddAlternatives(IReadOnlyList<Pattern> choices, int next)
    {
        // Texts become a tree, so that a list of thousands is one path at a time.
        var literals = choices.OfType<Pattern.Literal>().Select(literal => literal.Bytes).ToList();
        literals.Sort((left, right) => left.AsSpan().SequenceCompareTo(right));
        var targets = choices.Where(choice => choice is not Pattern.Literal).Select(choice => Add(choice, next)).ToList();
        if (literals.Count > 0)
            targets.Add(AddTree(literals, 0, literals.Count, 0, next));
        return Split([.. targets]);
    }

    /// <param name="literals">In order; those from <paramref name="from"/> to before <paramref name="to"/> begin with the same bytes.</param>
    private int AddTree(List<byte[]> literals, int from, int to, int depth, int next)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new UserError($"{_grammar.Name} has too many texts that begin with one another");
        int shared = literals[from].AsSpan().CommonPrefixLength(literals[to - 1]);
        var prefix = literals[from].AsSpan(depth, shared - depth);
        bool ends = false;
        for (; from < to && literals[from].Length == shared; from++)
            ends = true;
        var edges = new List<(byte, byte, int)>();
        while (from < to)
        {
            byte value = literals[from][shared];
            int end = from;
            while (end < to && literals[end][shared] == value)
                end++;
            edges.Add((value, value, AddTree(literals, from, end, shared + 1, next)));
            from = end;
        }
        if (edges.Count == 0)
            return AddBytes(prefix, next);
        int step = Step([.. edges]);
        return AddBytes(prefix, ends ? Split([step, next]) : step);
    }

    private int AddRepeat(Pattern.Repeat repeat, int next)
    {
        if (repeat.Most is null)
        {
            int loop = Split([]);
            int body = Add(repeat.Body, loop);
            Link(loop, body, next);
            next = loop;
        }
        else
        {
            int end = next;
            for (int i = repeat.Least; i < repeat.Most; i++)
                next = Split([Add(repeat.Body, next), end]);
        }
        for (int i = 0; i < repeat.Least; i++)
        {
            int body = Add(repeat.Body, next);
            // A body that is empty stays so however often it comes.
            if (body == next)
                break;
            next = body;
        }
        return next;
    }

    private int AddMembers(Pattern.Members members, int next)
    {
        // Two rows of nodes: nothing written so far, and something written, after which a separator comes first.
        int nothing = next;
        int something = next;
        if (members.Extra is not null)
        {
            int loop = Split([]);
            int extra = Add(members.Extra, loop);
            Link(loop, Add(members.Separator, extra), next);
            (nothing, something) = (Split([extra, next]), loop);
        }
        foreach (var (pattern, required) in members.Items.Reverse())
        {
            int body = Add(pattern, something);
            int separated = Add(members.Separator, body);
            nothing = required ? body : Split([body, nothing]);
            something = required ? separated : Split([separated, something]);
        }
        return nothing;
    }

    private int AddElements(Pattern.Elements elements, int next)
    {
        int following = next;
        if (elements.Extra is not null)
        {
            following = Split([]);
            Link(following, Add(elements.Separator, Add(elements.Extra, following)), next);
        }
        for (int place = elements.Items.Count - 1; place >= 0; place--)
        {
            int item = Add(elements.Items[place], following);
            int begin = place == 0 ? item : Add(elements.Separator, item);
            following = place < elements.Least ? begin : Split([begin, next]);
        }
        return following;
    }

    private int Entry(string rule)
    {
        if (!_entries.TryGetValue(rule, out int entry))
        {
            entry = Split([]);
            _entries[rule] = entry;
            _waiting.Enqueue((rule, entry));
        }
        return entry;
    }

    private int Step((byte Low, byte High, int Target)[] ranges) => Node(new GraphNode { Ranges = [.. ranges.SelectMany(Writable)], Entry = -1 });

    /// <summary>The parts of the range whose bytes can be written.</summary>
    private IEnumerable<(byte Low, byte High, int Target)> Writable((byte Low, byte High, int Target) range)
    {
        for (int low = range.Low; low <= range.High; low++)
        {
            if (!_bytes[low])
                continue;
            int high = low;
            while (high < range.High && _bytes[high + 1])
                high++;
            yield return ((byte)low, (byte)high, range.Target);
            low = high;
        }
    }

    private int Split(int[] targets) => Node(new GraphNode { Targets = targets, Entry = -1 });

    private int End() => Node(new GraphNode { IsEnd = true, Entry = -1 });

    private void Link(int node, params int[] targets) => _nodes[node] = new GraphNode { Targets = targets, Entry = -1 };

    private int Node(GraphNode node)
    {
        if (_nodes.Count >= MostNodes)
            throw new UserError($"{_grammar.Name} is too large: it has more than {MostNodes} parts", "Use smaller bounds in repetitions, lengths and numbers of items.");
        _nodes.Add(node);
        return _nodes.Count - 1;
    }
}
