// What one call of Encode needs for itself: the word cache, the buffers of normalisers and the list of ids. The way of a text, as
// Hugging Face has it: added tokens are taken out; what lies between them is normalised; added tokens that are looked for in normalised
// text are taken out; the rest is cut into pieces, stage by stage; the model forms tokens in each piece.
using Hone.Core.Tokens.Bpe;
using Hone.Core.Tokens.PreTokenizers;

namespace Hone.Core.Tokens;

/// <param name="model">Forms the tokens of each piece.</param>
/// <param name="addedAsWritten">Finds added tokens before normalisation.</param>
/// <param name="addedNormalised">Finds those that stand in normalised text.</param>
internal sealed class EncodingState(TokenizerPipeline pipeline, ITokenModel model, AddedTokenFinder addedAsWritten, AddedTokenFinder addedNormalised)
{
    private readonly WordCache _cache = new();
    private readonly IPreTokenizer? _onlyCut = pipeline.Stages is [{ Change: null, Cut: { } cut }] ? cut : null;

    /// <summary>Two for the normalisers in turn, and one a stage.</summary>
    private readonly TextBuffer[] _texts = [.. Enumerable.Range(0, 2 + pipeline.Stages.Count).Select(_ => new TextBuffer())];
    private readonly List<int> _ends = [];
    private bool _findsAdded;

    public TokenBuffer Output { get; } = new();

    /// <summary>Where each token comes from, for a text with origins.</summary>
    public List<TextRange> Ranges { get; } = [];

    /// <summary>Bytes of the buffers that grow with the text.</summary>
    public long Capacity
    {
        get
        {
            long capacity = Output.Capacity * 4L + Ranges.Capacity * 8L;
            foreach (var text in _texts)
                capacity += text.Capacity;
            return capacity;
        }
    }

    public void Clear()
    {
        Output.Clear();
        Ranges.Clear();
    }

    public void Encode(TextSlice text, bool findAdded)
    {
        _findsAdded = findAdded;
        if (!findAdded || addedAsWritten.IsEmpty)
        {
            EncodeSection(text);
            return;
        }
        int searched = 0;
        int start = 0;
        while (addedAsWritten.Next(text.Bytes, ref searched, start, out var range) is { } token)
        {
            if (start < range.Start)
                EncodeSection(text.Slice(start, range.Start - start));
            Add(token, text, range);
            start = range.End;
        }
        if (start < text.Length)
            EncodeSection(text.Slice(start));
    }

    /// <summary>Text without added tokens as written.</summary>
    private void EncodeSection(TextSlice text)
    {
        text = Normalise(text);
        if (!_findsAdded || addedNormalised.IsEmpty)
        {
            Cut(text);
            return;
        }
        int searched = 0;
        int start = 0;
        while (addedNormalised.Next(text.Bytes, ref searched, start, out var range) is { } token)
        {
            if (start < range.Start)
                Cut(text.Slice(start, range.Start - start));
            Add(token, text, range);
            start = range.End;
        }
        if (start < text.Length)
            Cut(text.Slice(start));
    }

    private TextSlice Normalise(TextSlice text)
    {
        int target = 0;
        foreach (var normaliser in pipeline.Normalisers)
        {
            _texts[target].StartFor(text);
            if (!normaliser.TryApply(text, _texts[target]))
                continue;
            text = _texts[target].Slice(text.AtStart);
            target ^= 1;
        }
        return text;
    }

    private void Add(AddedToken token, TextSlice text, TextRange range)
    {
        Output.Add(token.Id);
        if (!text.Origins.IsEmpty)
            Ranges.Add(text.OriginOf(range.Start, range.End));
    }

    private void Cut(TextSlice text)
    {
        if (_onlyCut is null || !text.Origins.IsEmpty)
            Cut(text, 0);
        else
            CutBytes(text.Bytes, _onlyCut);
    }

    /// <summary>The common case made short: one stage that only cuts.</summary>
    private void CutBytes(ReadOnlySpan<byte> text, IPreTokenizer cut)
    {
        while (text.Length > 0)
        {
            int length = cut.NextLength(text);
            if (!cut.Drops(text[..length]))
                EncodePiece(text[..length]);
            text = text[length..];
        }
    }

    private void Cut(TextSlice text, int stage)
    {
        if (stage == pipeline.Stages.Count)
        {
            EncodePiece(text);
            return;
        }
        var (change, cut) = pipeline.Stages[stage];
        if (change is not null)
        {
            var changed = _texts[2 + stage];
            changed.StartFor(text);
            if (change.TryApply(text, changed))
                text = changed.Slice(text.AtStart);
        }
        while (text.Length > 0)
        {
            int length = cut?.NextLength(text.Bytes) ?? text.Length;
            if (cut is null || !cut.Drops(text.Bytes[..length]))
                Cut(text.Slice(0, length), stage + 1);
            text = text.Slice(length);
        }
    }

    private void EncodePiece(TextSlice piece)
    {
        if (piece.Length == 0)
            return;
        if (piece.Origins.IsEmpty)
        {
            EncodePiece(piece.Bytes);
            return;
        }
        _ends.Clear();
        model.Encode(piece.Bytes, Output, _ends);
        int start = 0;
        foreach (int end in _ends)
        {
            Ranges.Add(piece.OriginOf(start, end));
            start = end;
        }
    }

    private void EncodePiece(ReadOnlySpan<byte> piece)
    {
        if (piece.Length == 1 && model.ByteId(piece[0]) is >= 0 and int id)
        {
            Output.Add(id);
            return;
        }
        if (piece.Length > WordCache.LongestWord)
        {
            model.Encode(piece, Output);
            return;
        }
        if (_cache.TryCopy(piece, Output, out int slot))
            return;
        int start = Output.Count;
        model.Encode(piece, Output);
        _cache.Add(slot, piece, Output.Ids[start..]);
    }
}
