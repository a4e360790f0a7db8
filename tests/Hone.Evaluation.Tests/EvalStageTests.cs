using Hone.Core;
using Hone.Core.Documents;
using Hone.Core.Models;
using Hone.Core.Runs;
using Hone.Core.Statistics;
using Hone.Evaluation.Comparisons;
using Hone.Evaluation.Logs;
using Hone.Evaluation.Tests.Doubles;

namespace Hone.Evaluation.Tests;

public sealed class EvalStageTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Run_UniformModel_ScoresEightBitsAndChanceBaselines()
    {
        using var model = new UniformModel();

        var log = await RunAsync(Spec(), model);

        Assert.Equal(["domain", "general", "exam", "exam"], log.Scores.Where(s => s.Part is null).Select(s => s.Name));
        Assert.Equal(8, log.Headline("domain")?.Value ?? 0, 9);
        Assert.Equal(8, log.Headline("general")?.Value ?? 0, 9);
        Assert.Equal("cloze", log.Headline("exam")?.Protocol);
        // All letters are alike to it: the first is taken, and A is right for one of three.
        Assert.Equal(1 / 3.0, log.Scores.Single(s => s is { Name: "exam", Protocol: "letter" }).Value ?? 0, 9);
        Assert.Equal(12 + 6, log.Items.Count);
        Assert.Equal("xxxxx", Assert.Single(log.Samples).Text);
        Assert.Null(log.ModelHash);
    }

    [Fact]
    public async Task Run_Twice_WritesTheSameBytes()
    {
        using var model = new UniformModel();
        await RunAsync(Spec(), model, "first");
        await RunAsync(Spec(), model, "second");

        Assert.Equal(File.ReadAllBytes(_directory.In("first", "eval.json")), File.ReadAllBytes(_directory.In("second", "eval.json")));
        Assert.Equal(File.ReadAllBytes(_directory.In("first", "items.jsonl")), File.ReadAllBytes(_directory.In("second", "items.jsonl")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(18)]
    public async Task Run_InterruptedThenStartedAgain_AsksOnlyTheRestAndWritesTheSame(int interruptAfter)
    {
        using var whole = Table();
        using var interrupted = Table(interruptAfter);
        using var rest = Table();
        await RunAsync(Spec(), whole, "whole");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(Spec(), interrupted, "part"));
        Assert.False(File.Exists(_directory.In("part", "eval.json")));
        await RunAsync(Spec(), rest, "part");

        Assert.Equal(19, whole.Asked);
        Assert.Equal(whole.Asked - interruptAfter, rest.Asked);
        Assert.Equal(File.ReadAllBytes(_directory.In("whole", "eval.json")), File.ReadAllBytes(_directory.In("part", "eval.json")));
    }

    [Fact]
    public async Task Run_OtherModelFiles_DoesNotGoOnFromTheOldItems()
    {
        Directory.CreateDirectory(_directory.In("model"));
        _directory.Write("model/weights", "one");
        using var first = Table(interruptAfter: 5);
        using var second = Table();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(Spec(), first, "part"));

        _directory.Write("model/weights", "two");
        var log = await RunAsync(Spec(), second, "part");

        Assert.Equal(19, second.Asked);
        Assert.Equal(64, log.ModelHash?.Length);
    }

    [Fact]
    public async Task Run_CancelledBefore_StopsWithoutALog()
    {
        using var model = Table();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Stage(Spec(), model).RunAsync(Context("part"), new CancellationToken(canceled: true)));

        Assert.False(File.Exists(_directory.In("part", "eval.json")));
    }

    [Fact]
    public async Task Run_BadSpec_NamesEveryProblem()
    {
        using var model = Table();

        var error = await Assert.ThrowsAsync<UserError>(() => RunAsync(new EvalSpec { MaxDocuments = 0, Confidence = 1 }, model));

        Assert.Contains("model:", error.Message, StringComparison.Ordinal);
        Assert.Contains("nothing to evaluate on", error.Message, StringComparison.Ordinal);
        Assert.Contains("max_documents", error.Message, StringComparison.Ordinal);
        Assert.Contains("confidence", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_MaxQuestions_AsksBothProtocolsTheSame()
    {
        using var model = Table();

        var log = await RunAsync(Spec() with { MaxQuestions = 2 }, model);

        var asked = log.Items.Where(item => item.Set == "exam").ToArray();
        Assert.Equal(4, asked.Length);
        Assert.Equal(asked.Where(i => i.Protocol == "letter").Select(i => i.Id), asked.Where(i => i.Protocol == "cloze").Select(i => i.Id));
    }

    [Fact]
    public async Task Load_WrittenLog_IsTheSameAgain()
    {
        using var model = Table();
        var log = await RunAsync(Spec(), model);

        EvalLogFile.Save(log, _directory.In("again.json"));

        Assert.Equal(File.ReadAllBytes(_directory.In("out", "eval.json")), File.ReadAllBytes(_directory.In("again.json")));
    }

    [Theory]
    [InlineData("", "not a valid evaluation log")]
    [InlineData("{}", "not a valid evaluation log")]
    [InlineData("null", "not an evaluation log")]
    [InlineData("""{"format":"hone-eval","version":1,"spec":{},"scores":[],"items":[null],"samples":[]}""", "an entry is null")]
    [InlineData("""{"format":"hone-eval","version":1,"spec":{},"scores":null,"items":[],"samples":[]}""", "not a valid evaluation log")]
    [InlineData("""{"format":"hone-eval","version":9,"spec":{},"scores":[],"items":[],"samples":[]}""", "not an evaluation log of version 1")]
    public void Load_OtherFile_IsRefused(string text, string problem)
    {
        var error = Assert.Throws<UserError>(() => EvalLogFile.Load(_directory.Write("eval.json", text)));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_RandomDamage_IsReadOrRefusedAndNeverFails()
    {
        using var model = Table();
        var good = await RunAsync(Spec(), model);
        var whole = File.ReadAllBytes(_directory.In("out", "eval.json"));
        var random = new Xoshiro256(9);
        var refused = 0;
        for (var round = 0; round < 500; round++)
        {
            var bytes = whole.ToArray();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(32, 127);
            File.WriteAllBytes(_directory.In("damaged.json"), bytes);
            try
            {
                Comparison.Compare(good, EvalLogFile.Load(_directory.In("damaged.json")));
            }
            catch (UserError)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 50, 499);
    }

    [Fact]
    public void Inputs_Always_AreTheFilesOfTheSpec()
    {
        using var model = Table();

        Assert.Equal(5 - 1, Stage(Spec(), model).Inputs.Count);
    }

    private EvalSpec Spec()
    {
        if (!File.Exists(_directory.In("exam.jsonl")))
            WriteInputs();
        return new EvalSpec
        {
            Model = _directory.In("model"),
            DomainHeldout = _directory.In("domain.jsonl.gz"),
            GeneralHeldout = _directory.In("general.jsonl.gz"),
            Exam = _directory.In("exam.jsonl"),
            Prompts = ["Say", "Say"],
            SampleTokens = 5,
        };
    }

    private void WriteInputs()
    {
        foreach (var (group, letter) in new[] { ("domain", 'd'), ("general", 'g') })
        {
            using var writer = new DocumentWriter(_directory.In($"{group}.jsonl.gz"));
            for (var i = 0; i < 6; i++)
                writer.Write(new Document { Id = $"{i}", Source = i < 3 ? "s1" : "s2", Text = new string(letter, i + 1) });
            writer.Complete();
        }
        _directory.Write("exam.jsonl", string.Concat(Enumerable.Range(0, 3).Select(i =>
            $$"""{"id":"q{{i}}","question":"Q{{i}}","choices":["no","yes","maybe"],"answer":"{{"ABC"[i]}}"}""" + "\n")));
    }

    private static TableModel Table(int interruptAfter = int.MaxValue) => new()
    {
        InterruptAfter = interruptAfter,
        Continuations = new() { [" A"] = -1.25, [" B"] = -2, [" C"] = -3, [" no"] = -9, [" yes"] = -1.0 / 3, [" maybe"] = -7 },
        Texts = Enumerable.Range(1, 6).SelectMany(n => new[] { new string('d', n), new string('g', n) }).ToDictionary(text => text, text => -0.1 * text.Length),
    };

    private static EvalStage Stage(EvalSpec spec, ILanguageModel model) => new("eval-before", spec, _ => model);

    private StageContext Context(string name) => new(_directory.In(name), NoProgress.Instance, TimeProvider.System);

    private async Task<EvalLog> RunAsync(EvalSpec spec, ILanguageModel model, string name = "out")
    {
        await Stage(spec, model).RunAsync(Context(name), Cancel);
        return EvalLogFile.Load(_directory.In(name, "eval.json"));
    }
}
