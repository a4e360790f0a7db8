using Hone.Core.Tokens.Chat.Jinja.Values;

namespace Hone.Core.Tokens.Chat.Jinja.Nodes;

/// <summary>Gives a value to a name, to an attribute of a namespace, or its elements to several names.</summary>
internal static class Assignment
{
    public static void Assign(RenderState state, Scope scope, Expression target, object? value)
    {
        switch (target)
        {
            case Variable variable:
                scope.Set(variable.Name, value);
                break;
            case ListLiteral names:
                Unpack(state, scope, names, value);
                break;
            case AttributeAccess attribute when attribute.Target.Evaluate(state, scope) is TemplateNamespace space:
                space.Set(attribute.Name, value);
                break;
            default:
                throw new TemplateProblem("only names and attributes of a namespace can be set");
        }
    }

    private static void Unpack(RenderState state, Scope scope, ListLiteral names, object? value)
    {
        var items = Sequences.Iterate(state, value);
        if (items.Count != names.Items.Count)
            throw new TemplateProblem($"{items.Count} values for {names.Items.Count} names");
        for (int i = 0; i < items.Count; i++)
            Assign(state, scope, names.Items[i], items[i]);
    }
}
