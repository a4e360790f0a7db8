using Hone.Cli.Output;

namespace Hone.Cli.Tests.Output;

public sealed class ConsoleProgressTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly StringWriter _error = new() { NewLine = "\n" };

    [Fact]
    public void Plain_ManyReports_WritesOneLineEachFiveSeconds()
    {
        using (var progress = Plain())
        {
            progress.Begin("adapt", 1000, "tokens");
            for (var done = 0; done <= 1000; done += 10)
            {
                progress.Report(done, "loss 3.21");
                _time.Advance(0.1);
            }
        }

        Assert.Equal(
            """
            adapt: 500 of 1,000 tokens (50%), 100/s, 5s left, loss 3.21
            adapt: 1,000 of 1,000 tokens (100%), 100/s, loss 3.21

            """,
            _error.ToString());
    }

    [Fact]
    public void Plain_WorkThatGoesOn_MeasuresFromWhereItBegan()
    {
        using var progress = Plain();
        progress.Begin("adapt", 1000, "tokens");
        progress.Report(800);
        _time.Advance(10);
        progress.Report(900);

        Assert.EndsWith("adapt: 900 of 1,000 tokens (90%), 10/s, 10s left\n", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_UnknownTotal_ShowsNoShare()
    {
        using (var progress = Plain())
        {
            progress.Begin("reading", 0, "documents");
            progress.Report(3);
            _time.Advance(2);
        }

        Assert.Equal("reading: 3 documents\n", _error.ToString());
    }

    [Fact]
    public void Plain_Note_StandsAlone()
    {
        using var progress = Plain();
        progress.Note("kept 3 of 4 documents");

        Assert.Equal("kept 3 of 4 documents\n", _error.ToString());
    }

    [Fact]
    public void Plain_NewWork_EndsTheOldOne()
    {
        using var progress = Plain();
        progress.Begin("one", 2, "files");
        _time.Advance(2);
        progress.Report(1);
        progress.Begin("two", 3, "files");

        Assert.Equal("one: 1 of 2 files (50%)\n", _error.ToString());
    }

    [Fact]
    public void Plain_WorkOverAtOnce_SaysNothing()
    {
        using (var progress = Plain())
        {
            progress.Begin("one", 2, "files");
            _time.Advance(0.5);
            progress.Report(2);
        }

        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public void Plain_NoteAfterWorkOfUnknownLength_EndsIt()
    {
        using var progress = Plain();
        progress.Begin("reading", 0, "documents");
        progress.Report(7);
        _time.Advance(2);
        progress.Note("kept 6");

        Assert.Equal("reading: 7 documents\nkept 6\n", _error.ToString());
    }

    [Theory]
    [InlineData(0.4, "1s")]
    [InlineData(59, "59s")]
    [InlineData(61, "1m 01s")]
    [InlineData(3600, "1h 00m")]
    [InlineData(100_000, "27h 46m")]
    public void Duration_IsShort(double seconds, string expected)
    {
        Assert.Equal(expected, ProgressText.Duration(TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void Bar_RedrawsOneLineAndEndsIt()
    {
        var streams = new CliStreams(TextReader.Null, TextWriter.Null, _error, _time);
        using (var progress = new ConsoleProgress(new TerminalBar(streams.Ansi(), _time), _time))
        {
            progress.Begin("adapt", 4, "steps");
            progress.Report(1);
            progress.Report(2);
            _time.Advance(1);
            progress.Report(3);
            progress.Note("a [note]");
            progress.Report(4);
        }

        var lines = _error.ToString().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.EndsWith("a [note]", lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("2 of 4", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("adapt: 4 of 4 steps (100%), 3.0/s", lines[1], StringComparison.Ordinal);
    }

    public void Dispose() => _error.Dispose();

    private ConsoleProgress Plain() => new(new PlainLines(_error, _time), _time);
}
