using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Generation;

/// <summary>A prompt and what may follow it; both hold at least one token, a continuation may be empty.</summary>
public sealed record ScoreItem(int[] Prompt, IReadOnlyList<int[]> Continuations);

/// <summary>
/// Log-likelihoods of continuations. The prompt's keys and values are read once, or taken over where they are held; its last position gives the first
/// token of every continuation, and the rest of all of them is one pass over sequences that share the prompt's pages.
/// </summary>
internal sealed class ContinuationScorer(KeyValuePool pool, PrefixCache prefixes, ModelRun model, Func<bool> makeRoom)
{
    private const int PassTokens = 512;
    private const int LogitFloats = 1 << 22; // logits that exist at a time

    // After a place in the tokens that are read, a token of a continuation is expected.
    private readonly record struct Target(int Place, int Token, RunningScore Score);

    // Tokens to be read into a cache, and what is expected on the way, by rising place.
    private sealed class Reading(KeyValueCache cache, int[] tokens, IReadOnlyList<Target> targets, Adapter? adapter)
    {
        private int next;

        public KeyValueCache Cache => cache;

        public int Done { get; set; }

        public int Left => tokens.Length - Done;

        public SequenceStep Step(int count) => new(tokens.AsMemory(Done, count), cache, adapter);

        public IEnumerable<Target> TargetsUpTo(int end)
        {
            while (next < targets.Count && targets[next].Place < end)
                yield return targets[next++];
        }
    }

    private sealed class RunningScore
    {
        public double LogLikelihood { get; set; }

        public bool IsGreedy { get; set; } = true;
    }

    public IReadOnlyList<TokenScore> Score(ScoreItem item, Adapter? adapter)
    {
        var scores = item.Continuations.Select(_ => new RunningScore()).ToArray();
        using var cache = new KeyValueCache(pool);
        prefixes.Begin(adapter, item.Prompt.AsSpan(..^1), cache);
        if (scores.Length == 1)
            Read([WholeText(item, cache, scores[0], adapter)]);
        else
            ScoreApart(item, cache, scores, adapter);
        return [.. item.Continuations.Zip(scores, (continuation, score) => new TokenScore(score.LogLikelihood, continuation.Length, score.IsGreedy))];
    }

    // One continuation needs no second pass: it is read with its prompt.
    private static Reading WholeText(ScoreItem item, KeyValueCache cache, RunningScore score, Adapter? adapter)
    {
        int[] text = [.. item.Prompt, .. item.Continuations[0]];
        var targets = Enumerable.Range(item.Prompt.Length, item.Continuations[0].Length).Select(place => new Target(place - 1 - cache.Length, text[place], score));
        return new Reading(cache, text[cache.Length..^1], [.. targets], adapter);
    }

    private void ScoreApart(ScoreItem item, KeyValueCache cache, RunningScore[] scores, Adapter? adapter)
    {
        var rest = item.Prompt[cache.Length..];
        var firsts = item.Continuations.Zip(scores).Where(pair => pair.First.Length > 0).Select(pair => new Target(rest.Length - 1, pair.First[0], pair.Second));
        Read([new Reading(cache, rest, [.. firsts], adapter)]);
        prefixes.Add(adapter, item.Prompt, cache);
        var group = new List<Reading>();
        for (var i = 0; i < scores.Length; i++)
        {
            if (item.Continuations[i] is not { Length: > 1 } continuation)
                continue;
            var fork = cache.Fork();
            // Forks need pages of their own: where there are none left, those that have them go first.
            if (group.Sum(reading => reading.Left) + continuation.Length > PassTokens || !fork.TryReserve(continuation.Length - 1))
            {
                Finish(group);
                Reserve(fork, continuation.Length - 1);
            }
            var score = scores[i];
            group.Add(new Reading(fork, continuation[..^1], [.. Enumerable.Range(1, continuation.Length - 1).Select(place => new Target(place - 1, continuation[place], score))], adapter));
        }
        Finish(group);
    }

    private void Finish(List<Reading> group)
    {
        Read(group);
        group.ForEach(reading => reading.Cache.Dispose());
        group.Clear();
    }

    private void Read(IReadOnlyList<Reading> readings)
    {
        while (readings.Any(reading => reading.Left > 0))
        {
            var steps = new List<SequenceStep>();
            var targets = new List<(int Row, Target Target)>();
            var rows = 0;
            foreach (var reading in readings.Where(reading => reading.Left > 0))
            {
                var count = Math.Min(reading.Left, PassTokens - rows);
                if (count == 0)
                    break;
                Reserve(reading.Cache, count);
                steps.Add(reading.Step(count));
                var first = rows - reading.Done;
                targets.AddRange(reading.TargetsUpTo(reading.Done + count).Select(target => (first + target.Place, target)));
                reading.Done += count;
                rows += count;
            }
            Take(model.Extend(steps), targets);
        }
    }

    private void Reserve(KeyValueCache cache, int tokens)
    {
        while (!cache.TryReserve(tokens))
        {
            if (!makeRoom())
                throw new InvalidOperationException("there is no memory for the keys and values of the prompt and its continuations");
        }
    }

    // Adds up what is expected after each row, some rows' logits at a time.
    private void Take(Tensor hidden_ND, List<(int Row, Target Target)> targets)
    {
        var most = Math.Max(1, LogitFloats / model.Vocabulary);
        var rows = targets.Select(target => target.Row).Distinct().ToArray();
        var next = 0;
        for (var first = 0; first < rows.Length; first += most)
        {
            var mark = model.Space.Mark();
            var some = rows[first..Math.Min(rows.Length, first + most)];
            var logits = model.Logits(hidden_ND, some);
            for (var i = 0; i < some.Length; i++)
            {
                var count = targets.Skip(next).TakeWhile(target => target.Row == some[i]).Count();
                Add(targets.GetRange(next, count), logits.Row(i));
                next += count;
            }
            model.Space.Release(mark);
        }
    }

    // Spoils the logits.
    private static unsafe void Add(List<(int Row, Target Target)> targets, Span<float> logits)
    {
        var max = logits[Math.Max(0, Likeliest.Of(logits))];
        foreach (var (_, target) in targets)
        {
            target.Score.LogLikelihood += logits[target.Token];
            target.Score.IsGreedy &= logits[target.Token] >= max;
        }
        float logSum;
        fixed (float* space = logits)
            logSum = Likeliest.LogSumExp(logits, space);
        foreach (var (_, target) in targets)
            target.Score.LogLikelihood -= logSum;
    }
}
