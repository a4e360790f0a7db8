using System.Text.Json.Nodes;
using Hone.Core.Runs;

namespace Hone.Core.Tests.Runs;

public sealed class MetricsLogTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Log => _folder["metrics.jsonl"];

    [Fact]
    public void OpenAt_AfterResume_CutsWhatWillBeWrittenAgain()
    {
        using (var log = MetricsLog.OpenAt(Log, _ => true))
        {
            log.Append(new JsonObject { ["event"] = "début" });
            for (int step = 0; step < 10; step++)
                log.Append(step, ("loss", step / 2.0));
        }
        string whole = File.ReadAllText(Log);

        using (var log = MetricsLog.OpenAt(Log, step => step < 4))
            for (int step = 4; step < 10; step++)
                log.Append(step, ("loss", step / 2.0));

        Assert.Equal(whole, File.ReadAllText(Log));
    }

    [Theory]
    [InlineData("{\"step\":2,\"lo")]
    [InlineData("{\"step\":2}")]
    [InlineData("nonsense\n")]
    [InlineData("\n")]
    public void OpenAt_LineCutByAKill_IsCutOff(string rest)
    {
        File.WriteAllText(Log, "{\"step\":1}\n" + rest);

        MetricsLog.OpenAt(Log, _ => true).Dispose();

        Assert.Equal("{\"step\":1}\n", File.ReadAllText(Log));
    }

    [Fact]
    public void Append_NumberThatIsNotFinite_IsNull()
    {
        using (var log = MetricsLog.OpenAt(Log, _ => true))
            log.Append(3, ("loss", double.NaN), ("rate", 0.5));

        Assert.Equal("{\"step\":3,\"loss\":null,\"rate\":0.5}\n", File.ReadAllText(Log));
    }

    [Fact]
    public void Read_WhileALineIsBeingWritten_LeavesItOut()
    {
        File.WriteAllText(Log, "{\"step\":1}\n{\"step\":2");

        Assert.Equal([1], MetricsLog.Read(Log).Select(line => (int)line["step"]!));
    }
}
