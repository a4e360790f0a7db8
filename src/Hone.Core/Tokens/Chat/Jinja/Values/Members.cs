namespace Hone.Core.Tokens.Chat.Jinja.Values;

/// <summary>
/// value.name and value[key]. As in Jinja the first looks for a method before a key and the second for a key before a method, and
/// what is not there is undefined. Only these values have members: a template reaches nothing of the program.
/// </summary>
internal static class Members
{
    public static object? Attribute(object? value, string name)
    {
        if (value is Undefined missing)
            throw missing.Used();
        object? method = value switch
        {
            string text => StringMethods.Find(text, name),
            TemplateMap map => MapMethods.Find(map, name),
            TemplateList list => ListMethods.Find(list, name),
            _ => null,
        };
        if (method is not null)
            return method;
        return value switch
        {
            TemplateNamespace space => space.Get(name),
            Nodes.LoopState loop => loop.Get(name),
            TemplateMap map when map.TryGet(name, out var entry) => entry,
            _ => new Undefined(name),
        };
    }

    public static object? Item(RenderState state, object? value, object? key)
    {
        if (value is Undefined missing)
            throw missing.Used();
        if (value is TemplateMap map)
        {
            if (map.TryGet(key, out var entry))
                return entry;
        }
        else if (key is long place && Slicing.TryElement(state, value, place, out var element))
        {
            return element;
        }
        return key is string name ? Attribute(value, name) : new Undefined(ValueText.Text(state, key));
    }

    /// <summary>"function.name" or "0.id": the members one after the other, as filters name them.</summary>
    public static object? Path(RenderState state, object? value, object? path)
    {
        if (path is not string text)
            return Item(state, value, path);
        foreach (string part in text.Split('.'))
        {
            state.Charge(1);
            value = Item(state, value, long.TryParse(part, System.Globalization.NumberStyles.None, null, out long place) ? place : part);
        }
        return value;
    }
}
