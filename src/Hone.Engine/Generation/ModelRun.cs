using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Generation;

/// <summary>One pass after the other through a decoder, each in the memory of the one before.</summary>
internal sealed class ModelRun(Decoder decoder) : IDisposable
{
    private readonly Workspace space = new();

    public Workspace Space => space;

    public int Vocabulary => decoder.Shape.VocabularySize;

    /// <summary>Hidden states of the new tokens; valid until the next pass.</summary>
    public Tensor Extend(IReadOnlyList<SequenceStep> steps)
    {
        space.Reset();
        return decoder.Extend(new StepBatch(steps), space);
    }

    /// <summary>Logits after some rows of hidden states.</summary>
    public Tensor Logits(Tensor hidden_ND, ReadOnlySpan<int> rows)
    {
        Tensor chosen = space.Take(rows.Length, hidden_ND.Columns), logits = space.Take(rows.Length, Vocabulary);
        for (var i = 0; i < rows.Length; i++)
            hidden_ND.Row(rows[i]).CopyTo(chosen.Row(i));
        decoder.Device.Linear(chosen, decoder.Weights.Head_VD, logits);
        return logits;
    }

    public void Dispose() => space.Dispose();
}
