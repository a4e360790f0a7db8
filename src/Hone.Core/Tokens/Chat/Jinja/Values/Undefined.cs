namespace Hone.Core.Tokens.Chat.Jinja.Values;

/// <summary>What a missing variable, key or element is: prints as nothing, counts as false, and fails where anything is asked of it.</summary>
internal sealed class Undefined(string name)
{
    public TemplateProblem Used() => new($"'{name}' is undefined");
}
