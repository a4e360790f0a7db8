using Hone.Core.Tokens.Chat.Jinja.Library;
using Hone.Core.Tokens.Chat.Jinja.Values;

namespace Hone.Core.Tokens.Chat.Jinja.Nodes;

/// <summary>a.name</summary>
internal sealed class AttributeAccess(int line, Expression target, string name) : Expression(line)
{
    public Expression Target => target;

    public string Name => name;

    protected override object? Compute(RenderState state, Scope scope) => Members.Attribute(target.Evaluate(state, scope), name);
}

/// <summary>a[key]</summary>
internal sealed class ItemAccess(int line, Expression target, Expression key) : Expression(line)
{
    protected override object? Compute(RenderState state, Scope scope)
    {
        object? value = target.Evaluate(state, scope);
        return Members.Item(state, value, key.Evaluate(state, scope));
    }
}

/// <summary>a[start:stop:step]</summary>
internal sealed class SliceAccess(int line, Expression target, Expression? start, Expression? stop, Expression? step) : Expression(line)
{
    protected override object? Compute(RenderState state, Scope scope) =>
        Slicing.Slice(state, target.Evaluate(state, scope), start?.Evaluate(state, scope), stop?.Evaluate(state, scope), step?.Evaluate(state, scope));
}

/// <summary>a(arguments)</summary>
internal sealed class Call(int line, Expression target, ArgumentList arguments) : Expression(line)
{
    protected override object? Compute(RenderState state, Scope scope) => Invoke(state, scope, caller: null);

    /// <param name="caller">What caller() gives within the macro, for {% call %}.</param>
    public object? Invoke(RenderState state, Scope scope, Callable? caller)
    {
        object? value = target.Evaluate(state, scope);
        var given = arguments.Evaluate(state, scope);
        return value switch
        {
            Macro.Bound macro => macro.Invoke(state, given, caller),
            Callable callable => callable.Invoke(state, given),
            Undefined missing => throw missing.Used(),
            _ => throw new TemplateProblem($"{ValueText.KindOf(value)} cannot be called"),
        };
    }
}

/// <summary>a | name(arguments)</summary>
internal sealed class FilterUse(int line, Expression target, FilterStep step) : Expression(line)
{
    protected override object? Compute(RenderState state, Scope scope) => step.Apply(state, scope, target.Evaluate(state, scope));
}

/// <summary>name(arguments) after a bar, or in the tag of a block that is filtered.</summary>
internal sealed record FilterStep(string Name, ArgumentList Arguments)
{
    public object? Apply(RenderState state, Scope scope, object? value) => FilterList.Find(Name)(state, value, Arguments.Evaluate(state, scope));
}

/// <summary>a is name(arguments)</summary>
internal sealed class TestUse(int line, Expression target, string name, ArgumentList arguments, bool negated) : Expression(line)
{
    protected override object? Compute(RenderState state, Scope scope)
    {
        object? value = target.Evaluate(state, scope);
        return TestList.Find(name)(state, value, arguments.Evaluate(state, scope)) != negated;
    }
}
