using Hone.Core.Statistics;
using Hone.Core.Tokens;

namespace Hone.Engine.Training;

/// <summary>
/// Rows of T+1 tokens cut from a shard, in an order that follows from the seed alone: every pass over the shard starts at another offset and
/// visits its rows in another order. Row i can be had without the rows before it, so a resumed run reads what an undisturbed one reads.
/// </summary>
internal sealed class RowSource
{
    private readonly TokenShard shard;
    private readonly int rowLength;
    private readonly ulong seed;
    private readonly int rowsPerPass;
    private long pass = -1;
    private int[] order = [];
    private long offset;

    public RowSource(TokenShard shard, int rowLength, ulong seed)
    {
        (this.shard, this.rowLength, this.seed) = (shard, rowLength, seed);
        rowsPerPass = (int)Math.Clamp(shard.TokenCount / rowLength, 1, int.MaxValue);
    }

    /// <summary>Fills <paramref name="row"/> (T+1 tokens) with the row of this number.</summary>
    public void Read(long number, Span<int> row)
    {
        Shuffle(number / rowsPerPass);
        var start = (offset + ((long)order[number % rowsPerPass] * rowLength)) % shard.TokenCount;
        while (!row.IsEmpty)
        {
            var part = row[..(int)Math.Min(row.Length, shard.TokenCount - start)];
            shard.Read(start, part);
            row = row[part.Length..];
            start = 0;
        }
    }

    private void Shuffle(long wanted)
    {
        if (wanted == pass)
            return;
        pass = wanted;
        var chance = new Xoshiro256(seed ^ (0x9E3779B97F4A7C15UL * (ulong)(wanted + 1)));
        offset = chance.Next(rowLength);
        order = [.. Enumerable.Range(0, rowsPerPass)];
        chance.Shuffle(order.AsSpan());
    }
}
