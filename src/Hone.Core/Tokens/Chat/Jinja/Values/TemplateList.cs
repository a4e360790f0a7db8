namespace Hone.Core.Tokens.Chat.Jinja.Values;

/// <summary>A list or a tuple of a template; never changed after it was made.</summary>
internal sealed class TemplateList(IReadOnlyList<object?> items, bool isTuple = false)
{
    public static readonly TemplateList Empty = new([]);

    public IReadOnlyList<object?> Items => items;

    public int Count => items.Count;

    public bool IsTuple => isTuple;
}
