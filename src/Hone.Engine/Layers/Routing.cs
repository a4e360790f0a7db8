namespace Hone.Engine.Layers;

/// <summary>Rows of the packed batch that one expert works on, and that come from one row of the batch.</summary>
internal readonly record struct ExpertRows(int Expert, int First, int Count);

/// <summary>
/// Which expert computes which token: the (token, choice) pairs sorted by expert, then token, so that an expert's work is one run of
/// rows. Gradients are taken run by run inside the rows of the batch, which keeps their sums apart from how a batch was cut.
/// </summary>
internal sealed class Routing
{
    public Routing(ReadOnlySpan<int> experts_NK, int choices, int experts, int rowLength)
    {
        Experts_NK = experts_NK.ToArray();
        Tokens_M = new int[experts_NK.Length];
        Places_NK = new int[experts_NK.Length];
        var next = 0;
        for (var expert = 0; expert < experts; expert++)
        {
            for (var row = 0; row < experts_NK.Length; row += rowLength * choices)
            {
                var first = next;
                for (var pair = row; pair < row + (rowLength * choices); pair++)
                {
                    if (experts_NK[pair] != expert)
                        continue;
                    Tokens_M[next] = pair / choices;
                    Places_NK[pair] = next++;
                }
                if (next > first)
                    Runs.Add(new ExpertRows(expert, first, next - first));
            }
        }
    }

    public int[] Experts_NK { get; }

    /// <summary>The token of each packed row.</summary>
    public int[] Tokens_M { get; }

    /// <summary>The packed row of each token's choices.</summary>
    public int[] Places_NK { get; }

    public List<ExpertRows> Runs { get; } = [];
}
