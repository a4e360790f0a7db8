namespace Hone.Core.Tokens.Chat.Jinja;

/// <summary>
/// Something a template did wrong; <see cref="Chat.ChatTemplate"/> turns it into a <see cref="UserError"/> with the template's name and line.
/// </summary>
internal sealed class TemplateProblem(string message, int line = 0) : Exception(message)
{
    /// <summary>Line in the template; 0 where only the place of evaluation is known.</summary>
    public int Line { get; } = line;
}
