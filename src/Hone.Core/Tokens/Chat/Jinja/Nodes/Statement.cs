using Hone.Core.Tokens.Chat.Jinja.Values;

namespace Hone.Core.Tokens.Chat.Jinja.Nodes;

/// <summary>What a statement says about the loop around it.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,
}

/// <summary>A part of a template that writes or sets something.</summary>
internal abstract class Statement(int line)
{
    public Flow Execute(RenderState state, Scope scope)
    {
        state.Enter(line);
        var flow = Run(state, scope);
        state.Leave();
        return flow;
    }

    public static Flow ExecuteAll(IReadOnlyList<Statement> body, RenderState state, Scope scope)
    {
        foreach (var statement in body)
        {
            var flow = statement.Execute(state, scope);
            if (flow != Flow.Next)
                return flow;
        }
        return Flow.Next;
    }

    /// <summary>What the statements write, as a text of its own.</summary>
    public static string Capture(IReadOnlyList<Statement> body, RenderState state, Scope scope)
    {
        var outer = state.BeginCapture();
        ExecuteAll(body, state, scope);
        return state.EndCapture(outer);
    }

    protected abstract Flow Run(RenderState state, Scope scope);
}

internal sealed class TextStatement(int line, string text) : Statement(line)
{
    protected override Flow Run(RenderState state, Scope scope)
    {
        state.Write(text);
        return Flow.Next;
    }
}

/// <summary>{{ a }}</summary>
internal sealed class OutputStatement(int line, Expression expression) : Statement(line)
{
    protected override Flow Run(RenderState state, Scope scope)
    {
        state.Write(expression.Evaluate(state, scope));
        return Flow.Next;
    }
}

/// <summary>{% if %} {% elif %} {% else %}: the last branch may have no condition.</summary>
internal sealed class IfStatement(int line, IReadOnlyList<(Expression? Condition, IReadOnlyList<Statement> Body)> branches) : Statement(line)
{
    protected override Flow Run(RenderState state, Scope scope)
    {
        foreach (var (condition, body) in branches)
        {
            if (condition is null || condition.IsTrue(state, scope))
                return ExecuteAll(body, state, scope);
        }
        return Flow.Next;
    }
}

/// <summary>{% set target = value %}</summary>
internal sealed class SetStatement(int line, Expression target, Expression value) : Statement(line)
{
    protected override Flow Run(RenderState state, Scope scope)
    {
        Assignment.Assign(state, scope, target, value.Evaluate(state, scope));
        return Flow.Next;
    }
}

/// <summary>{% set target %}...{% endset %}, with filters or without</summary>
internal sealed class SetBlock(int line, Expression target, IReadOnlyList<FilterStep> filters, IReadOnlyList<Statement> body) : Statement(line)
{
    protected override Flow Run(RenderState state, Scope scope)
    {
        object? value = Capture(body, state, new Scope(scope));
        foreach (var filter in filters)
            value = filter.Apply(state, scope, value);
        Assignment.Assign(state, scope, target, value);
        return Flow.Next;
    }
}

/// <summary>{% filter name %}...{% endfilter %}</summary>
internal sealed class FilterBlock(int line, IReadOnlyList<FilterStep> filters, IReadOnlyList<Statement> body) : Statement(line)
{
    protected override Flow Run(RenderState state, Scope scope)
    {
        object? value = Capture(body, state, new Scope(scope));
        foreach (var filter in filters)
            value = filter.Apply(state, scope, value);
        state.Write(value);
        return Flow.Next;
    }
}

/// <summary>{% generation %}...{% endgeneration %}: marks what the assistant says, for training; writes its body.</summary>
internal sealed class GenerationBlock(int line, IReadOnlyList<Statement> body) : Statement(line)
{
    protected override Flow Run(RenderState state, Scope scope) => ExecuteAll(body, state, scope);
}

/// <summary>{% break %} and {% continue %}</summary>
internal sealed class FlowStatement(int line, Flow flow) : Statement(line)
{
    protected override Flow Run(RenderState state, Scope scope) => flow;
}
