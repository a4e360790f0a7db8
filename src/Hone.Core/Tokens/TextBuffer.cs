namespace Hone.Core.Tokens;

/// <summary>Where a normaliser writes. Growth is bounded: a tokenizer.json is untrusted, and replacements can multiply each other.</summary>
internal sealed class TextBuffer
{
    /// <summary>The worst character of Unicode grows elevenfold under a normal form.</summary>
    private const int MostGrowth = 64;

    private const int AlwaysAllowed = 1 << 16;

    private byte[] _bytes = [];
    private TextRange[] _origins = [];
    private int _count;
    private long _limit;
    private bool _tracks;

    public int Capacity => _bytes.Length;

    public TextSlice Slice(bool atStart) => new(_bytes.AsSpan(0, _count), _tracks ? _origins.AsSpan(0, _count) : default, atStart);

    /// <summary>Begins anew, for the transformation of this text.</summary>
    public void StartFor(TextSlice text)
    {
        _count = 0;
        _tracks = !text.Origins.IsEmpty;
        _limit = (long)MostGrowth * text.Length + AlwaysAllowed;
        Reserve(text.Length);
    }

    public void Append(TextSlice slice)
    {
        Reserve(slice.Length);
        slice.Bytes.CopyTo(_bytes.AsSpan(_count));
        if (_tracks)
            slice.Origins.CopyTo(_origins.AsSpan(_count));
        _count += slice.Length;
    }

    /// <summary>Bytes that all come from the same part of the text.</summary>
    public void Append(ReadOnlySpan<byte> bytes, TextRange origin)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_count));
        if (_tracks)
            _origins.AsSpan(_count, bytes.Length).Fill(origin);
        _count += bytes.Length;
    }

    private void Reserve(int more)
    {
        long needed = (long)_count + more;
        if (needed > _limit)
            throw new UserError("the tokenizer's normaliser makes the text more than 64 times as long", "Its normalizer in tokenizer.json is damaged.");
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(needed, _bytes.Length * 2L), Array.MaxLength));
        if (_tracks && _origins.Length < _bytes.Length)
            Array.Resize(ref _origins, _bytes.Length);
    }
}
