using System.Text.Json;

namespace Hone.Core.Tokens.Files;

/// <summary>Reads what lies beside a tokenizer.json of a published model. A token or an id that the tokenizer lacks counts as not named.</summary>
internal static class SpecialTokenReader
{
    private const long LargestFile = 16L << 20;

    public static SpecialTokens Read(string directory, Tokenizer tokenizer)
    {
        using var config = Open(Path.Combine(directory, "tokenizer_config.json"), out var names);
        using var generation = Open(Path.Combine(directory, "generation_config.json"), out var ids);
        int? eos = Named(names, "eos_token", tokenizer);
        var stops = Ids(ids, "eos_token_id", tokenizer);
        return new SpecialTokens
        {
            Bos = Named(names, "bos_token", tokenizer) ?? First(Ids(ids, "bos_token_id", tokenizer)),
            Eos = eos ?? First(stops),
            Padding = Named(names, "pad_token", tokenizer) ?? First(Ids(ids, "pad_token_id", tokenizer)),
            Unknown = Named(names, "unk_token", tokenizer),
            Stops = [.. stops.Concat(new[] { eos, tokenizer.DocumentEnd }.OfType<int>()).Distinct()],
        };
    }

    private static JsonDocument? Open(string path, out JsonField root)
    {
        root = new JsonField(path, "", default);
        if (!File.Exists(path))
            return null;
        var document = JsonFile.Open(path, LargestFile);
        root = root with { Value = document.RootElement };
        return document;
    }

    /// <summary>"eos_token": "&lt;/s&gt;", or an object whose "content" that is.</summary>
    private static int? Named(JsonField names, string name, Tokenizer tokenizer)
    {
        if (names.IsNull || names[name] is not { IsNull: false } token)
            return null;
        return tokenizer.FindToken((token.Value.ValueKind == JsonValueKind.Object ? token["content"] : token).Text());
    }

    /// <summary>One id or a list of them.</summary>
    private static List<int> Ids(JsonField ids, string name, Tokenizer tokenizer)
    {
        if (ids.IsNull || ids[name] is not { IsNull: false } field)
            return [];
        var fields = field.Value.ValueKind == JsonValueKind.Array ? field.Items() : [field];
        return [.. fields.Select(item => item.Number(int.MaxValue)).Where(id => id < tokenizer.VocabularySize).Take(tokenizer.VocabularySize)];
    }

    private static int? First(List<int> ids) => ids.Count > 0 ? ids[0] : null;
}
