namespace Hone.Engine.Generation;

/// <summary>Makes tokens that came before less likely. Remembers each token once, so that a step costs as much as there are different ones.</summary>
internal sealed class Penalties(SamplingOptions options)
{
    private readonly Dictionary<int, int> timesInAnswer = [];

    public bool IsActive { get; } = options.RepetitionPenalty != 1 || options.FrequencyPenalty != 0 || options.PresencePenalty != 0;

    public void AddPrompt(ReadOnlySpan<int> tokens)
    {
        foreach (var token in IsActive ? tokens : [])
            timesInAnswer.TryAdd(token, 0);
    }

    public void AddAnswer(int token)
    {
        if (IsActive)
            timesInAnswer[token] = timesInAnswer.GetValueOrDefault(token) + 1;
    }

    public void Apply(Span<float> logits)
    {
        foreach (var (token, times) in timesInAnswer)
        {
            ref var logit = ref logits[token];
            logit = logit > 0 ? logit / options.RepetitionPenalty : logit * options.RepetitionPenalty;
            logit -= (times * options.FrequencyPenalty) + (times > 0 ? options.PresencePenalty : 0);
        }
    }
}
