namespace Hone.Evaluation.CtiBench;

/// <summary>
/// Names of threat actors and what joins them, in both directions: two names are connected when a chain of links leads from one to the
/// other. Names are compared trimmed and in lower case. Being connected is being in one part of the graph, so the parts
/// are found once.
/// </summary>
internal sealed class ActorGraph
{
    /// <summary>What a missing value became in the publisher's files: a name that joins actors who share nothing.</summary>
    private const string MissingValue = "nan";

    private readonly Dictionary<string, int> parts = new(StringComparer.Ordinal);

    public ActorGraph(IEnumerable<(string Actor, string Other)> links, bool withMissingValue)
    {
        var neighbours = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (actor, other) in links)
        {
            var (a, b) = (Normal(actor), Normal(other));
            if (!withMissingValue && (a == MissingValue || b == MissingValue))
                continue;
            Neighbours(a).Add(b);
            Neighbours(b).Add(a);
        }
        foreach (var name in neighbours.Keys)
        {
            if (!parts.ContainsKey(name))
                Spread(name, parts.Count, neighbours);
        }

        List<string> Neighbours(string name) => neighbours.TryGetValue(name, out var list) ? list : neighbours[name] = [];
    }

    public IEnumerable<string> Names => parts.Keys;

    public bool Knows(string name) => parts.ContainsKey(Normal(name));

    public bool AreConnected(string one, string other)
    {
        var (a, b) = (Normal(one), Normal(other));
        return parts.TryGetValue(a, out var part) && parts.TryGetValue(b, out var second) && part == second;
    }

    /// <summary>To how many of these names the best single name is connected: what an answerer with one answer scores.</summary>
    public int BestConstant(IEnumerable<string> names) =>
        names.Select(Normal).Where(parts.ContainsKey).CountBy(name => parts[name]).Select(part => part.Value).DefaultIfEmpty(0).Max();

    public static string Normal(string name) => name.Trim().ToLowerInvariant();

    private void Spread(string start, int part, Dictionary<string, List<string>> neighbours)
    {
        var queue = new Queue<string>([start]);
        parts[start] = part;
        while (queue.TryDequeue(out var name))
        {
            foreach (var next in neighbours[name])
            {
                if (parts.TryAdd(next, part))
                    queue.Enqueue(next);
            }
        }
    }
}
