using System.Diagnostics.CodeAnalysis;

namespace Hone.Core.Tokens.Constraints.Automata;

/// <summary>
/// A graph read deterministically: a state is the set of all places that the bytes so far may have led to, made when it is first met.
/// Equal states are one object, as long as there is room; when there is none the states known are forgotten and met anew.
/// Not safe for several threads at once.
/// </summary>
internal sealed class Automaton
{
    private const int MostPlaces = 4_096;

    /// <summary>Places and table entries of all states known, at about 16 bytes each.</summary>
    private const int LargestMemory = 2_000_000;

    private readonly Graph _graph;
    private readonly byte[] _classes = new byte[256];
    private readonly int _classCount;
    private readonly Dictionary<Place[], AutomatonState> _states = new(PlacesComparer.Instance);
    private readonly Dictionary<(int, ReturnStack?), ReturnStack> _stacks = [];
    private int _stackNumber;
    private int _memory;

    public Automaton(Graph graph)
    {
        _graph = graph;
        _classCount = FindClasses();
        Start = Find([new Place(graph.Start, null)]);
    }

    public AutomatonState Start { get; }

    public AutomatonState Next(AutomatonState state, byte value) =>
        state.IsDead ? state : state.Following[_classes[value]] ??= Move(state, value);

    /// <summary>Bytes that no range of the graph tells apart are one class, which keeps the tables of the states small.</summary>
    private int FindClasses()
    {
        var begins = new bool[257];
        foreach (var (low, high, _) in _graph.Nodes.SelectMany(node => node.Ranges ?? []))
            begins[low] = begins[high + 1] = true;
        int current = 0;
        for (int value = 0; value < 256; value++)
        {
            if (begins[value] && value > 0)
                current++;
            _classes[value] = (byte)current;
        }
        return current + 1;
    }

    private AutomatonState Move(AutomatonState state, byte value)
    {
        var reached = new List<Place>();
        foreach (var place in state.Places)
        {
            foreach (var (low, high, target) in _graph.Nodes[place.Node].Ranges ?? [])
            {
                if (low <= value && value <= high)
                    reached.Add(new Place(target, place.Stack));
            }
        }
        return reached.Count == 0 ? AutomatonState.Dead : Find(reached);
    }

    /// <summary>The state of everything that can be reached from these places without a byte.</summary>
    private AutomatonState Find(List<Place> reached)
    {
        var seen = new HashSet<Place>(reached);
        var open = new Stack<Place>(seen);
        var places = new List<Place>();
        bool isAccepting = false;
        while (open.TryPop(out var place))
        {
            var node = _graph.Nodes[place.Node];
            if (node.Ranges is { Length: > 0 })
                places.Add(place);
            else if (node.Entry >= 0)
                Visit(new Place(node.Entry, Push(node.Return, place.Stack)));
            else if (node.IsEnd && place.Stack is null)
                isAccepting = true;
            else if (node.IsEnd && place.Stack is { } stack)
                Visit(new Place(stack.Node, stack.Outer));
            foreach (int target in node.Targets ?? [])
                Visit(new Place(target, place.Stack));
        }
        return Intern(places, isAccepting);

        void Visit(Place place)
        {
            if (!seen.Add(place))
                return;
            if (seen.Count > MostPlaces)
                throw new UserError($"{_graph.Name} leaves too many ways open at once", "Write alternatives and repetitions so that fewer of them can match the same text.");
            open.Push(place);
        }
    }

    private AutomatonState Intern(List<Place> places, bool isAccepting)
    {
        var key = places.ToArray();
        Array.Sort(key, (left, right) => left.Node != right.Node ? left.Node.CompareTo(right.Node) : (left.Stack?.Number ?? 0).CompareTo(right.Stack?.Number ?? 0));
        // The same places may be reached with and without the end: only the nodes that read are kept, so the end is part of the key.
        if (isAccepting)
            key = [.. key, new Place(-1, null)];
        if (_states.TryGetValue(key, out var known))
            return known;
        _memory += places.Count + _classCount;
        if (_memory > LargestMemory)
        {
            _states.Clear();
            _stacks.Clear();
            _memory = places.Count + _classCount;
        }
        var state = new AutomatonState([.. places], isAccepting, _classCount);
        _states.Add(key, state);
        return state;
    }

    private ReturnStack Push(int node, ReturnStack? outer)
    {
        if (!_stacks.TryGetValue((node, outer), out var stack))
            _stacks[(node, outer)] = stack = new ReturnStack(node, outer, ++_stackNumber);
        return stack;
    }

    private sealed class PlacesComparer : IEqualityComparer<Place[]>
    {
        public static readonly PlacesComparer Instance = new();

        public bool Equals(Place[]? left, Place[]? right) => left.AsSpan().SequenceEqual(right);

        public int GetHashCode([DisallowNull] Place[] places)
        {
            var hash = new HashCode();
            foreach (var place in places)
            {
                hash.Add(place.Node);
                hash.Add(place.Stack?.Number ?? 0);
            }
            return hash.ToHashCode();
        }
    }
}
