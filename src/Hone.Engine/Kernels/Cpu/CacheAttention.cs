using System.Runtime.Intrinsics;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>What one call of attention over pages works on. Strides count floats.</summary>
internal sealed unsafe class CacheCall
{
    /// <summary>The packed q, k, v of the first row of the batch.</summary>
    public required float* Packed { get; init; }
    public required float* Output { get; init; }
    public required KeyValuePages Pages { get; init; }
    public required int Layer { get; init; }
    public required AttentionRule Rule { get; init; }
    public required float* Sinks { get; init; }
    public required IReadOnlyList<CachedRows> Sequences { get; init; }

    public HeadLayout Heads => Rule.Heads;
}

/// <summary>
/// Attention of new tokens over pages: reads each key and value once for the query heads that share it, four queries at a time. A sequence is
/// cut into spans of positions; a query's softmax and weighted sum over a span is made as a whole, and spans are joined in their order
/// (Milakov and Gimelshein 2018). A few queries over a long sequence share its spans among the threads, many queries each take all spans: the
/// same sums in the same order, so a query's result depends neither on the number of threads nor on what else is in the batch.
/// </summary>
internal sealed unsafe class CacheAttention(WorkerPool pool) : IDisposable
{
    private const int Span = 512;        // 256 KiB of f32 keys and values of 64 wide heads: a piece of work worth a hand-over
    private const int Tile = 4;
    private const int RowsPerPiece = 32; // many queries: read a span from the second-level cache this often
    private const int PiecesPerThread = 4;
    private const int StateHead = 16;    // maximum and sum in front of the weighted sum
    private const int LeastShared = 1 << 15; // multiplications that are done sooner than other threads are awake
    private readonly List<Piece> pieces = [];
    private NativeBlock scratch = new(0);
    private NativeBlock partials = new(0);

    // Some query rows of one key head: rows count (token, query head of the group), tokens first. Slot: where a single span's result is kept, or -1.
    private readonly record struct Piece(CachedRows Sequence, int Head, int First, int Rows, int FirstSpan, int EndSpan, long Slot);

    public void Run(CacheCall call)
    {
        if (call.Pages.Format == ComputeType.BF16)
            Run<BF16Element>(call);
        else
            Run<F32Element>(call);
    }

    public void Dispose()
    {
        scratch.Dispose();
        partials.Dispose();
    }

    private void Run<T>(CacheCall call)
        where T : struct, IStoredElement
    {
        var heads = call.Heads;
        long work = 0;
        foreach (var sequence in call.Sequences)
            work += (long)sequence.Rows * sequence.Length * heads.QueryWidth;
        Share(call.Sequences.Count * heads.KeyValues, work, (piece, _) => Keep<T>(call, call.Sequences[piece / heads.KeyValues], piece % heads.KeyValues));
        var stride = StateHead + call.Pages.ValueWidth;
        var slots = Cut(call, stride);
        Reserve(ref partials, slots);
        var perWorker = (2 * Tile * stride) + (Tile * Span);
        Reserve(ref scratch, (long)perWorker * pool.Count);
        var memory = scratch.Pointer;
        Share(pieces.Count, work, (piece, worker) => Work<T>(call, pieces[piece], stride, memory + ((long)worker * perWorker)));
        Join(call, stride, memory);
    }

    private void Share(int count, long work, Action<int, int> body)
    {
        if (work >= LeastShared)
        {
            pool.Run(count, body);
            return;
        }
        for (var piece = 0; piece < count; piece++)
            body(piece, 0);
    }

    // Puts the new keys and values of one head into the pages.
    private static void Keep<T>(CacheCall call, CachedRows sequence, int head)
        where T : struct, IStoredElement
    {
        var heads = call.Heads;
        for (var n = 0; n < sequence.Rows; n++)
        {
            var position = sequence.Length - sequence.Rows + n;
            var (page, place) = (sequence.Pages[position / KeyValuePages.Tokens], position % KeyValuePages.Tokens);
            byte* keys = call.Pages.Keys(page, call.Layer, head), values = call.Pages.Values(page, call.Layer, head);
            var key = call.Packed + ((sequence.FirstRow + (nint)n) * heads.Packed) + heads.QueryWidth + (head * heads.Size);
            var value = key + heads.KeyWidth;
            for (var i = 0; i < heads.Size; i++)
            {
                T.Store(keys, (i * KeyValuePages.Tokens) + place, key[i]);
                T.Store(values, (place * call.Pages.ValueWidth) + i, value[i]);
            }
        }
    }

    // Returns the floats that results of single spans take.
    private long Cut(CacheCall call, int stride)
    {
        pieces.Clear();
        var heads = call.Heads;
        var few = call.Sequences.Count * heads.KeyValues < PiecesPerThread * pool.Count;
        var slot = 0L;
        foreach (var sequence in call.Sequences)
        {
            var rows = sequence.Rows * heads.Group;
            var spans = (sequence.Length + Span - 1) / Span;
            var split = few && rows <= RowsPerPiece && spans > 1;
            for (var head = 0; head < heads.KeyValues; head++)
            {
                for (var first = 0; !split && first < rows; first += RowsPerPiece)
                    pieces.Add(new Piece(sequence, head, first, Math.Min(RowsPerPiece, rows - first), 0, spans, -1));
                for (var span = 0; split && span < spans; span++, slot += (long)rows * stride)
                    pieces.Add(new Piece(sequence, head, 0, rows, span, span + 1, slot));
            }
        }
        return slot;
    }

    private void Work<T>(CacheCall call, Piece piece, int stride, float* memory)
        where T : struct, IStoredElement
    {
        float* state = memory, partial = state + (Tile * stride), scores = partial + (Tile * stride);
        for (var row = piece.First; row < piece.First + piece.Rows; row += Tile)
        {
            var count = Math.Min(Tile, piece.First + piece.Rows - row);
            if (piece.Slot >= 0)
            {
                OverSpan<T>(call, piece, row, count, piece.FirstSpan, partials.Pointer + piece.Slot + ((long)(row - piece.First) * stride), stride, scores);
                continue;
            }
            for (var i = 0; i < count; i++)
                Begin(call, piece.Head, row + i, state + (i * stride), stride);
            for (var span = piece.FirstSpan; span < piece.EndSpan; span++)
            {
                OverSpan<T>(call, piece, row, count, span, partial, stride, scores);
                for (var i = 0; i < count; i++)
                    Merge(state + (i * stride), partial + (i * stride), stride);
            }
            for (var i = 0; i < count; i++)
                Finish(call, piece, row + i, state + (i * stride));
        }
    }

    // The spans that were shared out, in their order.
    private void Join(CacheCall call, int stride, float* state)
    {
        for (var first = 0; first < pieces.Count;)
        {
            var spans = pieces[first].Slot < 0 ? 1 : (pieces[first].Sequence.Length + Span - 1) / Span;
            for (var row = 0; pieces[first].Slot >= 0 && row < pieces[first].Rows; row++)
            {
                Begin(call, pieces[first].Head, row, state, stride);
                for (var span = 0; span < spans; span++)
                    Merge(state, partials.Pointer + pieces[first + span].Slot + ((long)row * stride), stride);
                Finish(call, pieces[first], row, state);
            }
            first += spans;
        }
    }

    // Softmax and weighted sum of up to four queries over one span: maximum, sum, weighted sum of values.
    private static void OverSpan<T>(CacheCall call, Piece piece, int row, int count, int span, float* partial, int stride, float* scores)
        where T : struct, IStoredElement
    {
        var (heads, sequence) = (call.Heads, piece.Sequence);
        const int Page = KeyValuePages.Tokens;
        var (low, high) = (Seen(call, sequence, row).Low, Seen(call, sequence, row + count - 1).High);
        var from = Math.Max(span * Span, low) / Page * Page;
        var to = Math.Min((span + 1) * Span, high);
        new Span<float>(partial, count * stride).Clear();
        var queries = stackalloc float*[Tile];
        for (var i = 0; i < count; i++)
            queries[i] = Query(call, piece, row + i);
        for (var page = from; page < to; page += Page)
        {
            var keys = call.Pages.Keys(sequence.Pages[page / Page], call.Layer, piece.Head);
            if (count == Tile)
                CacheTile<T>.Scores4(queries, keys, heads.Size, scores + (page - from), Span);
            for (var i = 0; count < Tile && i < count; i++)
                CacheTile<T>.Scores1(queries[i], keys, heads.Size, scores + (i * Span) + (page - from));
        }
        var covered = Math.Max(0, (to - from + Page - 1) / Page * Page);
        for (var i = 0; i < count; i++)
            Softmax(scores + (i * Span), Seen(call, sequence, row + i), from, covered, call.Rule.Scale, partial + (i * stride));
        for (var page = from; page < to; page += Page)
        {
            var values = call.Pages.Values(sequence.Pages[page / Page], call.Layer, piece.Head);
            var positions = Math.Min(Page, to - page);
            if (count == Tile)
                CacheTile<T>.Values4(scores + (page - from), Span, values, positions, call.Pages.ValueWidth, partial + StateHead, stride);
            for (var i = 0; count < Tile && i < count; i++)
                CacheTile<T>.Values1(scores + (i * Span) + (page - from), values, positions, call.Pages.ValueWidth, partial + (i * stride) + StateHead);
        }
    }

    // Scores become weights, still to be divided by their sum; what the query does not see weighs nothing.
    private static void Softmax(float* scores, (int Low, int High) seen, int from, int covered, float scale, float* partial)
    {
        var (low, high) = (Math.Clamp(seen.Low - from, 0, covered), Math.Clamp(seen.High - from, 0, covered));
        partial[0] = float.NegativeInfinity;
        if (low >= high)
        {
            new Span<float>(scores, covered).Clear();
            return;
        }
        new Span<float>(scores, low).Fill(float.NegativeInfinity);
        new Span<float>(scores + high, covered - high).Fill(float.NegativeInfinity);
        partial[0] = RowMath.Max(scores, covered) * scale;
        partial[1] = RowMath.ExpSum(scores, scores, scale, partial[0], covered);
    }

    private static void Begin(CacheCall call, int head, int row, float* state, int stride)
    {
        new Span<float>(state, stride).Clear();
        var group = call.Heads.Group;
        var hasSink = call.Sinks != null;
        state[0] = hasSink ? call.Sinks[(head * group) + (row % group)] : float.NegativeInfinity;
        state[1] = hasSink ? 1 : 0;
    }

    private static void Merge(float* state, float* partial, int stride)
    {
        if (float.IsNegativeInfinity(partial[0]))
            return;
        var max = Math.Max(state[0], partial[0]);
        float kept = MathF.Exp(state[0] - max), added = MathF.Exp(partial[0] - max);
        state[1] = (state[1] * kept) + (partial[1] * added);
        state[0] = max;
        Vector512<float> keep = Vector512.Create(kept), add = Vector512.Create(added);
        for (var i = StateHead; i < stride; i += RowMath.Lanes)
            Vector512.FusedMultiplyAdd(Vector512.Load(partial + i), add, Vector512.Load(state + i) * keep).Store(state + i);
    }

    private static void Finish(CacheCall call, Piece piece, int row, float* state)
    {
        var heads = call.Heads;
        var factor = 1 / state[1];
        var target = call.Output + ((piece.Sequence.FirstRow + (nint)(row / heads.Group)) * heads.QueryWidth) + (((piece.Head * heads.Group) + (row % heads.Group)) * heads.Size);
        for (var i = 0; i < heads.Size; i++)
            target[i] = state[StateHead + i] * factor;
    }

    private static (int Low, int High) Seen(CacheCall call, CachedRows sequence, int row)
    {
        var high = sequence.Length - sequence.Rows + (row / call.Heads.Group) + 1;
        return (call.Rule.Window > 0 ? Math.Max(0, high - call.Rule.Window) : 0, high);
    }

    private static float* Query(CacheCall call, Piece piece, int row)
    {
        var heads = call.Heads;
        return call.Packed + ((piece.Sequence.FirstRow + (nint)(row / heads.Group)) * heads.Packed) + (((piece.Head * heads.Group) + (row % heads.Group)) * heads.Size);
    }

    private static void Reserve(ref NativeBlock block, long floats)
    {
        if (block.Length >= floats)
            return;
        block.Dispose();
        block = new NativeBlock(floats);
    }
}
