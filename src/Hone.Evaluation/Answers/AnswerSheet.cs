namespace Hone.Evaluation.Answers;

/// <summary>One model's answer to one question, as it was written.</summary>
/// <param name="Id">The question: its number in the publisher's file, "0001" and on, or an id of the sheet's own.</param>
/// <param name="Line">Where the answer stands in its file, for errors.</param>
/// <param name="Gold">The right answer where the sheet holds it.</param>
/// <param name="Text">Null: the question was not answered.</param>
internal sealed record Answer(string Id, int Line, string? Gold, string? Text);

/// <summary>All of one model's answers, in file order.</summary>
internal sealed record ModelAnswers(string Model, IReadOnlyList<Answer> Answers);

/// <summary>One question with its right answer and what a model said.</summary>
internal sealed record AnsweredItem(string Id, string Gold, string? Text);
