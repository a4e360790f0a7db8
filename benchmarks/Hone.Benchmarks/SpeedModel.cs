using Hone.Core.Runs;
using Hone.Engine.Architectures;
using Hone.Engine.Checkpoints.Gguf;
using Hone.Engine.Generation;

namespace Hone.Benchmarks;

/// <summary>A GGUF file of random weights that both sides open, made in benchmarks/.peers/models where it is not.</summary>
internal sealed record SpeedModel(string Name, ModelShape Shape, GgufMix Mix)
{
    private static SpeedModel? current;
    private static TokenModel? open;

    private static readonly ModelShape Small = new()
    {
        VocabularySize = 32_000,
        Hidden = 768,
        FeedForward = 2_048,
        Layers = 12,
        Heads = 12,
        KeyValueHeads = 4,
        HeadSize = 64,
        ContextLength = 2_048,
        TiedHead = false,
    };

    // Llama-3.2-1B.
    private static readonly ModelShape Large = new()
    {
        VocabularySize = 128_256,
        Hidden = 2_048,
        FeedForward = 8_192,
        Layers = 16,
        Heads = 32,
        KeyValueHeads = 8,
        HeadSize = 64,
        ContextLength = 2_048,
        RotaryTheta = 500_000,
    };

    public static IReadOnlyList<SpeedModel> All { get; } =
        [.. from size in new[] { ("125M", Small), ("1B", Large) } from mix in new[] { "q8_0", "q4_k_m" } select new SpeedModel($"{size.Item1} {mix}", size.Item2, GgufMix.All.First(other => other.Name == mix))];

    public bool IsLarge => ReferenceEquals(Shape, Large);

    /// <summary>Bytes of weights that one token's pass reads: all but the table it is looked up in, where that is not the head too.</summary>
    public long BytesOfToken => new FileInfo(File()).Length - (Shape.TiedHead ? 0 : RandomModel.TableBytes(Shape, Mix));

    /// <summary>The model in our engine; one is open at a time.</summary>
    public TokenModel Open()
    {
        if (current != this)
            open?.Dispose();
        if (current != this || open is null)
            (current, open) = (this, TokenModel.Open(File(), options: new EngineOptions { PrefixBytes = 0 }));
        return open;
    }

    public string File()
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable("HONE_BENCHMARKS") ?? "benchmarks", ".peers", "models", Name.Replace(' ', '-') + ".gguf");
        if (System.IO.File.Exists(path))
            return path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        new GgufExport(Shape, Mix, new RandomModel(Shape, Mix)).Write(path, Name, Tokenizer(Shape.VocabularySize), new NoProgress(), default);
        return path;
    }

    // A vocabulary that llama.cpp opens; nobody reads its texts.
    private static KeyValuePair<string, GgufValue>[] Tokenizer(int size)
    {
        var texts = Enumerable.Range(0, size).Select(id => id switch { 0 => "<unk>", 1 => "<s>", 2 => "</s>", < 259 => $"<0x{id - 3:X2}>", _ => $"t{id}" }).ToArray();
        var types = Enumerable.Range(0, size).Select(id => (int)(id switch { 0 => GgufTokenType.Unknown, < 3 => GgufTokenType.Control, < 259 => GgufTokenType.Byte, _ => GgufTokenType.Normal })).ToArray();
        return
        [
            new(GgufTokenizerKeys.Model, GgufValue.Of(GgufTokenizerKeys.SentencePiece)),
            new(GgufTokenizerKeys.Tokens, GgufValue.Of(texts)),
            new(GgufTokenizerKeys.Types, GgufValue.Of(types)),
            new(GgufTokenizerKeys.Scores, GgufValue.Of(Enumerable.Range(0, size).Select(id => -(float)id).ToArray())),
            new(GgufTokenizerKeys.Bos, GgufValue.Of(1u)),
            new(GgufTokenizerKeys.Eos, GgufValue.Of(2u)),
            new(GgufTokenizerKeys.Unknown, GgufValue.Of(0u)),
        ];
    }
}
