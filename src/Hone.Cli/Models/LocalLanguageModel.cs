using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Hone.Core.Models;
using Hone.Core.Tokens;
using Hone.Core.Tokens.Chat;
using Hone.Engine.Checkpoints;
using Hone.Engine.Generation;

namespace Hone.Cli.Models;

// Joins a tokenizer, a chat template and the engine's token model to what evaluation and chat see; many callers at once share its passes. A text
// begins with the tokens its tokenizer puts there, or after the token between documents, as in training. A text longer than the context is
// read in windows, each token with at least half a context before it, so that its likelihood does not depend on where a window happens to begin.

internal sealed class LocalLanguageModel : ILanguageModel
{
    private readonly Tokenizer _tokenizer;
    private readonly TokenModel _model;
    private readonly ChatTemplate? _template;
    private readonly ModelAdapter? _adapter;
    private readonly FormCompiler _forms;
    private readonly int[] _beginning;
    private readonly int[] _ends;

    private LocalLanguageModel(string name, Tokenizer tokenizer, TokenModel model, ChatTemplate? template, ModelAdapter? adapter)
    {
        (Name, _tokenizer, _model, _template, _adapter) = (name, tokenizer, model, template, adapter);
        var special = tokenizer.Special;
        _beginning = tokenizer.Encode("", addTemplate: true) is { Length: > 0 } written ? written : [tokenizer.EndOfText];
        _ends = [.. special.Stops.Append(special.Eos ?? tokenizer.EndOfText).Append(tokenizer.EndOfText).Distinct().Where(token => token < tokenizer.VocabularySize)];
        _forms = new FormCompiler(tokenizer, _ends, model.Shape.VocabularySize);
    }

    public string Name { get; }

    public int ContextLength => _model.ContextLength;

    public bool CanChat => _template is not null;

    public static ILanguageModel Open(string directory) => Open(directory, new LocalModelOptions());

    public static ILanguageModel Open(string directory, LocalModelOptions options)
    {
        var model = TokenModel.Open(directory, options.Weights);
        try
        {
            var tokenizer = ModelTokenizer.Open(directory);
            var adapter = options.Adapter is { } path ? model.OpenAdapter(path) : null;
            return new LocalLanguageModel(directory, tokenizer, model, ModelChat.Open(directory, tokenizer), adapter);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    public IReadOnlyList<ContinuationScore> Score(string prompt, IReadOnlyList<string> continuations, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        if (continuations.Count == 0)
            return [];
        var tokens = continuations.Select(c => _tokenizer.Encode(c)).ToArray();
        var before = Begun(prompt);
        // A continuation's last token is predicted, never read: it needs no place in the context.
        var room = ContextLength + 1 - tokens.Max(t => t.Length);
        if (room < 1)
            return tokens.Select(t => ToContinuation(ScoreWindows([.. before, .. t], before.Length, cancel))).ToArray();
        if (before.Length > room)
            before = before[^room..];
        return _model.Score(before, tokens, _adapter).Select(ToContinuation).ToArray();
    }

    public TextScore ScoreText(string text, CancellationToken cancel = default)
    {
        var score = ScoreWindows(Begun(text), _beginning.Length, cancel);
        return new TextScore(score.LogLikelihood, score.Tokens, Encoding.UTF8.GetByteCount(text));
    }

    public async IAsyncEnumerable<string> GenerateAsync(string prompt, GenerationOptions options, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var answer = await _model.StartAsync(Request(Begun(prompt), options), cancel);
        await foreach (var piece in new AnswerText(_tokenizer, answer, options.Stop, continues: prompt.Length > 0).ReadAsync(cancel))
            yield return piece;
    }

    public async IAsyncEnumerable<string> ReplyAsync(IReadOnlyList<ChatTurn> turns, GenerationOptions options, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        if (_template is null)
            throw new NotSupportedException($"{Name} has no chat template");
        var text = _template.Render(new ChatRequest
        {
            Messages = [.. turns.Select(turn => new JsonObject { ["role"] = turn.Role, ["content"] = turn.Content })],
            AddGenerationPrompt = true,
        });
        var answer = await _model.StartAsync(Request(_tokenizer.Encode(text, allowSpecial: true), options), cancel);
        await foreach (var piece in new AnswerText(_tokenizer, answer, options.Stop, continues: false).ReadAsync(cancel))
            yield return piece;
    }

    public async Task<GeneratedText> CompleteAsync(string prompt, GenerationOptions options, CancellationToken cancel = default)
    {
        var answer = await _model.StartAsync(Request(Begun(prompt), options), cancel);
        var text = new AnswerText(_tokenizer, answer, options.Stop, continues: prompt.Length > 0);
        var whole = new StringBuilder();
        await foreach (var piece in text.ReadAsync(cancel))
            whole.Append(piece);
        return new GeneratedText(whole.ToString(), text.IsStopped || await answer.Ended == FinishReason.Stop, options.LogProbabilities is null ? null : text.Tokens);
    }

    public async Task<IReadOnlyList<GeneratedText>> CompleteAllAsync(IReadOnlyList<string> prompts, GenerationOptions options, CancellationToken cancel = default)
        => await Task.WhenAll(prompts.Select(prompt => CompleteAsync(prompt, options, cancel)));

    public void Dispose() => _model.Dispose();

    private int[] Begun(string text) => [.. _beginning, .. _tokenizer.Encode(text)];

    private GenerationRequest Request(int[] prompt, GenerationOptions options) => new()
    {
        Prompt = prompt,
        Adapter = _adapter,
        Constraint = _forms.Start(options.Form),
        Sampling = new SamplingOptions
        {
            MaxTokens = options.MaxTokens,
            Temperature = options.Temperature,
            TopK = options.TopK,
            TopP = options.TopP,
            MinP = options.MinP,
            RepetitionPenalty = options.RepetitionPenalty,
            FrequencyPenalty = options.FrequencyPenalty,
            PresencePenalty = options.PresencePenalty,
            Seed = options.Seed,
            StopTokens = _ends,
            LogProbabilities = options.LogProbabilities,
        },
    };

    private TokenScore ScoreWindows(int[] tokens, int first, CancellationToken cancel)
    {
        var sum = new TokenScore(0, 0, true);
        foreach (var window in TextWindows.Of(tokens.Length, first, ContextLength))
        {
            cancel.ThrowIfCancellationRequested();
            var part = _model.ScoreFrom(tokens.AsSpan(window.Start, window.End - window.Start), window.First - window.Start, _adapter);
            sum = new TokenScore(sum.LogLikelihood + part.LogLikelihood, sum.Tokens + part.Tokens, sum.IsGreedy && part.IsGreedy);
        }
        return sum;
    }

    private static ContinuationScore ToContinuation(TokenScore score) => new(score.LogLikelihood, score.Tokens, score.IsGreedy);
}
