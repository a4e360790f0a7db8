using Hone.Engine.Kernels;

namespace Hone.Engine.Training;

/// <summary>Sums of token losses over the rows of a step, taken in the order of the rows.</summary>
internal sealed class LossSums
{
    public double Total { get; private set; }

    public double Domain { get; private set; }

    public double Replay { get; private set; }

    public double Kl { get; private set; }

    public long Tokens => DomainTokens + ReplayTokens;

    public long DomainTokens { get; private set; }

    public long ReplayTokens { get; private set; }

    public long KlTokens { get; private set; }

    public void Add(TokenLosses losses, int first, int count, bool isReplay, bool withKl)
    {
        double sum = 0, kl = 0;
        for (var n = first; n < first + count; n++)
        {
            sum += losses.CrossEntropy[n];
            kl += losses.Kl[n];
        }
        Total += sum;
        if (isReplay)
            (Replay, ReplayTokens) = (Replay + sum, ReplayTokens + count);
        else
            (Domain, DomainTokens) = (Domain + sum, DomainTokens + count);
        if (withKl)
            (Kl, KlTokens) = (Kl + kl, KlTokens + count);
    }
}
