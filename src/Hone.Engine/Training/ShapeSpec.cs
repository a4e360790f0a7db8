using Hone.Core.Settings;
using Hone.Engine.Architectures;

namespace Hone.Engine.Training;

/// <summary>Shape of a model made from nothing; its vocabulary is the tokenizer's.</summary>
public sealed record ShapeSpec
{
    [Setting("Width of the model", Min = 8, Max = 1 << 16)]
    public int Hidden { get; init; } = 256;

    [Setting("Width of the feed-forward layers", Min = 8, Max = 1 << 18)]
    public int FeedForward { get; init; } = 512;

    [Setting("Layers", Min = 1, Max = 1024)]
    public int Layers { get; init; } = 5;

    [Setting("Query heads", Min = 1, Max = 1024)]
    public int Heads { get; init; } = 4;

    [Setting("Key/value heads; a divisor of heads", Min = 1, Max = 1024)]
    public int KeyValueHeads { get; init; } = 2;

    [Setting("Width of a head; even", Min = 2, Max = 1024)]
    public int HeadSize { get; init; } = 64;

    [Setting("Most tokens the model sees at once", Min = 8, Max = 1 << 17)]
    public int ContextLength { get; init; } = 512;

    internal ModelShape ToShape(int vocabulary) => new()
    {
        VocabularySize = vocabulary,
        Hidden = Hidden,
        FeedForward = FeedForward,
        Layers = Layers,
        Heads = Heads,
        KeyValueHeads = KeyValueHeads,
        HeadSize = HeadSize,
        ContextLength = ContextLength,
    };
}
