using System.Text.Json;
using Hone.Core.Tokens.Files;

namespace Hone.Core.Tokens.Chat;

/// <summary>
/// Finds a model's chat template: chat_template.jinja, else the field chat_template of tokenizer_config.json, which is a text or a list of
/// named texts, of which "default" and "tool_use" are used.
/// </summary>
internal static class ChatTemplateFiles
{
    private const long LargestFile = 1 << 24;

    private static readonly string[] TokenNames = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];

    public static ChatTemplate? Load(string modelDirectory)
    {
        if (!Directory.Exists(modelDirectory))
            throw new UserError($"{modelDirectory}: there is no such model directory");
        string configPath = Path.Combine(modelDirectory, "tokenizer_config.json");
        string templatePath = Path.Combine(modelDirectory, "chat_template.jinja");
        using var document = File.Exists(configPath) ? Read(configPath) : null;
        var config = document is null ? default : new JsonField(configPath, "", document.RootElement);
        var tokens = document is null ? [] : SpecialTokens(config);
        if (File.Exists(templatePath))
            return Make(ReadText(templatePath), templatePath, tokens);
        if (document is null || config["chat_template"] is not { IsNull: false } field)
            return null;
        return field.Value.ValueKind == JsonValueKind.Array ? Choose(field, tokens) : Make(field.Text(), $"{configPath}: chat_template", tokens);
    }

    private static ChatTemplate Choose(JsonField list, Dictionary<string, string> tokens)
    {
        var named = new Dictionary<string, ChatTemplate>(StringComparer.Ordinal);
        foreach (var item in list.Items())
        {
            string name = item["name"].Text();
            if (name is "default" or "tool_use" && !named.TryAdd(name, Make(item["template"].Text(), $"{item.File}: chat_template \"{name}\"", tokens)))
                throw item.Wrong($"names \"{name}\" a second time");
        }
        if (!named.TryGetValue("default", out var chosen))
            throw list.Wrong("has no template named \"default\"");
        return named.TryGetValue("tool_use", out var forTools) ? chosen.WithTools(forTools) : chosen;
    }

    private static ChatTemplate Make(string source, string name, Dictionary<string, string> tokens) => ChatTemplate.Parse(source, name).WithTokens(tokens);

    /// <summary>A special token stands as its text, or as an object with the text as its content.</summary>
    private static Dictionary<string, string> SpecialTokens(JsonField config)
    {
        var tokens = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in TokenNames)
        {
            var field = config[name];
            if (!field.IsNull)
                tokens[name] = field.Value.ValueKind == JsonValueKind.Object ? field["content"].Text() : field.Text();
        }
        return tokens;
    }

    private static JsonDocument Read(string path)
    {
        try
        {
            return JsonDocument.Parse(ReadText(path));
        }
        catch (JsonException error)
        {
            throw new UserError($"{path}: no JSON: {error.Message}", inner: error);
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            long length = new FileInfo(path).Length;
            return length <= LargestFile ? File.ReadAllText(path) : throw new UserError($"{path} has {length} bytes; at most {LargestFile} are read");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} cannot be read: {error.Message}", inner: error);
        }
    }
}
