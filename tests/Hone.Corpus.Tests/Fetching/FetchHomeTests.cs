using Hone.Core.Runs;
using Hone.Corpus.Fetching;

namespace Hone.Corpus.Tests.Fetching;

public class FetchHomeTests
{
    /// <summary>Killed after the first of two moves: the next to open the directory finds both files and a lock that says so.</summary>
    [Fact]
    public async Task Moves_StoppedInTheMiddle_AreFinishedByTheNextRun()
    {
        using var folder = new TestFolder();
        FetchSource source = FetchKit.Source("kev", FetchKit.Json());
        LockedFile[] files = [await Staged(folder, "a.json", "[1]"), await Staged(folder, "b.json", "[2]")];
        var after = new FetchLock().With(source, "kev", new LockedPart { Address = "https://data.test/", At = "now", Files = files });
        Directory.CreateDirectory(folder["data/kev/a.json"]);
        using (FetchHome home = FetchHome.Open(folder["data"]))
            // A folder in the way stands for the power cut.
            Assert.ThrowsAny<Exception>(() => home.Put(after, [(folder["data/.fetch/part/b.json"], "kev/b.json"), (folder["data/.fetch/part/a.json"], "kev/a.json")]));
        Directory.Delete(folder["data/kev/a.json"]);
        Assert.Null(FetchLock.Load(folder["data"]));

        using (FetchHome.Open(folder["data"]))
            Assert.Equal(files, FetchLock.Load(folder["data"])!.Files);

        Assert.Empty(await LockCheck.ProblemsAsync(folder["data"], [], NoProgress.Instance, TestContext.Current.CancellationToken));
        Assert.False(File.Exists(folder["data/.fetch/pending.json"]));
    }

    private static async Task<LockedFile> Staged(TestFolder folder, string name, string text)
    {
        FileRecord record = await ContentHash.OfFileAsync(folder.Write($"data/.fetch/part/{name}", text), name, TestContext.Current.CancellationToken);
        return new LockedFile($"kev/{name}", record.Bytes, record.Sha256);
    }
}
