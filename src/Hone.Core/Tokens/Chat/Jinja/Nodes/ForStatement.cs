using Hone.Core.Tokens.Chat.Jinja.Values;

namespace Hone.Core.Tokens.Chat.Jinja.Nodes;

/// <summary>{% for target in items if condition %}...{% else %}...{% endfor %}: each turn has its own variables.</summary>
internal sealed class ForStatement(int line, Expression target, Expression items, Expression? condition, IReadOnlyList<Statement> body, IReadOnlyList<Statement> otherwise)
    : Statement(line)
{
    protected override Flow Run(RenderState state, Scope scope)
    {
        var values = Filtered(state, scope, Sequences.Iterate(state, items.Evaluate(state, scope)));
        if (values.Count == 0)
            return ExecuteAll(otherwise, state, new Scope(scope));
        var loop = new LoopState(values);
        for (; loop.Place < values.Count; loop.Place++)
        {
            state.Charge(1);
            var turn = new Scope(scope);
            Assignment.Assign(state, turn, target, values[loop.Place]);
            turn.Set("loop", loop);
            if (ExecuteAll(body, state, turn) == Flow.Break)
                break;
        }
        return Flow.Next;
    }

    private IReadOnlyList<object?> Filtered(RenderState state, Scope scope, IReadOnlyList<object?> values)
    {
        if (condition is null)
            return values;
        var kept = new List<object?>();
        foreach (var value in values)
        {
            var turn = new Scope(scope);
            Assignment.Assign(state, turn, target, value);
            if (condition.IsTrue(state, turn))
                kept.Add(value);
        }
        return kept;
    }
}

/// <summary>The variable loop.</summary>
internal sealed class LoopState(IReadOnlyList<object?> items)
{
    private object? _changing = new Undefined("changed");

    /// <summary>The turn, from 0.</summary>
    public int Place { get; set; }

    public object? Get(string name) => name switch
    {
        "index" => Place + 1L,
        "index0" => (long)Place,
        "revindex" => (long)(items.Count - Place),
        "revindex0" => items.Count - Place - 1L,
        "first" => Place == 0,
        "last" => Place == items.Count - 1,
        "length" => (long)items.Count,
        "previtem" => Place > 0 ? items[Place - 1] : new Undefined("loop.previtem"),
        "nextitem" => Place + 1 < items.Count ? items[Place + 1] : new Undefined("loop.nextitem"),
        "depth" => 1L,
        "depth0" => 0L,
        "cycle" => new VariadicFunction("cycle", (_, arguments) => arguments.Positional.Count > 0
            ? arguments.Positional[Place % arguments.Positional.Count]
            : throw new TemplateProblem("cycle() needs values")),
        "changed" => new Function("changed", 1, ["value"], (state, arguments) => HasChanged(state, arguments[0])),
        _ => new Undefined($"loop.{name}"),
    };

    private bool HasChanged(RenderState state, object? value)
    {
        bool same = ValueOrder.AreEqual(state, _changing, value);
        _changing = value;
        return !same;
    }
}
