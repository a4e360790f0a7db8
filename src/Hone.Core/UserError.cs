namespace Hone.Core;

/// <summary>
/// The one exception whose message is meant for the person at the keyboard: it is printed without a stack trace.
/// The message says what is wrong and where (file, line); the hint says what to try.
/// </summary>
public sealed class UserError(string message, string? hint = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What to try next, or null where the message already says it.</summary>
    public string? Hint { get; } = hint;
}
