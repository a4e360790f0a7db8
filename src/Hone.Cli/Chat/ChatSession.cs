using System.Text;
using Hone.Cli.Output;
using Hone.Core.Models;

namespace Hone.Cli.Chat;

/// <summary>
/// Talking to a model: one trained on conversations answers turns, any other continues what was said so far. At a terminal, line by line; from a
/// pipe, all of stdin is one prompt. Only the model's words go to stdout.
/// </summary>
internal sealed class ChatSession(ILanguageModel model, GenerationOptions options, CliStreams io)
{
    private readonly List<ChatTurn> _turns = [];
    private string _said = "";

    public Task RunAsync(CancellationToken cancel) => io.InIsTerminal ? ConverseAsync(cancel) : AnswerPipeAsync(cancel);

    private async Task AnswerPipeAsync(CancellationToken cancel)
    {
        var prompt = (await io.In.ReadToEndAsync(cancel)).TrimEnd('\n', '\r');
        await SpeakAsync(prompt, cancel);
    }

    private async Task ConverseAsync(CancellationToken cancel)
    {
        io.Error.WriteLine($"{model.Name}, {model.ContextLength} tokens of memory. It {(model.CanChat ? "answers" : "continues your text")}. /new forgets what was said, /quit ends.");
        while (await ReadLineAsync(cancel) is { } line && line.Trim() is not "/quit")
            await AnswerAsync(line, cancel);
    }

    private async Task AnswerAsync(string line, CancellationToken cancel)
    {
        switch (line.Trim())
        {
            case "":
                return;
            case "/new":
                _said = "";
                _turns.Clear();
                return;
            case ['/', ..] command:
                io.Error.WriteLine($"'{command}' is not a command; there are /new and /quit");
                return;
        }
        await SpeakAsync(line, cancel);
    }

    private async Task SpeakAsync(string line, CancellationToken cancel)
    {
        if (model.CanChat)
        {
            _turns.Add(new ChatTurn("user", line));
            _turns.Add(new ChatTurn("assistant", await WriteAsync(model.ReplyAsync(_turns, options, cancel), cancel)));
            return;
        }
        var prompt = _said.Length == 0 ? line : $"{_said}\n{line}";
        _said = prompt + await WriteAsync(model.GenerateAsync(prompt, options, cancel), cancel);
    }

    private async Task<string> WriteAsync(IAsyncEnumerable<string> pieces, CancellationToken cancel)
    {
        var answer = new StringBuilder();
        await foreach (var piece in pieces)
        {
            answer.Append(piece);
            await io.Out.WriteAsync(piece);
            await io.Out.FlushAsync(cancel);
        }
        await io.Out.WriteLineAsync();
        return answer.ToString();
    }

    /// <summary>A console's read cannot be cancelled; it is left behind, and Ctrl-C ends the program without waiting for Enter.</summary>
    private Task<string?> ReadLineAsync(CancellationToken cancel)
    {
        io.Error.Write("> ");
        return Task.Run(io.In.ReadLine, CancellationToken.None).WaitAsync(cancel);
    }
}
