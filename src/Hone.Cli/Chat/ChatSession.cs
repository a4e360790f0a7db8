using Hone.Cli.Output;
using Hone.Core.Models;

namespace Hone.Cli.Chat;

/// <summary>
/// Talking to a model that continues text: what was said so far is the prompt. At a terminal, line by line; from a pipe, all of
/// stdin is one prompt. Only the model's words go to stdout.
/// </summary>
internal sealed class ChatSession(ILanguageModel model, GenerationOptions options, CliStreams io)
{
    private string _said = "";

    public Task RunAsync(CancellationToken cancel) => io.InIsTerminal ? ConverseAsync(cancel) : ContinueAsync(cancel);

    private async Task ContinueAsync(CancellationToken cancel)
    {
        var prompt = (await io.In.ReadToEndAsync(cancel)).TrimEnd('\n', '\r');
        await SpeakAsync(prompt, cancel);
    }

    private async Task ConverseAsync(CancellationToken cancel)
    {
        io.Error.WriteLine($"{model.Name}, {model.ContextLength} tokens of memory. It continues your text. /new forgets what was said, /quit ends.");
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
                return;
            case ['/', ..] command:
                io.Error.WriteLine($"'{command}' is not a command; there are /new and /quit");
                return;
        }
        await SpeakAsync(_said.Length == 0 ? line : $"{_said}\n{line}", cancel);
    }

    private async Task SpeakAsync(string prompt, CancellationToken cancel)
    {
        var answer = new System.Text.StringBuilder();
        await foreach (var piece in model.GenerateAsync(prompt, options, cancel))
        {
            answer.Append(piece);
            await io.Out.WriteAsync(piece);
            await io.Out.FlushAsync(cancel);
        }
        await io.Out.WriteLineAsync();
        _said = prompt + answer;
    }

    /// <summary>A console's read cannot be cancelled; it is left behind, and Ctrl-C ends the program without waiting for Enter.</summary>
    private Task<string?> ReadLineAsync(CancellationToken cancel)
    {
        io.Error.Write("> ");
        return Task.Run(io.In.ReadLine, CancellationToken.None).WaitAsync(cancel);
    }
}
