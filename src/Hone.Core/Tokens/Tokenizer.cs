using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Hone.Core.Documents;
using Hone.Core.Tokens.Files;

namespace Hone.Core.Tokens;

/// <summary>
/// Text to token ids and back, as a Hugging Face tokenizer.json says. Safe to use from many threads at once:
/// each call borrows its own cache and buffers.
/// </summary>
public sealed class Tokenizer
{
    /// <summary>Buffers grown beyond this many bytes are not kept for the next call.</summary>
    private const int LargestKeptBuffer = 4 << 20;

    /// <summary>What published models put between documents, in the order asked for; a model has one of them.</summary>
    private static readonly string[] _documentEnds = ["<|endoftext|>", "<|end_of_text|>", "</s>", "<｜end▁of▁sentence｜>"];

    private readonly ConcurrentBag<EncodingState> _states = [];
    private readonly AddedTokenFinder _addedAsWritten;
    private readonly AddedTokenFinder _addedNormalised;
    private readonly byte[] _source;

    internal Tokenizer(Vocabulary vocabulary, TokenizerPipeline pipeline, ITokenModel model, byte[] source)
    {
        Vocabulary = vocabulary;
        Pipeline = pipeline;
        Model = model;
        _source = source;
        _addedAsWritten = new AddedTokenFinder(vocabulary.Added.Where(token => !token.Normalised).Select(token => (token, Encoding.UTF8.GetBytes(token.Content))));
        _addedNormalised = new AddedTokenFinder(vocabulary.Added.Where(token => token.Normalised).Select(token => (token, Normalise(token.Content))));
        VocabularyHash = Tokens.VocabularyHash.Compute(vocabulary, model.Merges, pipeline.Description);
    }

    /// <summary>Highest token id and one.</summary>
    public int VocabularySize => Vocabulary.Size;

    /// <summary>SHA-256 over vocabulary and merges, lower-case hex: token files made by another tokenizer are told by it.</summary>
    public string VocabularyHash { get; }

    /// <summary>What the files beside tokenizer.json say of single tokens.</summary>
    public SpecialTokens Special { get; internal set; } = new();

    /// <summary>
    /// Id of the token between documents: "&lt;|endoftext|&gt;" in our own models. In others the first there is of the tokens published
    /// models have for it, which comes before the eos_token of tokenizer_config.json: that of a chat model ends a turn.
    /// </summary>
    public int EndOfText => DocumentEnd ?? Special.Eos
        ?? throw new UserError("the tokenizer has no token <|endoftext|>", "Add it to added_tokens in tokenizer.json, or name an eos_token in tokenizer_config.json beside it.");

    internal int? DocumentEnd => _documentEnds.Select(FindToken).FirstOrDefault(id => id is not null);

    internal Vocabulary Vocabulary { get; }

    internal TokenizerPipeline Pipeline { get; }

    internal ITokenModel Model { get; }

    /// <summary>
    /// Reads a Hugging Face tokenizer.json, and tokenizer_config.json and generation_config.json where they lie beside it;
    /// what this program cannot do exactly it refuses, naming the field.
    /// </summary>
    public static Tokenizer Load(string path) => TokenizerReader.Read(path);

    /// <summary>Reads the text of a tokenizer.json that lies elsewhere: in a GGUF file, say. The name is for messages.</summary>
    /// <param name="special">What is known of single tokens there.</param>
    public static Tokenizer Parse(byte[] json, string name, SpecialTokens? special = null)
    {
        var tokenizer = TokenizerReader.Parse(json, name);
        tokenizer.Special = special ?? tokenizer.Special;
        return tokenizer;
    }

    /// <summary>Writes the tokenizer.json that was read, or that training made.</summary>
    public void Save(string path) => AtomicFile.Write(path, _source);

    /// <summary>
    /// Ids of a text. Added tokens such as "&lt;|endoftext|&gt;" are plain text unless allowed: a document must not be able to write structure.
    /// </summary>
    /// <param name="allowSpecial">Added tokens in the text become their ids.</param>
    /// <param name="addTemplate">The tokens that the file's post-processor puts around a text, the beginning of text mostly, are put there.</param>
    public int[] Encode(string text, bool allowSpecial = false, bool addTemplate = false)
    {
        int[] ids = WithUtf8(text, bytes => WithTokens(bytes, allowSpecial, ids => ids.ToArray()));
        return addTemplate ? [.. Pipeline.Before, .. ids, .. Pipeline.After] : ids;
    }

    /// <summary>Ids of any bytes, UTF-8 or not: <see cref="DecodeBytes"/> of a byte-level tokenizer gives back exactly these.</summary>
    public int[] EncodeBytes(ReadOnlySpan<byte> bytes) => WithTokens(bytes, allowSpecial: false, ids => ids.ToArray());

    public int CountTokens(string text) => WithUtf8(text, bytes => WithTokens(bytes, allowSpecial: false, ids => ids.Length));

    /// <summary>Ids of a text as <see cref="Encode"/> gives them, and which part of the text each stands for.</summary>
    public TokenAt[] EncodeWithOffsets(string text, bool allowSpecial = false)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        var origins = new TextRange[bytes.Length];
        int written = 0;
        int unit = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            int length = rune.EncodeToUtf8(bytes.AsSpan(written));
            origins.AsSpan(written, length).Fill(new TextRange(unit, unit + rune.Utf16SequenceLength));
            written += length;
            unit += rune.Utf16SequenceLength;
        }
        var state = Borrow();
        state.Encode(new TextSlice(bytes, origins, atStart: true), allowSpecial);
        var tokens = new TokenAt[state.Output.Count];
        for (int i = 0; i < tokens.Length; i++)
            tokens[i] = new TokenAt(state.Output.Ids[i], state.Ranges[i].Start, state.Ranges[i].End);
        Return(state);
        return tokens;
    }

    /// <summary>Text of the ids; bytes that are no UTF-8 become U+FFFD.</summary>
    /// <param name="skipSpecial">Special tokens are left out.</param>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecial = false) => Encoding.UTF8.GetString(DecodeBytes(ids, skipSpecial));

    public byte[] DecodeBytes(ReadOnlySpan<int> ids, bool skipSpecial = false)
    {
        var text = new ArrayBufferWriter<byte>(4 * ids.Length + 1);
        var start = new TextStart(Vocabulary.Reading);
        foreach (int id in ids)
        {
            if (!skipSpecial || !IsSpecial(id))
                text.Write(start.Trim(TokenBytes(id)));
        }
        return text.WrittenSpan.ToArray();
    }

    /// <summary>The id whose text this is, added tokens first; null where no single token stands for it.</summary>
    public int? FindToken(string text) => Vocabulary.Find(text);

    /// <summary>Whether the token means structure, not text.</summary>
    public bool IsSpecial(int id) => Vocabulary.IsSpecial(id);

    /// <summary>
    /// What a token stands for in running text; empty for a gap in the vocabulary. At the very beginning of a text
    /// <see cref="DecodeBytes"/> may leave out a space that the tokenizer put there.
    /// </summary>
    public ReadOnlySpan<byte> TokenBytes(int id)
    {
        if ((uint)id >= (uint)Vocabulary.Size)
            throw new ArgumentOutOfRangeException(nameof(id), id, $"token ids are from 0 to {Vocabulary.Size - 1}");
        return Vocabulary.Bytes(id);
    }

    private EncodingState Borrow() => _states.TryTake(out var kept) ? kept : new EncodingState(Pipeline, Model, _addedAsWritten, _addedNormalised);

    private void Return(EncodingState state)
    {
        state.Clear();
        if (state.Capacity <= LargestKeptBuffer)
            _states.Add(state);
    }

    private T WithTokens<T>(ReadOnlySpan<byte> bytes, bool allowSpecial, Func<ReadOnlySpan<int>, T> use)
    {
        var state = Borrow();
        state.Encode(new TextSlice(bytes, default, atStart: true), allowSpecial);
        var result = use(state.Output.Ids);
        Return(state);
        return result;
    }

    private byte[] Normalise(string text)
    {
        var slice = new TextSlice(Encoding.UTF8.GetBytes(text), default, atStart: true);
        foreach (var normaliser in Pipeline.Normalisers)
        {
            var output = new TextBuffer();
            output.StartFor(slice);
            if (normaliser.TryApply(slice, output))
                slice = output.Slice(atStart: true);
        }
        return slice.Bytes.ToArray();
    }

    private static T WithUtf8<T>(string text, Func<ReadOnlySpan<byte>, T> use)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(text));
        var result = use(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
        return result;
    }
}
