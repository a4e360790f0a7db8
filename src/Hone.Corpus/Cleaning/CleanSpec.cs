using Hone.Core.Settings;

namespace Hone.Corpus.Cleaning;

/// <summary>What is done to every text before it is judged.</summary>
public sealed record CleanSpec
{
    [Setting("Undo UTF-8 that was read as Windows-1252 or Latin-1, and entities left in plain text, where it is certain; code is left alone.")]
    public bool RepairEncoding { get; init; } = true;

    [Setting("Take out cookie banners, share and subscribe lines, rests of navigation, mail disclaimers and page numbers.")]
    public bool RemoveBoilerplate { get; init; } = true;
}
