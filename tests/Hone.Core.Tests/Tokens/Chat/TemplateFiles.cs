using System.Text.Json.Nodes;
using Hone.Core.Tokens.Chat;

namespace Hone.Core.Tests.Tokens.Chat;

/// <summary>The folder templates: templates, conversations and what they give.</summary>
internal static class TemplateFiles
{
    public static readonly Dictionary<string, string> Tokens = new() { ["bos_token"] = "<s>", ["eos_token"] = "</s>" };

    private static readonly JsonObject Tools = Parse("tools.json");

    public static JsonObject Goldens { get; } = Parse("goldens.json");

    public static IEnumerable<string> Names => Goldens.Select(pair => pair.Key);

    public static JsonObject Conversations { get; } = Parse("conversations.json");

    public static string Read(string file) => File.ReadAllText(Path.Combine(Folder(), file));

    /// <summary>The conversation of this name, on the day that the goldens were made for.</summary>
    public static ChatRequest Request(string name)
    {
        var conversation = Conversations[name]!.DeepClone().AsObject();
        var request = new ChatRequest
        {
            Messages = [.. conversation["messages"]!.AsArray().Select(message => message!.AsObject())],
            Tools = (string?)conversation["tools"] is { } tools ? [.. Tools[tools]!.AsArray().Select(tool => tool!.AsObject())] : null,
            AddGenerationPrompt = (bool?)conversation["add_generation_prompt"] ?? false,
            Variables = conversation,
            Time = new FixedTime(),
        };
        foreach (string field in (string[])["messages", "tools", "add_generation_prompt"])
            conversation.Remove(field);
        return request;
    }

    private static JsonObject Parse(string file) => JsonNode.Parse(Read(file))!.AsObject();

    private static string Folder() => RepositoryFiles.Find("tests/Hone.Core.Tests/Tokens/Chat/templates")!;

    private sealed class FixedTime : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 3, 7, 9, 5, 3, TimeSpan.Zero);
    }
}
