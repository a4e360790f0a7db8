namespace Hone.Cli.Recipes;

/// <summary>Where a value was written: a place in a file, or a <c>--set</c> on the command line (line 0).</summary>
internal readonly record struct Origin(string Name, int Line, int Column)
{
    public override string ToString() => Line == 0 ? Name : $"{Name}:{Line}:{Column}";
}

/// <summary>One thing wrong with a recipe, and what to do about it.</summary>
internal sealed record RecipeProblem(Origin At, string Message, string Remedy)
{
    public override string ToString() => $"{At}: {Message}; {Remedy}";
}
