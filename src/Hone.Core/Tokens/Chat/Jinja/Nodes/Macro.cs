using Hone.Core.Tokens.Chat.Jinja.Values;

namespace Hone.Core.Tokens.Chat.Jinja.Nodes;

/// <summary>{% macro name(parameter, other=default) %}, and the body of {% call %}, which is a macro without a name.</summary>
internal sealed record Macro(string Name, IReadOnlyList<(string Name, Expression? Default)> Parameters, IReadOnlyList<Statement> Body)
{
    /// <summary>Whether the body speaks of varargs and kwargs; only then may more arguments come than there are parameters.</summary>
    public required bool TakesMore { get; init; }

    public Callable Bind(Scope scope) => new Bound(this, scope);

    /// <summary>The macro with the variables of the place where it was defined.</summary>
    internal sealed class Bound(Macro macro, Scope outer) : Callable(macro.Name)
    {
        public override object? Invoke(RenderState state, Arguments arguments) => Invoke(state, arguments, caller: null);

        public string Invoke(RenderState state, Arguments arguments, Callable? caller)
        {
            var scope = new Scope(outer);
            if (caller is not null)
                scope.Set("caller", caller);
            var named = arguments.Named.ToList();
            for (int i = 0; i < macro.Parameters.Count; i++)
                scope.Set(macro.Parameters[i].Name, Argument(state, scope, i, arguments, named));
            if (macro.TakesMore)
                SetMore(scope, arguments, named);
            else if (arguments.Positional.Count > macro.Parameters.Count || named.Count > 0)
                throw new TemplateProblem($"{Name}() takes only {macro.Parameters.Count} arguments{(named.Count > 0 ? $" and no '{named[0].Key}'" : "")}");
            return Statement.Capture(macro.Body, state, scope);
        }

        private object? Argument(RenderState state, Scope scope, int place, Arguments arguments, List<KeyValuePair<string, object?>> named)
        {
            if (place < arguments.Positional.Count)
                return arguments.Positional[place];
            var (name, absent) = macro.Parameters[place];
            int given = named.FindIndex(pair => pair.Key == name);
            if (given < 0)
                return absent is null ? new Undefined(name) : absent.Evaluate(state, scope);
            object? value = named[given].Value;
            named.RemoveAt(given);
            return value;
        }

        private void SetMore(Scope scope, Arguments arguments, List<KeyValuePair<string, object?>> named)
        {
            scope.Set("varargs", new TemplateList([.. arguments.Positional.Skip(macro.Parameters.Count)], isTuple: true));
            var map = new TemplateMap();
            foreach (var (name, value) in named)
                map.Set(name, value);
            scope.Set("kwargs", map);
        }
    }
}

internal sealed class MacroStatement(int line, Macro macro) : Statement(line)
{
    protected override Flow Run(RenderState state, Scope scope)
    {
        scope.Set(macro.Name, macro.Bind(scope));
        return Flow.Next;
    }
}

/// <summary>{% call(parameters) macro(arguments) %}...{% endcall %}</summary>
internal sealed class CallBlock(int line, Call call, Macro body) : Statement(line)
{
    protected override Flow Run(RenderState state, Scope scope)
    {
        state.Write(call.Invoke(state, scope, body.Bind(scope)));
        return Flow.Next;
    }
}
