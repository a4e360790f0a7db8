namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>Kinds of tokens in tokenizer.ggml.token_type (llama.h, enum llama_token_type).</summary>
internal enum GgufTokenType
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}

/// <summary>Keys of a tokenizer in GGUF.</summary>
internal static class GgufTokenizerKeys
{
    public const string Model = "tokenizer.ggml.model";
    public const string Pre = "tokenizer.ggml.pre";
    public const string Tokens = "tokenizer.ggml.tokens";
    public const string Types = "tokenizer.ggml.token_type";
    public const string Scores = "tokenizer.ggml.scores";
    public const string Merges = "tokenizer.ggml.merges";
    public const string Bos = "tokenizer.ggml.bos_token_id";
    public const string Eos = "tokenizer.ggml.eos_token_id";
    public const string EndOfTurn = "tokenizer.ggml.eot_token_id";
    public const string Unknown = "tokenizer.ggml.unknown_token_id";
    public const string Padding = "tokenizer.ggml.padding_token_id";
    public const string AddBos = "tokenizer.ggml.add_bos_token";
    public const string AddEos = "tokenizer.ggml.add_eos_token";
    public const string AddSpace = "tokenizer.ggml.add_space_prefix";
    /// <summary>Ours: whether text is composed (NFC) first. llama.cpp never does so, and tells nobody whether it should.</summary>
    public const string Composes = "tokenizer.hone.composes";

    /// <summary>Ours: how Metaspace puts a space before a text ("first", "always", "never"), where it is that step which does. llama.cpp puts one before every text or before none.</summary>
    public const string Metaspace = "tokenizer.hone.metaspace";

    public const string ChatTemplate = "tokenizer.chat_template";

    public const string ByteLevel = "gpt2";
    public const string SentencePiece = "llama";
}
