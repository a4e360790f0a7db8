namespace Hone.Core.Tokens.Chat.Jinja.Values;

/// <summary>What namespace(...) makes: the one value that a template may change from within a loop.</summary>
internal sealed class TemplateNamespace
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public void Set(string name, object? value) => _values[name] = value;

    public object? Get(string name) => _values.TryGetValue(name, out var value) ? value : new Undefined(name);
}
