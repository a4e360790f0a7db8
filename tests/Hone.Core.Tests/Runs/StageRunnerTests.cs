using Hone.Core.Documents;
using Hone.Core.Runs;

namespace Hone.Core.Tests.Runs;

public sealed class StageRunnerTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public StageRunnerTests() => File.WriteAllText(Input, "input");

    public void Dispose() => _folder.Dispose();

    private string Input => _folder["input.txt"];

    private StageDirectory Stage => RunDirectory.Open(_folder["runs"], "r").Stage("fake");

    private Task<StageOutcome> RunAsync(IStage stage) =>
        StageRunner.RunAsync(stage, RunDirectory.Open(_folder["runs"], "r"), NoProgress.Instance, TimeProvider.System, TestContext.Current.CancellationToken);

    [Fact]
    public async Task Run_FirstTime_WritesManifestWithHashesOfInputsAndOutputs()
    {
        StageOutcome outcome = await RunAsync(new FakeStage(Input));

        Manifest manifest = Manifest.Read(Stage.Manifest);
        Assert.Equal(StageOutcome.Done, outcome);
        Assert.Equal("fake", manifest.Stage);
        Assert.Equal(5, (int)manifest.Spec["lines"]!);
        Assert.Equal([new FileRecord(Input, 5, "c96c6d5be8d08a12e7b5cdc1b207fa6b2430974c86803d8891675e76fd992c20")], manifest.Inputs);
        Assert.Equal(["deep/result.txt", "state.txt"], manifest.Outputs.Select(o => o.Path));
        Assert.Equal(CodeVersion.Current, manifest.Code);
    }

    [Fact]
    public async Task Run_SecondTime_IsUpToDateAndDoesNotCallTheStage()
    {
        await RunAsync(new FakeStage(Input));
        var second = new FakeStage(Input);

        StageOutcome outcome = await RunAsync(second);

        Assert.Equal(StageOutcome.UpToDate, outcome);
        Assert.Equal(0, second.Calls);
        Assert.Single(UsageLog.Read(Stage.Usage));
    }

    [Fact]
    public async Task Run_OtherSpec_BeginsInAnEmptyDirectory()
    {
        await RunAsync(new FakeStage(Input));
        File.WriteAllText(Stage.In("left.txt"), "left");

        StageOutcome outcome = await RunAsync(new FakeStage(Input) { Word = "other" });

        Assert.Equal(StageOutcome.Done, outcome);
        Assert.StartsWith("other 0", File.ReadAllText(Stage.In("state.txt")), StringComparison.Ordinal);
        Assert.False(File.Exists(Stage.In("left.txt")));
    }

    [Fact]
    public async Task Run_OtherInputContent_RunsAgain()
    {
        await RunAsync(new FakeStage(Input));
        File.WriteAllText(Input, "other");

        Assert.Equal(StageOutcome.Done, await RunAsync(new FakeStage(Input)));
        Assert.EndsWith("other", File.ReadAllText(Stage.In("state.txt")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("same length")]
    [InlineData("deleted")]
    public async Task Run_OutputTouchedSince_RunsAgainFromNothing(string harm)
    {
        await RunAsync(new FakeStage(Input));
        string path = Stage.In("state.txt");
        string good = File.ReadAllText(path);
        if (harm == "deleted")
            File.Delete(path);
        else
            File.WriteAllText(path, harm == "changed" ? "x" : good.Replace('i', 'j'));

        Assert.Equal(StageOutcome.Done, await RunAsync(new FakeStage(Input)));
        Assert.Equal(good, File.ReadAllText(path));
    }

    [Fact]
    public async Task Run_InterruptedAnywhere_EndsWithTheSameBytes()
    {
        await RunAsync(new FakeStage(Input));
        Dictionary<string, string> expected = Contents();
        for (int stop = 0; stop < 5; stop++)
        {
            Directory.Delete(_folder["runs"], recursive: true);
            var killed = new FakeStage(Input) { Interrupt = i => { if (i == stop) throw new InvalidOperationException("killed"); } };
            await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(killed));
            File.WriteAllText(Stage.In("state.txt.partial"), "half");
            Assert.False(File.Exists(Stage.Manifest));

            var resumed = new FakeStage(Input);
            await RunAsync(resumed);

            Assert.Equal(5 - stop, resumed.LinesWritten);
            Assert.Equal(expected, Contents());
            Assert.Equal([false, true], UsageLog.Read(Stage.Usage).Select(u => u.Completed));
        }
    }

    [Fact]
    public async Task Run_KilledWhileEmptying_DoesNotGoOnFromTheRemains()
    {
        await RunAsync(new FakeStage(Input));
        File.Delete(Stage.Manifest);
        File.WriteAllText(Stage.Started, "{\"key\":\"discarded\"}");
        File.WriteAllText(Stage.In("state.txt"), "remains");

        await RunAsync(new FakeStage(Input));

        Assert.StartsWith("line 0", File.ReadAllText(Stage.In("state.txt")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"format\":99}")]
    public async Task Run_UnreadableManifest_RunsAgain(string manifest)
    {
        await RunAsync(new FakeStage(Input));
        File.WriteAllText(Stage.Manifest, manifest);

        Assert.Equal(StageOutcome.Done, await RunAsync(new FakeStage(Input)));
        Assert.Equal("fake", Manifest.Read(Stage.Manifest).Stage);
    }

    [Fact]
    public async Task Run_DirectoryWithForeignFiles_IsRefusedAndLeftAlone()
    {
        Directory.CreateDirectory(Stage.Path);
        File.WriteAllText(Stage.In("thesis.txt"), "precious");

        await Assert.ThrowsAsync<UserError>(() => RunAsync(new FakeStage(Input)));

        Assert.Equal("precious", File.ReadAllText(Stage.In("thesis.txt")));
    }

    [Fact]
    public async Task Run_MissingInput_IsUserErrorWithPath()
    {
        var error = await Assert.ThrowsAsync<UserError>(() => RunAsync(new FakeStage(_folder["none"])));

        Assert.Contains(_folder["none"], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_StageThatCannotWrite_IsUserErrorWithItsDirectory()
    {
        var full = new FakeStage(Input) { Interrupt = _ => throw new IOException("No space left on device : '/x'") };

        var error = await Assert.ThrowsAsync<UserError>(() => RunAsync(full));

        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Contains(Stage.Path, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Hint);
    }

    [Fact]
    public async Task Run_Cancelled_IsNotAFailureOfItsOwnAndCanGoOn()
    {
        using var cancel = new CancellationTokenSource();
        var stage = new FakeStage(Input) { Interrupt = i => { if (i == 2) cancel.Cancel(); } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            StageRunner.RunAsync(stage, RunDirectory.Open(_folder["runs"], "r"), NoProgress.Instance, TimeProvider.System, cancel.Token));

        var again = new FakeStage(Input);
        await RunAsync(again);

        Assert.Equal(3, again.LinesWritten);
    }

    [Fact]
    public async Task Run_RunHeldElsewhere_IsUserError()
    {
        using IDisposable other = RunDirectory.Open(_folder["runs"], "r").Hold();

        var error = await Assert.ThrowsAsync<UserError>(() => RunAsync(new FakeStage(Input)));

        Assert.Contains("another hone", error.Message, StringComparison.Ordinal);
    }

    private Dictionary<string, string> Contents() => FileTree.List(Stage.Path)
        .Where(f => f.Relative is not "usage.jsonl")
        .ToDictionary(f => f.Relative, f => File.ReadAllText(f.Path));
}
