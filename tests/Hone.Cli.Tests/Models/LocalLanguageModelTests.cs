using Hone.Cli.Models;
using Hone.Core.Models;

namespace Hone.Cli.Tests.Models;

public sealed class LocalLanguageModelTests(TinyModel tiny) : IDisposable
{
    private readonly ILanguageModel _model = LocalLanguageModel.Open(tiny.Model);

    [Fact]
    public void Score_AfterAPrompt_IsTheDifferenceOfTheTexts()
    {
        var score = _model.Score("The gateway", [" blocked", " blocked the ticket"], Cancel);

        Assert.Equal(_model.ScoreText("The gateway blocked", Cancel).LogLikelihood - _model.ScoreText("The gateway", Cancel).LogLikelihood, score[0].LogLikelihood, 3);
        Assert.Equal(_model.ScoreText("The gateway blocked the ticket", Cancel).LogLikelihood - _model.ScoreText("The gateway", Cancel).LogLikelihood, score[1].LogLikelihood, 3);
    }

    [Fact]
    public void Score_OfTheGreedyContinuation_SaysSo()
    {
        var greedy = Text(new GenerationOptions { MaxTokens = 1 });

        Assert.True(_model.Score("The", [greedy], Cancel)[0].IsGreedy);
    }

    [Fact]
    public void Score_NoContinuations_IsEmpty() => Assert.Empty(_model.Score("The", [], Cancel));

    [Fact]
    public void Score_PromptLongerThanTheContext_LosesItsBeginning()
    {
        var tail = string.Concat(Enumerable.Repeat(" the gateway blocked", 40));

        var one = _model.Score("A quite different beginning." + tail, [" the"], Cancel)[0];
        var other = _model.Score("Nothing alike." + tail, [" the"], Cancel)[0];

        Assert.Equal(one, other);
    }

    [Fact]
    public void Score_ContinuationLongerThanTheContext_CountsEveryToken()
    {
        var longText = string.Concat(Enumerable.Repeat(" the gateway blocked", 40));

        var score = _model.Score("The", [longText], Cancel)[0];

        Assert.Equal(_model.ScoreText(longText, Cancel).Tokens, score.Tokens);
        Assert.True(double.IsFinite(score.LogLikelihood) && score.LogLikelihood < 0);
    }

    [Fact]
    public void ScoreText_CountsUtf8Bytes() => Assert.Equal(7, _model.ScoreText("caf\u00e9 ñ"[..5] + "!", Cancel).Bytes);

    [Fact]
    public void ScoreText_Empty_IsZero() => Assert.Equal(new TextScore(0, 0, 0), _model.ScoreText("", Cancel));

    [Fact]
    public void Generate_SameSeed_SameText()
    {
        var options = new GenerationOptions { MaxTokens = 20, Temperature = 1, Seed = 5 };

        Assert.Equal(Text(options), Text(options));
        Assert.NotEqual(Text(options), Text(options with { Seed = 6 }));
    }

    [Fact]
    public void Generate_StopString_EndsBeforeIt()
    {
        var whole = Text(new GenerationOptions { MaxTokens = 12 });
        var stop = whole.Substring(4, 3);

        var cut = Text(new GenerationOptions { MaxTokens = 12, Stop = [stop] });

        Assert.Equal(whole[..whole.IndexOf(stop, StringComparison.Ordinal)], cut);
    }

    [Fact]
    public void Generate_BeyondTheContext_GoesOn() => Assert.NotEqual("", Text(new GenerationOptions { MaxTokens = 100 }));

    public void Dispose() => _model.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Text(GenerationOptions options) =>
        string.Concat(_model.GenerateAsync("The", options, Cancel).ToBlockingEnumerable(Cancel));
}
