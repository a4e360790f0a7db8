namespace Hone.Core.Tokens;

/// <summary>A part of a text on its way to the model, as UTF-8, and, where offsets are asked for, which units of the text each byte came from.</summary>
/// <param name="atStart">Whether it begins where the whole text begins.</param>
internal readonly ref struct TextSlice(ReadOnlySpan<byte> bytes, ReadOnlySpan<TextRange> origins, bool atStart)
{
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>One a byte, or empty where offsets are not asked for.</summary>
    public ReadOnlySpan<TextRange> Origins { get; } = origins;

    public bool AtStart { get; } = atStart;

    public int Length => Bytes.Length;

    public TextSlice Slice(int start, int length) =>
        new(Bytes.Slice(start, length), Origins.IsEmpty ? default : Origins.Slice(start, length), AtStart && start == 0);

    public TextSlice Slice(int start) => Slice(start, Length - start);

    /// <summary>The range of the text that these bytes, which may be none, came from.</summary>
    public TextRange OriginOf(int start, int end)
    {
        if (Origins.IsEmpty)
            return default;
        if (start < end)
            return new TextRange(Origins[start].Start, Math.Max(Origins[start].Start, Origins[end - 1].End));
        int place = start < Length ? Origins[start].Start : Origins[^1].End;
        return new TextRange(place, place);
    }
}
