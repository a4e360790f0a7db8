using System.Collections.Concurrent;
using Hone.Core.Tokens.Constraints;
using Hone.Engine.Layers;

namespace Hone.Engine.Generation;

/// <summary>
/// Many answers at once, one pass of the model after the other (continuous batching, Yu et al. 2022): a pass takes the next token of every answer
/// under way and, with what is left of its tokens, pieces of prompts that are still being read (Agrawal et al. 2023). Requests are
/// admitted in their order as long as there are pages for them; where pages run out later, the sequence that came last gives its own back and reads again
/// when there is room. An answer depends on its request alone: not on what runs beside it, nor on how its prompt was cut.
/// </summary>
internal sealed class Scheduler : IDisposable
{
    private readonly KeyValuePool pool;
    private readonly PrefixCache prefixes;
    private readonly ModelRun model;
    private readonly EngineOptions options;
    private readonly int capacity;
    private readonly SamplerSpace samplerSpace;
    private readonly ulong[] mask;
    private readonly ConcurrentQueue<Sequence> arrivals = new();
    private readonly LinkedList<Sequence> waiting = new();
    private readonly List<Sequence> active = [];

    /// <param name="capacity">Most tokens of a sequence; the pool must have pages for as many.</param>
    public Scheduler(KeyValuePool pool, PrefixCache prefixes, ModelRun model, EngineOptions options, int capacity)
    {
        (this.pool, this.prefixes, this.model, this.options, this.capacity) = (pool, prefixes, model, options, capacity);
        samplerSpace = new SamplerSpace(model.Vocabulary);
        mask = new ulong[(model.Vocabulary + 63) / 64];
    }

    /// <summary>Called when a request has left, whatever its end.</summary>
    public Action<GenerationRequest>? Left { get; init; }

    /// <summary>Queues a request; from any thread.</summary>
    public void Add(GenerationRequest request, Answer answer) => arrivals.Enqueue(new Sequence(request, answer, new KeyValueCache(pool), capacity));

    /// <summary>One pass; false: there is nothing to do.</summary>
    public bool Step()
    {
        while (arrivals.TryDequeue(out var sequence))
            waiting.AddLast(sequence);
        DropCancelled();
        Admit();
        var plan = Plan();
        if (plan.Count == 0)
            return false;
        Run(plan);
        return true;
    }

    /// <summary>Takes the pages from the sequence that came last; false: none has any. It reads again later.</summary>
    public bool Preempt()
    {
        if (active.Count == 0)
            return false;
        var last = active[^1];
        active.RemoveAt(active.Count - 1);
        last.IsActive = false;
        last.Cache.Truncate(0);
        waiting.AddFirst(last);
        return true;
    }

    /// <summary>Ends everything with an error.</summary>
    public void FailAll(Exception error)
    {
        while (arrivals.TryDequeue(out var sequence))
            waiting.AddLast(sequence);
        foreach (var sequence in active.Concat(waiting))
        {
            sequence.Cache.Dispose();
            sequence.Answer.Fail(error);
            Left?.Invoke(sequence.Request);
        }
        active.Clear();
        waiting.Clear();
    }

    public void Dispose() => samplerSpace.Dispose();

    private void DropCancelled()
    {
        for (var i = active.Count - 1; i >= 0; i--)
        {
            if (active[i].Answer.IsCancelled)
                End(active[i], FinishReason.Cancelled);
        }
        for (var node = waiting.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Answer.IsCancelled)
            {
                waiting.Remove(node);
                End(node.Value, FinishReason.Cancelled);
            }
            node = next;
        }
    }

    // In order; the first that does not fit holds up those behind it, so that a long prompt is not passed over for ever.
    private void Admit()
    {
        while (active.Count < options.MostSequences && waiting.First?.Value is { } next)
        {
            next.FitContext();
            var seen = next.Seen[..^1];
            var held = prefixes.Match(next.Adapter, seen);
            if (active.Count > 0 && (SoonHeld(next, held) || !HasRoom(next, held)))
                return;
            waiting.RemoveFirst();
            prefixes.Begin(next.Adapter, seen, next.Cache);
            next.IsActive = true;
            active.Add(next);
        }
    }

    // Room for what is to be read, and a page for each that is under way.
    private bool HasRoom(Sequence next, int held)
        => pool.Free + prefixes.Idle >= KeyValuePool.PagesFor(next.Pending) - KeyValuePool.PagesFor(held) + active.Count + 1;

    // Another is reading the same beginning: a pass later it can be taken over instead of read twice.
    private bool SoonHeld(Sequence next, int held)
    {
        foreach (var other in active)
        {
            if (other.Pending > 1 && other.Adapter == next.Adapter && other.Seen.CommonPrefixLength(next.Seen[..^1]) >= held + Kernels.KeyValuePages.Tokens)
                return true;
        }
        return false;
    }

    // What each sequence reads in this pass: its next token where that is all, pieces of prompts with the rest. Those that came first get pages first.
    private List<(Sequence Sequence, int Tokens)> Plan()
    {
        foreach (var sequence in active)
            sequence.FitContext();
        var left = options.StepTokens - active.Count(sequence => sequence.Pending == 1);
        var plan = new List<(Sequence Sequence, int Tokens)>();
        foreach (var sequence in active.ToArray())
        {
            var tokens = sequence.Pending == 1 ? 1 : Math.Min(sequence.Pending, left);
            if (!sequence.IsActive || tokens <= 0 || !Reserve(sequence, tokens))
                continue;
            left -= sequence.Pending == 1 ? 0 : tokens;
            plan.Add((sequence, tokens));
        }
        // Rows with one adapter stand together.
        plan.Sort((a, b) => AdapterOrder(a.Sequence).CompareTo(AdapterOrder(b.Sequence)) is not 0 and var order ? order : active.IndexOf(a.Sequence).CompareTo(active.IndexOf(b.Sequence)));
        return plan;
    }

    private static int AdapterOrder(Sequence sequence) => sequence.Request.Adapter?.Number ?? -1;

    private bool Reserve(Sequence sequence, int tokens)
    {
        while (!sequence.Cache.TryReserve(tokens))
        {
            if (active[^1] == sequence || !Preempt())
                return false;
        }
        return true;
    }

    private void Run(List<(Sequence Sequence, int Tokens)> plan)
    {
        var ready = new List<Sequence>();
        var rows = new List<int>();
        var row = 0;
        foreach (var (sequence, tokens) in plan)
        {
            row += tokens;
            if (tokens != sequence.Pending)
                continue;
            ready.Add(sequence);
            rows.Add(row - 1);
        }
        var hidden = model.Extend([.. plan.Select(part => part.Sequence.Next(part.Tokens))]);
        if (ready.Count == 0)
            return;
        var logits = model.Logits(hidden, rows.ToArray());
        for (var i = 0; i < ready.Count; i++)
            Choose(ready[i], logits.Row(i));
    }

    private void Choose(Sequence sequence, Span<float> logits)
    {
        if (sequence.Made == 0)
            prefixes.Add(sequence.Adapter, sequence.Seen, sequence.Cache);
        var (sampling, constraint) = (sequence.Request.Sampling, sequence.Request.Constraint);
        var token = sequence.Sampler.Next(logits, samplerSpace, Allowed(constraint));
        if (token.Token < 0)
        {
            End(sequence, constraint is { CanEnd: true } ? FinishReason.Stop : FinishReason.NothingAllowed);
            return;
        }
        if (sampling.StopTokens.Contains(token.Token))
        {
            End(sequence, FinishReason.Stop);
            return;
        }
        sequence.Say(token);
        constraint?.Accept(token.Token);
        if (constraint is { MustEnd: true })
            End(sequence, FinishReason.Stop);
        else if (sequence.Made == sampling.MaxTokens)
            End(sequence, FinishReason.Length);
        else if (sequence.IsFull && !sequence.Request.DropsOldTokens)
            End(sequence, FinishReason.ContextFull);
    }

    private ReadOnlySpan<ulong> Allowed(ITokenConstraint? constraint)
    {
        if (constraint is null)
            return [];
        // The vocabulary of a constraint may be shorter than the model's.
        mask.AsSpan().Clear();
        constraint.Allow(mask);
        return mask;
    }

    private void End(Sequence sequence, FinishReason reason)
    {
        if (reason != FinishReason.Cancelled)
            prefixes.Add(sequence.Adapter, sequence.Seen, sequence.Cache);
        sequence.Cache.Dispose();
        sequence.IsActive = false;
        active.Remove(sequence);
        sequence.Answer.End(reason);
        Left?.Invoke(sequence.Request);
    }
}
