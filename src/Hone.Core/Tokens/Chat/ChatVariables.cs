using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core.Tokens.Chat.Jinja;
using Hone.Core.Tokens.Chat.Jinja.Library;
using Hone.Core.Tokens.Chat.Jinja.Values;

namespace Hone.Core.Tokens.Chat;

/// <summary>What a template sees: the request as template values, under the names that transformers gives them.</summary>
internal sealed class ChatVariables(string template)
{
    /// <summary>Size of everything given; a longer conversation may take more steps.</summary>
    public long Characters { get; private set; }

    public Scope MakeScope(ChatRequest request, IReadOnlyDictionary<string, string> specialTokens)
    {
        var scope = new Scope(null);
        GlobalList.AddTo(scope);
        foreach (var (name, token) in specialTokens)
            scope.Set(name, token);
        scope.Set("messages", List(request.Messages));
        scope.Set("tools", request.Tools is { Count: > 0 } tools ? List(tools) : null);
        scope.Set("documents", null);
        scope.Set("add_generation_prompt", request.AddGenerationPrompt);
        foreach (var (name, value) in request.Variables ?? [])
            scope.Set(name, Convert(value, 0));
        return scope;
    }

    private TemplateList List(IReadOnlyList<JsonObject> items) => new([.. items.Select(item => Convert(item, 0))]);

    private object? Convert(JsonNode? node, int depth)
    {
        if (depth > ValueOrder.DeepestValue / 2)
            throw new UserError($"{template}: the conversation has JSON nested deeper than {ValueOrder.DeepestValue / 2} levels");
        Characters++;
        switch (node)
        {
            case null:
                return null;
            case JsonArray array:
                return new TemplateList([.. array.Select(item => Convert(item, depth + 1))]);
            case JsonObject fields:
                var map = new TemplateMap();
                foreach (var (name, value) in fields)
                    map.Set(Text(name), Convert(value, depth + 1));
                return map;
            default:
                return Convert(node.AsValue());
        }
    }

    private object? Convert(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => Number(value.ToJsonString()),
        JsonValueKind.String => Text(String(value)),
        _ => null,
    };

    private string String(JsonValue value)
    {
        try
        {
            return value.TryGetValue<string>(out var text) ? text : value.ToString();
        }
        catch (InvalidOperationException error)
        {
            throw new UserError($"{template}: the conversation has a string with half a surrogate pair", inner: error);
        }
    }

    private string Text(string text)
    {
        Characters += text.Length;
        return text;
    }

    private static object Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)
            ? (object)whole
            : double.Parse(text, CultureInfo.InvariantCulture);
}
