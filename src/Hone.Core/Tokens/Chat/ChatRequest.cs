using System.Text.Json.Nodes;

namespace Hone.Core.Tokens.Chat;

/// <summary>A conversation to be written as the text that a model was trained to read.</summary>
public sealed record ChatRequest
{
    /// <summary>
    /// The turns, each as in the OpenAI format: role and content, and where there are any tool_calls, name, tool_call_id,
    /// reasoning_content. What a template does not know it leaves out.
    /// </summary>
    public required IReadOnlyList<JsonObject> Messages { get; init; }

    /// <summary>Tools as JSON schemas: {"type": "function", "function": {"name", "description", "parameters"}}.</summary>
    public IReadOnlyList<JsonObject>? Tools { get; init; }

    /// <summary>Whether the text ends where the assistant's answer begins.</summary>
    public bool AddGenerationPrompt { get; init; }

    /// <summary>Anything else the template reads: enable_thinking, reasoning_effort, documents, date_string. These win over all the others.</summary>
    public JsonObject? Variables { get; init; }

    /// <summary>The clock that templates with a date read.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
