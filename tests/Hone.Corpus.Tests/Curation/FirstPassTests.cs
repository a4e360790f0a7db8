using Hone.Core.Documents;
using Hone.Core.Runs;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Curation;
using Hone.Corpus.Curation.Spill;
using Hone.Corpus.Poison;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Curation;

public sealed class FirstPassTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public FirstPassTests()
    {
        for (int i = 0; i < 100; i++)
            _folder.Write($"in/{i:00}.txt", $"Note {i} with some words in it, so that it is long enough to be kept.");
    }

    public void Dispose() => _folder.Dispose();

    private void Run(string work, CancellationToken cancel, IProgressReporter? progress = null) =>
        new FirstPass(Sources.All, new Preparation(new PreparationSpec(1, 10, new CleanSpec(), null, new PoisonSpec()), Sources, null), _folder[work]) { SegmentBytes = 2000 }
            .Run(progress ?? NoProgress.Instance, cancel);

    private CorpusSources Sources => new([SourceReference.Parse($"text:{_folder["in"]}", out _)!], []);

    private Document[] Documents(string work)
    {
        using DocumentStore store = DocumentStore.Open(_folder[work]);
        return [.. Enumerable.Range(0, store.Count).Select(store.Document)];
    }

    [Fact]
    public void Run_StoppedAgainAndAgain_GoesOnAndLosesNothing()
    {
        Run("whole", CancellationToken.None);
        int starts = 0, finished = 0;
        while (true)
        {
            using var cancel = new CancellationTokenSource();
            starts++;
            try
            {
                Run("stopped", cancel.Token, new StopAfter(17, cancel));
                break;
            }
            catch (OperationCanceledException)
            {
                Assert.True(DocumentStore.Finished(_folder["stopped"]).Parts > finished, "no progress");
                finished = DocumentStore.Finished(_folder["stopped"]).Parts;
            }
        }

        Assert.InRange(starts, 5, 20);
        Assert.Equal(100, Documents("whole").Length);
        Assert.Equal(Documents("whole"), Documents("stopped"));
    }

    private sealed class StopAfter(int reports, CancellationTokenSource cancel) : IProgressReporter
    {
        private int _reports;

        public void Begin(string title, long total, string unit) { }

        public void Report(long done, string? detail = null)
        {
            if (++_reports == reports)
                cancel.Cancel();
        }

        public void Note(string line) { }
    }
}
