using Hone.Core.Settings;

namespace Hone.Cli.Tests.Recipes;

/// <summary>One setting of every kind a spec record may have.</summary>
internal sealed record SampleSpec
{
    [Setting("The name.")]
    public required string Name { get; init; }

    [Setting("A directory for ${data}.")]
    public string? Data { get; init; }

    [Setting("How many tokens.", Min = 1)]
    public int Tokens { get; init; } = 100;

    [Setting("A share.", Min = 0, Max = 1)]
    public double Share { get; init; } = 0.5;

    [Setting("A large number.")]
    public ulong Big { get; init; }

    [Setting("A switch.")]
    public bool Shuffle { get; init; } = true;

    [Setting("A choice.")]
    public SampleOrder Order { get; init; }

    [Setting("Names of files.")]
    public IReadOnlyList<string> Files { get; init; } = [];

    [Setting("A file that is there.", MustExist = true)]
    public string? There { get; init; }

    [Setting("A section.")]
    public SampleSection Inner { get; init; } = new();

    [Setting("Named sections.")]
    public IReadOnlyDictionary<string, SampleSection> Named { get; init; } = new Dictionary<string, SampleSection>();
}

internal sealed record SampleSection
{
    [Setting("A rate.")]
    public float Rate { get; init; } = 0.5f;
}

internal enum SampleOrder
{
    AsWritten,
    LargestFirst,
}
