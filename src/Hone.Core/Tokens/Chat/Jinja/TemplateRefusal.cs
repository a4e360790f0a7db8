namespace Hone.Core.Tokens.Chat.Jinja;

/// <summary>raise_exception(message): the template says that it cannot write this conversation.</summary>
internal sealed class TemplateRefusal(string message) : Exception(message);
