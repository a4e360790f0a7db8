using Hone.Core.Settings;

namespace Hone.Cli.Recipes;

/// <summary>One run, as its author states it.</summary>
internal sealed record Recipe
{
    [Setting("Name of the run: its files go to runs/NAME.")]
    public required string Name { get; init; }

    [Setting("Start of every random choice: the same recipe with the same seed on the same data gives the same files.")]
    public ulong Seed { get; init; } = 1;

    [Setting("A directory that ${data} stands for in the rest of the recipe.", MustExist = true)]
    public string? Data { get; init; }

    [Setting("The model to start from, a Hugging Face model directory.", MustExist = true)]
    public string? Base { get; init; }
}
