using System.Text.Json;
using Hone.Cli.Models;
using Hone.Core;
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

    [Theory]
    [InlineData(0f)]
    [InlineData(1.5f)]
    public async Task Complete_Choice_IsOneOfThem(float temperature)
    {
        string[] texts = ["benign", "malicious", "not sure"];
        var options = new GenerationOptions { Temperature = temperature, Form = new OutputForm.Choice(texts) };

        foreach (var text in await _model.CompleteAllAsync([.. Enumerable.Range(0, 6).Select(i => $"The gateway {i}")], options, Cancel))
        {
            Assert.Contains(text.Text, texts);
            Assert.True(text.IsComplete);
        }
    }

    [Fact]
    public async Task Complete_Regex_Matches()
    {
        const string Expression = "CVE-[0-9]{4}-[0-9]{4,7}";
        for (ulong seed = 0; seed < 5; seed++)
        {
            var text = await _model.CompleteAsync("The", new GenerationOptions { Temperature = 1, Seed = seed, Form = new OutputForm.Regex(Expression) }, Cancel);

            Assert.Matches($"^{Expression}$", text.Text);
        }
    }

    [Fact]
    public async Task Complete_JsonSchema_IsSuchAValue()
    {
        using var schema = JsonDocument.Parse("""
            {"type": "object", "properties": {"severity": {"enum": ["low", "high"]}, "open": {"type": "boolean"}, "ports": {"type": "array", "items": {"enum": [22, 443]}, "maxItems": 2}},
             "required": ["severity", "open", "ports"], "additionalProperties": false}
            """);
        for (ulong seed = 0; seed < 5; seed++)
        {
            var text = await _model.CompleteAsync("The", new GenerationOptions { MaxTokens = 600, Temperature = 1, Seed = seed, Form = new OutputForm.JsonSchema(schema.RootElement) }, Cancel);

            using var value = JsonDocument.Parse(text.Text);
            Assert.Contains(value.RootElement.GetProperty("severity").GetString(), new[] { "low", "high" });
            Assert.Contains(value.RootElement.GetProperty("open").ValueKind, new[] { JsonValueKind.True, JsonValueKind.False });
            Assert.InRange(value.RootElement.GetProperty("ports").GetArrayLength(), 0, 2);
            Assert.Equal(3, value.RootElement.EnumerateObject().Count());
        }
    }

    [Fact]
    public async Task CompleteAll_AtOnce_SameAsOneByOne()
    {
        string[] prompts = ["The", "The gateway", "", "The analyst reported the"];
        var options = new GenerationOptions { MaxTokens = 15, Temperature = 1, Seed = 3, MinP = 0.01f, RepetitionPenalty = 1.2f, Stop = [" the"] };

        var together = await _model.CompleteAllAsync(prompts, options, Cancel);

        foreach (var (prompt, text) in prompts.Zip(together))
            Assert.Equal(await _model.CompleteAsync(prompt, options, Cancel), text);
    }

    [Fact]
    public async Task Complete_LogProbabilities_AreThoseOfScore()
    {
        var text = await _model.CompleteAsync("The", new GenerationOptions { MaxTokens = 1, LogProbabilities = 2 }, Cancel);

        var token = Assert.Single(text.Tokens!);
        Assert.Equal(token.LogProbability, token.Likeliest[0].LogProbability);
        Assert.Equal(2, token.Likeliest.Count);
        Assert.Equal(_model.Score("The", [text.Text], Cancel)[0].LogLikelihood, token.LogProbability, 1e-4);
    }

    [Fact]
    public async Task Reply_ByTheModelsTemplate_ReadsWhatItRenders()
    {
        var directory = Directory.CreateTempSubdirectory("hone-chat-").FullName;
        foreach (var file in Directory.EnumerateFiles(tiny.Model))
            File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));
        await File.WriteAllTextAsync(Path.Combine(directory, "chat_template.jinja"), "<|endoftext|>The {% for turn in messages %}{{ turn.content }}{% endfor %}", Cancel);
        using var model = LocalLanguageModel.Open(directory);
        var options = new GenerationOptions { MaxTokens = 12, Temperature = 1, Seed = 4 };

        var reply = string.Concat(await model.ReplyAsync([new ChatTurn("user", "gate"), new ChatTurn("user", "way")], options, Cancel).ToArrayAsync(Cancel));

        Assert.True(model.CanChat);
        Assert.False(_model.CanChat);
        Assert.Equal((await model.CompleteAsync("The gateway", options, Cancel)).Text, reply);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public void Open_OtherWeights_ScoresNearly()
    {
        using var coarse = LocalLanguageModel.Open(tiny.Model, new LocalModelOptions { Weights = LocalModelOptions.ParseFormat("bf16") });

        Assert.Equal(_model.ScoreText("The gateway blocked", Cancel).LogLikelihood, coarse.ScoreText("The gateway blocked", Cancel).LogLikelihood, 0.05);
        Assert.Throws<UserError>(() => LocalModelOptions.ParseFormat("q3"));
    }

    public void Dispose() => _model.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Text(GenerationOptions options) =>
        string.Concat(_model.GenerateAsync("The", options, Cancel).ToBlockingEnumerable(Cancel));
}
