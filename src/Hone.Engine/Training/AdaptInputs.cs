namespace Hone.Engine.Training;

/// <summary>
/// What a training reads. Shards are named without their endings, as <c>StageDirectory.Shard</c> gives them.
/// </summary>
public sealed record AdaptInputs
{
    /// <summary>The model to start from; null: a new one of <see cref="Shape"/> with <see cref="Tokenizer"/>.</summary>
    public string? StartModel { get; init; }

    public ShapeSpec? Shape { get; init; }

    /// <summary>tokenizer.json of a new model; a start model brings its own.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>What is to be learned.</summary>
    public required string Domain { get; init; }

    /// <summary>General text for replay; needed where the spec asks for replay.</summary>
    public string? General { get; init; }

    /// <summary>Held-out shards by the name their loss gets in the metrics: heldout_domain_loss, heldout_general_loss.</summary>
    public IReadOnlyDictionary<string, string> HeldOut { get; init; } = new Dictionary<string, string>();
}
