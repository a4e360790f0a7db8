namespace Hone.Core.Tokens.Chat.Jinja.Values;

/// <summary>What a template can call: a function of ours, a method of a value, or a macro.</summary>
internal abstract class Callable(string name)
{
    public string Name => name;

    public abstract object? Invoke(RenderState state, Arguments arguments);
}

/// <summary>A function of ours with named parameters, the first of them required.</summary>
internal sealed class Function(string name, int required, string[] parameters, Func<RenderState, BoundArguments, object?> body) : Callable(name)
{
    public override object? Invoke(RenderState state, Arguments arguments) => body(state, arguments.Bind(Name, required, parameters));
}

/// <summary>A function of ours that takes whatever it is given.</summary>
internal sealed class VariadicFunction(string name, Func<RenderState, Arguments, object?> body) : Callable(name)
{
    public override object? Invoke(RenderState state, Arguments arguments) => body(state, arguments);
}
