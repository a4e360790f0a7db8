namespace Hone.Core.Models;

/// <summary>One turn of a conversation: "system", "user" or "assistant", and what was said.</summary>
public sealed record ChatTurn(string Role, string Content);
