using System.Globalization;
using System.Text.Json;
using Hone.Core;
using Hone.Core.Tokens;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>
/// The tokenizer of a model directory as metadata of a GGUF file: byte-level BPE as "gpt2" with the name of its splitting pattern, BPE in
/// SentencePiece's manner as "llama". A vocabulary has as many entries as the model has rows; what no token names is unused.
/// </summary>
internal sealed class GgufTokenizerWriter
{
    private readonly string path;
    private readonly JsonElement root;
    private readonly string[] tokens;
    private readonly int[] types;
    private readonly List<KeyValuePair<string, GgufValue>> values = [];

    private GgufTokenizerWriter(string path, JsonElement root, int rows)
    {
        (this.path, this.root, tokens, types) = (path, root, new string[rows], new int[rows]);
        for (var id = 0; id < rows; id++)
            (tokens[id], types[id]) = (string.Create(CultureInfo.InvariantCulture, $"[PAD{id}]"), (int)GgufTokenType.Unused);
    }

    public static List<KeyValuePair<string, GgufValue>> Write(string directory, int rows)
    {
        var path = Path.Combine(directory, "tokenizer.json");
        // Refuses what is unsound or unknown; from here on the file is as it should be.
        var tokenizer = Tokenizer.Load(path);
        if (tokenizer.VocabularySize > rows)
            throw new UserError($"{path} has {tokenizer.VocabularySize} tokens, the model has rows for {rows}.", "Do the tokenizer and the weights belong together?");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var writer = new GgufTokenizerWriter(path, document.RootElement, rows);
        writer.WriteModel();
        writer.WriteSpecial(directory, tokenizer);
        return writer.values;
    }

    private void WriteModel()
    {
        var model = root.GetProperty("model");
        if (model.GetProperty("type").GetString() != "BPE")
            throw new UserError($"{path}: a tokenizer of type {model.GetProperty("type").GetString()} cannot be written as GGUF.");
        foreach (var entry in model.GetProperty("vocab").EnumerateObject())
            Set(entry.Value.GetInt32(), entry.Name, GgufTokenType.Normal);
        var merges = model.GetProperty("merges").EnumerateArray().Select(Pair).ToList();
        var unknown = model.TryGetProperty("unk_token", out var token) ? token.GetString() : null;
        if (IsByteLevel())
            WriteByteLevel(model, merges);
        else
            WriteSentencePiece(merges, unknown);
        foreach (var added in root.GetProperty("added_tokens").EnumerateArray())
            Set(added.GetProperty("id").GetInt32(), added.GetProperty("content").GetString() ?? "", added.GetProperty("special").GetBoolean() ? GgufTokenType.Control : GgufTokenType.UserDefined);
        if (!IsByteLevel() && unknown is not null && Array.IndexOf(tokens, unknown) is var id and >= 0)
            types[id] = (int)GgufTokenType.Unknown;
        values.Add(new(GgufTokenizerKeys.Tokens, GgufValue.Of(tokens)));
        values.Add(new(GgufTokenizerKeys.Types, GgufValue.Of(types)));
    }

    private void WriteByteLevel(JsonElement model, List<(string Left, string Right)> merges)
    {
        RefuseNormaliser("NFC");
        var ignoresMerges = model.TryGetProperty("ignore_merges", out var flag) && flag.ValueKind == JsonValueKind.True;
        var way = GgufPreTokenizer.Find(root.GetProperty("pre_tokenizer"), ignoresMerges)
            ?? throw new UserError($"{path}: pre_tokenizer cuts text in a way that llama.cpp has no name for.", $"It knows {GgufPreTokenizer.KnownNames}.");
        values.Add(new(GgufTokenizerKeys.Model, GgufValue.Of(GgufTokenizerKeys.ByteLevel)));
        values.Add(new(GgufTokenizerKeys.Pre, GgufValue.Of(way.Names[0])));
        values.Add(new(GgufTokenizerKeys.Composes, GgufValue.Of(Steps("normalizer", "normalizers").Any())));
        values.Add(new(GgufTokenizerKeys.Merges, GgufValue.Of([.. merges.Select(pair => $"{pair.Left} {pair.Right}")])));
    }

    // SentencePiece merges the neighbours whose union has the highest score: that of the rank of the first merge that makes it.
    private void WriteSentencePiece(List<(string Left, string Right)> merges, string? unknown)
    {
        if (unknown is null || !tokens.Contains("<0x00>"))
            throw new UserError($"{path}: a vocabulary without bytes or without an unknown token cannot be written as GGUF.");
        var ranks = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var rank = 0; rank < merges.Count; rank++)
            ranks.TryAdd(merges[rank].Left + merges[rank].Right, rank);
        for (var value = 0; value < 256; value++)
        {
            if (Array.IndexOf(tokens, string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>")) is var id and >= 0)
                types[id] = (int)GgufTokenType.Byte;
        }
        values.Add(new(GgufTokenizerKeys.Model, GgufValue.Of(GgufTokenizerKeys.SentencePiece)));
        values.Add(new(GgufTokenizerKeys.Pre, GgufValue.Of("default")));
        values.Add(new(GgufTokenizerKeys.Scores, GgufValue.Of([.. tokens.Select((token, id) => types[id] != (int)GgufTokenType.Normal ? 0f : ranks.TryGetValue(token, out var rank) ? -rank : (float)-(merges.Count + id))])));
        WriteSpaces();
    }

    private void WriteSpecial(string directory, Tokenizer tokenizer)
    {
        var special = tokenizer.Special;
        // Texts of models without a tokenizer_config.json, ours among them, begin after the token that ends documents.
        var ours = !File.Exists(Path.Combine(directory, "tokenizer_config.json"));
        AddId(GgufTokenizerKeys.Bos, special.Bos ?? (ours ? tokenizer.EndOfText : null));
        AddId(GgufTokenizerKeys.Eos, special.Eos ?? tokenizer.EndOfText);
        AddId(GgufTokenizerKeys.Unknown, special.Unknown);
        AddId(GgufTokenizerKeys.Padding, special.Padding);
        values.Add(new(GgufTokenizerKeys.AddBos, GgufValue.Of(ours || BeginsWithBos(tokenizer))));
        values.Add(new(GgufTokenizerKeys.AddEos, GgufValue.Of(false)));
        if (GgufChatTemplate.Read(directory) is { } template)
            values.Add(new(GgufTokenizerKeys.ChatTemplate, GgufValue.Of(template)));
    }

    private static bool BeginsWithBos(Tokenizer tokenizer)
        => tokenizer.Special.Bos is { } bos && tokenizer.Encode("", addTemplate: true) is [var first, ..] && first == bos;

    private void AddId(string key, int? id)
    {
        if (id is { } known)
            values.Add(new(key, GgufValue.Of((uint)known)));
    }

    private bool IsByteLevel()
    {
        var decoder = root.GetProperty("decoder");
        return decoder.TryGetProperty("type", out var type) && type.GetString() == "ByteLevel";
    }

    // Prepend in the normaliser, or Metaspace before the model: the two ways files say it.
    private void WriteSpaces()
    {
        RefuseNormaliser("Prepend", "Replace");
        var prepends = Steps("normalizer", "normalizers").Any(step => step.GetProperty("type").GetString() == "Prepend");
        var metaspace = Steps("pre_tokenizer", "pretokenizers").FirstOrDefault(step => step.GetProperty("type").GetString() == "Metaspace");
        if (metaspace.ValueKind == JsonValueKind.Object)
        {
            var scheme = metaspace.TryGetProperty("prepend_scheme", out var given) ? given.GetString()
                : metaspace.TryGetProperty("add_prefix_space", out var adds) && !adds.GetBoolean() ? "never" : "always";
            prepends = scheme != "never";
            values.Add(new(GgufTokenizerKeys.Metaspace, GgufValue.Of(scheme ?? "always")));
        }
        values.Add(new(GgufTokenizerKeys.AddSpace, GgufValue.Of(prepends)));
    }

    private void RefuseNormaliser(params string[] allowed)
    {
        foreach (var step in Steps("normalizer", "normalizers"))
        {
            if (!allowed.Contains(step.GetProperty("type").GetString()))
                throw new UserError($"{path}: the normaliser {step.GetProperty("type").GetString()} cannot be written as GGUF.");
        }
    }

    private IEnumerable<JsonElement> Steps(string field, string inner) => root.TryGetProperty(field, out var step) ? Flatten(step, inner) : [];

    private static IEnumerable<JsonElement> Flatten(JsonElement step, string inner)
    {
        if (step.ValueKind != JsonValueKind.Object)
            return [];
        return step.GetProperty("type").GetString() == "Sequence" ? step.GetProperty(inner).EnumerateArray().SelectMany(item => Flatten(item, inner)) : [step];
    }

    private static (string Left, string Right) Pair(JsonElement merge)
    {
        if (merge.ValueKind == JsonValueKind.Array)
            return (merge[0].GetString() ?? "", merge[1].GetString() ?? "");
        var parts = (merge.GetString() ?? " ").Split(' ', 2);
        return (parts[0], parts[1]);
    }

    private void Set(int id, string content, GgufTokenType type) => (tokens[id], types[id]) = (content, (int)type);
}
