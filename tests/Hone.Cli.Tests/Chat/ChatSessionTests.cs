using System.Runtime.CompilerServices;
using Hone.Cli.Chat;
using Hone.Cli.Output;
using Hone.Core.Models;

namespace Hone.Cli.Tests.Chat;

public sealed class ChatSessionTests : IDisposable
{
    private readonly StringWriter _out = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };
    private readonly ParrotModel _model = new();

    [Fact]
    public async Task Piped_AllOfStdin_IsOnePrompt()
    {
        await Run("first\nsecond\n", terminal: false);

        Assert.Equal(["first\nsecond"], _model.Prompts);
        Assert.Equal(" and so on\n", _out.ToString());
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public async Task Terminal_EachLine_FollowsWhatWasSaid()
    {
        await Run("one\n\ntwo\n/new\nthree\n/what\n/quit\nnever\n", terminal: true);

        Assert.Equal(["one", "one and so on\ntwo", "three"], _model.Prompts);
        Assert.Contains("'/what' is not a command", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminal_EndOfInput_Ends()
    {
        await Run("one", terminal: true);

        Assert.Single(_model.Prompts);
    }

    [Fact]
    public async Task Terminal_ModelOfConversations_AnswersTurns()
    {
        _model.CanChat = true;

        await Run("one\ntwo\n/new\nthree\n", terminal: true);

        Assert.Equal(["user: one", "user: one|assistant: reply|user: two", "user: three"], _model.Prompts);
        Assert.Equal("reply\nreply\nreply\n", _out.ToString());
    }

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
        _model.Dispose();
    }

    private Task Run(string input, bool terminal)
    {
        var io = new CliStreams(new StringReader(input), _out, _error, TimeProvider.System) { InIsTerminal = terminal };
        return new ChatSession(_model, new GenerationOptions(), io).RunAsync(TestContext.Current.CancellationToken);
    }

    private sealed class ParrotModel : ILanguageModel
    {
        public List<string> Prompts { get; } = [];

        public string Name => "parrot";

        public int ContextLength => 64;

        public bool CanChat { get; set; }

        public async IAsyncEnumerable<string> ReplyAsync(IReadOnlyList<ChatTurn> turns, GenerationOptions options, [EnumeratorCancellation] CancellationToken cancel)
        {
            Prompts.Add(string.Join('|', turns.Select(turn => $"{turn.Role}: {turn.Content}")));
            await Task.Yield();
            yield return "reply";
        }

        public IReadOnlyList<ContinuationScore> Score(string prompt, IReadOnlyList<string> continuations, CancellationToken cancel) => throw new NotSupportedException();

        public TextScore ScoreText(string text, CancellationToken cancel) => throw new NotSupportedException();

        public async IAsyncEnumerable<string> GenerateAsync(string prompt, GenerationOptions options, [EnumeratorCancellation] CancellationToken cancel)
        {
            Prompts.Add(prompt);
            await Task.Yield();
            yield return " and";
            yield return " so on";
        }

        public void Dispose()
        {
        }
    }
}
