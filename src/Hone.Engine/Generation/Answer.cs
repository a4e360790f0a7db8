using System.Threading.Channels;

namespace Hone.Engine.Generation;

/// <summary>An answer as it comes: its tokens, then why it ended.</summary>
public sealed class Answer
{
    private readonly Channel<GeneratedToken> tokens = Channel.CreateUnbounded<GeneratedToken>(new UnboundedChannelOptions { SingleWriter = true });
    private readonly TaskCompletionSource<FinishReason> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action wake;
    private volatile bool isCancelled;

    internal Answer(Action wake) => this.wake = wake;

    /// <summary>The tokens, each once: for one reader.</summary>
    public ChannelReader<GeneratedToken> Tokens => tokens.Reader;

    public Task<FinishReason> Ended => ended.Task;

    internal bool IsCancelled => isCancelled;

    /// <summary>Ends the answer before its next token; its memory is free soon after.</summary>
    public void Cancel()
    {
        isCancelled = true;
        wake();
    }

    internal void Add(GeneratedToken token) => tokens.Writer.TryWrite(token);

    internal void End(FinishReason reason)
    {
        ended.TrySetResult(reason);
        tokens.Writer.TryComplete();
    }

    internal void Fail(Exception error)
    {
        ended.TrySetException(error);
        tokens.Writer.TryComplete(error);
    }
}
