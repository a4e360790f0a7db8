using System.CommandLine;
using Hone.Cli.Chat;
using Hone.Cli.Models;
using Hone.Cli.Output;
using Hone.Core.Models;

namespace Hone.Cli.Verbs;

internal static class ChatVerb
{
    public static Command Create(CliStreams io)
    {
        var model = new Argument<string>("MODEL") { Description = "A model directory or a GGUF file." };
        var tokens = new Option<int>("--max-tokens") { Description = "Most tokens of an answer.", HelpName = "N", DefaultValueFactory = _ => 200 };
        var temperature = new Option<float>("--temperature") { Description = "0 takes the likeliest token, 1 samples as the model believes.", HelpName = "T", DefaultValueFactory = _ => 0.7f };
        var topK = new Option<int>("--top-k") { Description = "Choose among the K likeliest tokens; 0: all.", HelpName = "K", DefaultValueFactory = _ => 0 };
        var topP = new Option<float>("--top-p") { Description = "Choose among the likeliest tokens that together have this probability.", HelpName = "P", DefaultValueFactory = _ => 0.95f };
        var seed = new Option<ulong>("--seed") { Description = "Start of the random choices.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var stop = new Option<string[]>("--stop") { Description = "End the answer before this text; may be given more than once.", HelpName = "TEXT" };
        var adapter = new Option<string?>("--adapter") { Description = "An adapter in PEFT's layout to talk through.", HelpName = "DIR" };
        var weights = new Option<string?>("--weights") { Description = $"Hold the weights as {string.Join(", ", LocalModelOptions.Formats.Keys)}; by default as they are stored.", HelpName = "FORMAT" };
        Limit(tokens, "at least 1", n => n >= 1);
        Limit(temperature, "between 0 and 10", t => t is >= 0 and <= 10);
        Limit(topK, "at least 0", k => k >= 0);
        Limit(topP, "above 0 and at most 1", p => p is > 0 and <= 1);
        var command = new Command("chat", "Talk to a model in the terminal, or continue a text piped to stdin.") { model, adapter, weights, tokens, temperature, topK, topP, seed, stop };
        command.SetAction((parsed, cancel) => RunAsync(io, parsed.GetRequiredValue(model), new LocalModelOptions
        {
            Adapter = parsed.GetValue(adapter),
            Weights = parsed.GetValue(weights) is { } format ? LocalModelOptions.ParseFormat(format) : null,
        }, new GenerationOptions
        {
            MaxTokens = parsed.GetValue(tokens),
            Temperature = parsed.GetValue(temperature),
            TopK = parsed.GetValue(topK),
            TopP = parsed.GetValue(topP),
            Seed = parsed.GetValue(seed),
            Stop = parsed.GetValue(stop) ?? [],
        }, cancel));
        return command;
    }

    private static async Task<int> RunAsync(CliStreams io, string directory, LocalModelOptions how, GenerationOptions options, CancellationToken cancel)
    {
        using var model = LocalLanguageModel.Open(directory, how);
        try
        {
            await new ChatSession(model, options, io).RunAsync(cancel);
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }

    private static void Limit<T>(Option<T> option, string range, Func<T, bool> holds) => option.Validators.Add(result =>
    {
        if (result.Errors.Any() || result.GetValueOrDefault<T>() is not { } value || !holds(value))
            result.AddError($"{option.Name} must be {range}");
    });
}
