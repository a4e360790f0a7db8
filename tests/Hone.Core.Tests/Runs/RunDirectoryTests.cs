using Hone.Core.Runs;

namespace Hone.Core.Tests.Runs;

public sealed class RunDirectoryTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a\n")]
    [InlineData("-rf")]
    [InlineData("C:x")]
    public void Open_NameThatIsNoName_IsUserError(string name)
    {
        Assert.Throws<UserError>(() => RunDirectory.Open(_folder.Path, name));
        Assert.Throws<UserError>(() => RunDirectory.Open(_folder.Path, "good").Stage(name));
    }

    [Fact]
    public void Hold_BySecond_FailsUntilReleasedByAllOfTheFirst()
    {
        RunDirectory first = RunDirectory.Open(_folder.Path, "r"), second = RunDirectory.Open(_folder.Path, "r");
        IDisposable outer = first.Hold(), inner = first.Hold();

        Assert.Throws<UserError>(second.Hold);
        inner.Dispose();
        inner.Dispose();
        Assert.Throws<UserError>(second.Hold);
        outer.Dispose();
        second.Hold().Dispose();
    }

    [Fact]
    public void Hold_LockFileOfADeadProcess_IsTaken()
    {
        Directory.CreateDirectory(_folder["r"]);
        File.WriteAllText(_folder["r/run.lock"], "4711");

        RunDirectory.Open(_folder.Path, "r").Hold().Dispose();
    }

    [Fact]
    public void Stage_Places_AreInsideIt()
    {
        StageDirectory stage = RunDirectory.Open(_folder.Path, "r").Stage("curate");

        Assert.Equal(Path.Combine(_folder.Path, "r", "curate", "shards", "domain.train"), stage.Shard("domain", "train"));
        Assert.Equal(Path.Combine(_folder.Path, "r", "curate", "documents", "general.heldout.jsonl.gz"), stage.Documents("general", "heldout"));
    }
}
