using System.Text.Json;
using Hone.Cli.Output;

namespace Hone.Cli.Tests.Verbs;

public sealed class EvalAnswersTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hone-answers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<(int Code, string Out, string Error)> Run(params string[] args)
    {
        using StringWriter output = new(), error = new();
        var code = await Application.RunAsync(["eval", .. args], new CliStreams(TextReader.Null, output, error, TimeProvider.System), TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    private string Sheet(string name = "sheet.tsv", string text = "GT\tkestrel\nA\tA\nB\tB\nC\tX\nD\tA\n")
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    [Fact]
    public async Task Answers_OfASheet_AreATable()
    {
        var (code, table, error) = await Run("--answers", Sheet(), "--benchmark", "cti-mcq");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("kestrel  ctibench           accuracy  50.00%", table, StringComparison.Ordinal);
        Assert.Contains("always_A 25.00%", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_AsJson_HoldScoresAndItems()
    {
        var (_, json, _) = await Run("--answers", Sheet(), "--benchmark", "cti-mcq", "--json");

        var report = JsonDocument.Parse(json).RootElement;
        var model = report.GetProperty("models")[0];
        Assert.Equal("hone-answers", report.GetProperty("format").GetString());
        Assert.Equal(0.5, model.GetProperty("scores")[0].GetProperty("value").GetDouble());
        Assert.Equal(4, model.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("0.5", 0)]
    [InlineData("0.51", 1)]
    [InlineData("60", 1)]
    public async Task Answers_UnderTheLimit_Fail(string limit, int expected)
    {
        var (code, _, _) = await Run("--answers", Sheet(), "--benchmark", "cti-mcq", "--fail-under", limit);

        Assert.Equal(expected, code);
    }

    [Theory]
    [InlineData("give a MODEL and --suite, or --answers and --benchmark")]
    [InlineData("give a MODEL and --suite, or --answers and --benchmark", "model")]
    [InlineData("--answers needs --benchmark", "--answers", "a.tsv")]
    [InlineData("--answers are scored without MODEL and --suite", "model", "--answers", "a.tsv", "--benchmark", "cti-mcq")]
    [InlineData("--benchmark, --data and --fail-under go with --answers", "model", "--suite", "exam=x", "--benchmark", "cti-mcq")]
    public async Task Options_ThatDoNotFit_AreWrongUsage(string problem, params string[] args)
    {
        var (code, _, error) = await Run(args);

        Assert.Equal(2, code);
        Assert.Contains(problem, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Benchmark_ThatThereIsNot_NamesThoseThereAre()
    {
        var (code, _, error) = await Run("--answers", Sheet(), "--benchmark", "cti");

        Assert.Equal(1, code);
        Assert.Contains("cti-rcm-2021", error, StringComparison.Ordinal);
    }
}
