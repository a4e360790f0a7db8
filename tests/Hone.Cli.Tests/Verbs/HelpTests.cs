using Hone.Cli.Output;

namespace Hone.Cli.Tests.Verbs;

public class HelpTests
{
    [Fact]
    public void Help_OfTheProgram_IsTheGolden() => Golden.Check("help.txt", Help());

    [Fact]
    public void Help_OfEveryVerb_IsTheGolden()
    {
        var verbs = Application.CreateRoot(Streams(TextWriter.Null)).Subcommands.Where(c => !c.Hidden);

        Assert.All(verbs, verb => Golden.Check($"help-{verb.Name}.txt", Help(verb.Name)));
    }

    private static string Help(params string[] verb)
    {
        var text = new StringWriter { NewLine = "\n" };
        var code = Application.RunAsync([.. verb, "--help"], Streams(text), CancellationToken.None).GetAwaiter().GetResult();
        Assert.Equal(0, code);
        return string.Join('\n', text.ToString().ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd())).Replace(
            System.CommandLine.RootCommand.ExecutableName, "hone", StringComparison.Ordinal);
    }

    private static CliStreams Streams(TextWriter output) => new(TextReader.Null, output, TextWriter.Null, TimeProvider.System);
}
