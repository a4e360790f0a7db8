using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Hone.Core.Tokens.Bpe;
using Hone.Core.Tokens.Files;
using Hone.Core.Tokens.PreTokenizers;

namespace Hone.Core.Tokens;

/// <summary>
/// Text to token ids and back, as a Hugging Face tokenizer.json says. Safe to use from many threads at once:
/// each call borrows its own cache and buffers.
/// </summary>
public sealed class Tokenizer
{
    /// <summary>A buffer grown beyond this is not kept for the next call.</summary>
    private const int LargestKeptBuffer = 1 << 20;

    private readonly ConcurrentBag<EncodingState> _states = [];
    private readonly AddedTokenFinder _addedTokens;

    internal Tokenizer(Vocabulary vocabulary, IPreTokenizer preTokenizer, BpeModel model)
    {
        Vocabulary = vocabulary;
        PreTokenizer = preTokenizer;
        Model = model;
        _addedTokens = new AddedTokenFinder(vocabulary.Added);
        VocabularyHash = vocabulary.ComputeHash(model.Merges);
    }

    /// <summary>Highest token id and one.</summary>
    public int VocabularySize => Vocabulary.Size;

    /// <summary>SHA-256 over vocabulary and merges, lower-case hex: token files made by another tokenizer are told by it.</summary>
    public string VocabularyHash { get; }

    /// <summary>Id of the token between documents.</summary>
    public int EndOfText => FindToken("<|endoftext|>")
        ?? throw new UserError("the tokenizer has no token <|endoftext|>", "Add it to added_tokens in tokenizer.json, or train a tokenizer with it among the special tokens.");

    internal Vocabulary Vocabulary { get; }

    internal IPreTokenizer PreTokenizer { get; }

    internal BpeModel Model { get; }

    /// <summary>Reads a Hugging Face tokenizer.json; what this program cannot do exactly it refuses, naming the field.</summary>
    public static Tokenizer Load(string path) => TokenizerReader.Read(path);

    /// <summary>Writes a Hugging Face tokenizer.json.</summary>
    public void Save(string path) => TokenizerWriter.Write(this, path);

    /// <summary>
    /// Ids of a text. Added tokens such as "&lt;|endoftext|&gt;" are plain text unless allowed: a document must not be able to write structure.
    /// </summary>
    public int[] Encode(string text, bool allowSpecial = false) =>
        WithUtf8(text, bytes => WithTokens(bytes, allowSpecial, ids => ids.ToArray()));

    /// <summary>Ids of any bytes, UTF-8 or not: <see cref="DecodeBytes"/> gives back exactly these.</summary>
    public int[] EncodeBytes(ReadOnlySpan<byte> bytes) => WithTokens(bytes, allowSpecial: false, ids => ids.ToArray());

    public int CountTokens(string text) => WithUtf8(text, bytes => WithTokens(bytes, allowSpecial: false, ids => ids.Length));

    /// <summary>Text of the ids; bytes that are no UTF-8 become U+FFFD.</summary>
    public string Decode(ReadOnlySpan<int> ids) => Encoding.UTF8.GetString(DecodeBytes(ids));

    public byte[] DecodeBytes(ReadOnlySpan<int> ids)
    {
        int length = 0;
        foreach (int id in ids)
            length = checked(length + TokenBytes(id).Length);
        var bytes = new byte[length];
        var rest = bytes.AsSpan();
        foreach (int id in ids)
        {
            TokenBytes(id).CopyTo(rest);
            rest = rest[TokenBytes(id).Length..];
        }
        return bytes;
    }

    /// <summary>The id whose text this is, added tokens first; null where no single token stands for it.</summary>
    public int? FindToken(string text) => Vocabulary.Find(text);

    internal ReadOnlySpan<byte> TokenBytes(int id)
    {
        if ((uint)id >= (uint)Vocabulary.Size)
            throw new ArgumentOutOfRangeException(nameof(id), id, $"token ids are from 0 to {Vocabulary.Size - 1}");
        return Vocabulary.Bytes(id);
    }

    private T WithTokens<T>(ReadOnlySpan<byte> bytes, bool allowSpecial, Func<ReadOnlySpan<int>, T> use)
    {
        var state = _states.TryTake(out var kept) ? kept : new EncodingState(PreTokenizer, Model);
        if (allowSpecial)
            _addedTokens.Encode(bytes, state);
        else
            state.Encode(bytes);
        var result = use(state.Output.Ids);
        state.Output.Clear();
        if (state.Output.Capacity <= LargestKeptBuffer)
            _states.Add(state);
        return result;
    }

    private static T WithUtf8<T>(string text, Func<ReadOnlySpan<byte>, T> use)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(text));
        var result = use(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
        return result;
    }
}
