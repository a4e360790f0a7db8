using Hone.Core.Tokens.Chat.Jinja.Values;

namespace Hone.Core.Tokens.Chat.Jinja.Nodes;

/// <summary>+ - * / // % **</summary>
internal sealed class Binary(int line, string operation, Expression left, Expression right) : Expression(line)
{
    protected override object? Compute(RenderState state, Scope scope) =>
        Arithmetic.Apply(state, operation, left.Evaluate(state, scope), right.Evaluate(state, scope));
}

/// <summary>a ~ b: the printed forms, one after the other.</summary>
internal sealed class Join(int line, Expression left, Expression right) : Expression(line)
{
    protected override object? Compute(RenderState state, Scope scope)
    {
        string first = ValueText.Text(state, left.Evaluate(state, scope));
        return Arithmetic.Concatenate(state, first, ValueText.Text(state, right.Evaluate(state, scope)));
    }
}

/// <summary>-a and +a</summary>
internal sealed class Signed(int line, bool minus, Expression operand) : Expression(line)
{
    protected override object? Compute(RenderState state, Scope scope)
    {
        object? value = operand.Evaluate(state, scope);
        return minus ? Arithmetic.Negate(value) : Arithmetic.IsNumber(value) ? value : throw new TemplateProblem($"'+' does not work on {ValueText.KindOf(value)}");
    }
}

internal sealed class Not(int line, Expression operand) : Expression(line)
{
    protected override object? Compute(RenderState state, Scope scope) => !operand.IsTrue(state, scope);
}

/// <summary>and, or: the operand that decided is the value.</summary>
internal sealed class Logical(int line, bool isAnd, Expression left, Expression right) : Expression(line)
{
    protected override object? Compute(RenderState state, Scope scope)
    {
        object? value = left.Evaluate(state, scope);
        return ValueOrder.IsTrue(value) == isAnd ? right.Evaluate(state, scope) : value;
    }
}

/// <summary>a == b, a in b, and chains: 1 &lt; a &lt; 5.</summary>
internal sealed class Comparison(int line, Expression first, IReadOnlyList<(string Operation, Expression Right)> rest) : Expression(line)
{
    protected override object? Compute(RenderState state, Scope scope)
    {
        object? left = first.Evaluate(state, scope);
        foreach (var (operation, expression) in rest)
        {
            object? right = expression.Evaluate(state, scope);
            if (!Holds(state, operation, left, right))
                return false;
            left = right;
        }
        return true;
    }

    private static bool Holds(RenderState state, string operation, object? left, object? right) => operation switch
    {
        "==" => ValueOrder.AreEqual(state, left, right),
        "!=" => !ValueOrder.AreEqual(state, left, right),
        "in" => Sequences.Contains(state, right, left),
        "not in" => !Sequences.Contains(state, right, left),
        "<" => ValueOrder.Compare(state, left, right) < 0,
        "<=" => ValueOrder.Compare(state, left, right) <= 0,
        ">" => ValueOrder.Compare(state, left, right) > 0,
        _ => ValueOrder.Compare(state, left, right) >= 0,
    };
}

/// <summary>a if condition else b; without else it is undefined.</summary>
internal sealed class Conditional(int line, Expression condition, Expression then, Expression? otherwise) : Expression(line)
{
    protected override object? Compute(RenderState state, Scope scope)
    {
        if (condition.IsTrue(state, scope))
            return then.Evaluate(state, scope);
        return otherwise is null ? new Undefined("the else of a condition") : otherwise.Evaluate(state, scope);
    }
}
