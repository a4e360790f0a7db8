namespace Hone.Evaluation.Answers;

/// <summary>A benchmark whose stored answers can be scored without a model.</summary>
internal interface IAnswerBenchmark
{
    string Name { get; }

    /// <summary>What a right answer looks like, for the message where one does not: "a letter from A to D".</summary>
    string GoldForm { get; }

    /// <summary>Less is better in the first score, as in a deviation.</summary>
    bool LessIsBetter => false;

    bool IsGold(string text);

    /// <summary>What scoring needs beside answers and gold is looked for where these files are.</summary>
    IAnswerScorer Open(AnswerPlaces places);
}

/// <summary>Scores the answers of one model after the other.</summary>
internal interface IAnswerScorer
{
    /// <summary>The first score is the headline.</summary>
    AnswerScores Score(IReadOnlyList<AnsweredItem> items);
}

/// <summary>The files given on the command line.</summary>
internal sealed record AnswerPlaces(string Answers, string? Data);
