using Hone.Core.Tokens.Chat.Jinja.Values;

namespace Hone.Core.Tokens.Chat.Jinja.Nodes;

/// <summary>A part of a template that has a value. Values are null, bool, long, double, string and the types of the folder Values.</summary>
internal abstract class Expression(int line)
{
    public int Line => line;

    public object? Evaluate(RenderState state, Scope scope)
    {
        state.Enter(line);
        object? value = Compute(state, scope);
        state.Leave();
        return value;
    }

    public bool IsTrue(RenderState state, Scope scope) => ValueOrder.IsTrue(Evaluate(state, scope));

    protected abstract object? Compute(RenderState state, Scope scope);
}

internal sealed class Constant(int line, object? value) : Expression(line)
{
    public object? Value => value;

    protected override object? Compute(RenderState state, Scope scope) => value;
}

internal sealed class Variable(int line, string name) : Expression(line)
{
    public string Name => name;

    protected override object? Compute(RenderState state, Scope scope) => scope.TryGet(name, out var value) ? value : new Undefined(name);
}

internal sealed class ListLiteral(int line, IReadOnlyList<Expression> items, bool isTuple) : Expression(line)
{
    public IReadOnlyList<Expression> Items => items;

    public bool IsTuple => isTuple;

    protected override object? Compute(RenderState state, Scope scope)
    {
        var values = new object?[items.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = items[i].Evaluate(state, scope);
        return new TemplateList(values, isTuple);
    }
}

internal sealed class MapLiteral(int line, IReadOnlyList<(Expression Key, Expression Value)> entries) : Expression(line)
{
    protected override object? Compute(RenderState state, Scope scope)
    {
        var map = new TemplateMap();
        foreach (var (key, value) in entries)
            map.Set(key.Evaluate(state, scope), value.Evaluate(state, scope));
        return map;
    }
}
