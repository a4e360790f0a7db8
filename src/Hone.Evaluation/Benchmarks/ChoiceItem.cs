namespace Hone.Evaluation.Benchmarks;

/// <summary>One multiple-choice question.</summary>
internal sealed record ChoiceItem
{
    /// <summary>Unique within its benchmark.</summary>
    public required string Id { get; init; }

    public required string Question { get; init; }

    /// <summary>2 to 26 answers, none empty.</summary>
    public required IReadOnlyList<string> Choices { get; init; }

    /// <summary>Index of the right answer.</summary>
    public required int Gold { get; init; }

    /// <summary>Where the question comes from, for the breakdown; "" where the publisher does not say.</summary>
    public string Source { get; init; } = "";

    /// <summary>The publisher's own prompt, which the letter protocol uses word for word; null: the protocol builds one.</summary>
    public string? LetterPrompt { get; init; }

    /// <summary>Solved examples the letter protocol puts before the question; "" for none.</summary>
    public string Shots { get; init; } = "";

    public static char LetterOf(int index) => (char)('A' + index);
}
