using Hone.Evaluation.Benchmarks;
using Hone.Evaluation.Protocols;
using Hone.Evaluation.Tests.Doubles;

namespace Hone.Evaluation.Tests.Protocols;

public class MultipleChoiceTests
{
    private static readonly ChoiceItem Item = new() { Id = "q", Question = "Which?", Choices = ["no", "a long one", "mid", "\u00E9\u00E9"], Gold = 1 };

    [Fact]
    public void Ask_Letter_ShowsOptionsAndTakesTheLikeliestLetter()
    {
        using var model = new TableModel { Continuations = { [" A"] = -3, [" B"] = -2.5, [" C"] = -2, [" D"] = -9 } };

        var row = MultipleChoice.Ask(model, "exam", new LetterProtocol(), Item, TestContext.Current.CancellationToken);

        Assert.Equal("Which?\nA. no\nB. a long one\nC. mid\nD. \u00E9\u00E9\nAnswer:", Assert.Single(model.Prompts));
        Assert.Equal(2, row.Chosen);
        Assert.Equal([-3, -2.5, -2, -9], row.LogLikelihoods);
    }

    [Fact]
    public void Ask_LetterWithPublishersPrompt_UsesItWordForWord()
    {
        using var model = new TableModel { Continuations = { [" A"] = -1, [" B"] = -2, [" C"] = -2, [" D"] = -2 } };

        MultipleChoice.Ask(model, "cti-mcq", new LetterProtocol(), Item with { LetterPrompt = "As published." }, TestContext.Current.CancellationToken);

        Assert.Equal("As published.\nAnswer:", Assert.Single(model.Prompts));
    }

    [Fact]
    public void Ask_Cloze_NormalisesByBytesOfTheChoice()
    {
        // Per byte: -1/2, -4/10, -2/3, -2/4: the long one wins though its sum is the lowest.
        using var model = new TableModel { Continuations = { [" no"] = -1, [" a long one"] = -4, [" mid"] = -2, [" \u00E9\u00E9"] = -2 } };

        var row = MultipleChoice.Ask(model, "exam", new ClozeProtocol(), Item, TestContext.Current.CancellationToken);

        Assert.Equal("Question: Which?\nAnswer:", Assert.Single(model.Prompts));
        Assert.Equal(1, row.Chosen);
        Assert.Equal([2, 10, 3, 4], row.ChoiceBytes);
        Assert.True(row.IsRight);
    }

    [Fact]
    public void Ask_ModelWithoutNumbers_HasChosenNothing()
    {
        using var model = new TableModel { Continuations = { [" A"] = double.NaN, [" B"] = double.NegativeInfinity, [" C"] = double.NaN, [" D"] = double.NaN } };

        var row = MultipleChoice.Ask(model, "exam", new LetterProtocol(), Item, TestContext.Current.CancellationToken);

        Assert.Null(row.Chosen);
        Assert.False(row.IsRight);
    }

    [Fact]
    public void Choose_Equals_TakesTheFirst() =>
        Assert.Equal(1, MultipleChoice.Choose(new LetterProtocol(), [null, -1, -1], [1, 1, 1]));
}
