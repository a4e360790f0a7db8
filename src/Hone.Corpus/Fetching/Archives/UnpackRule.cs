namespace Hone.Corpus.Fetching.Archives;

/// <summary>
/// What to take out of an archive: files below a folder that end in something, as a tree of files or, where they are many small
/// JSON records, as the lines of one file.
/// </summary>
internal sealed record UnpackRule(string Folder, string Ending)
{
    /// <summary>One line a record instead of one file a record.</summary>
    public bool AsRecords { get; init; }

    /// <summary>Every name begins with a folder that says nothing (repository-branch/).</summary>
    public bool SkipFirstFolder { get; init; }

    public long MaxBytes { get; init; } = 8L << 30;

    public int MaxFiles { get; init; } = 1_000_000;

    public static UnpackRule Tree(string folder, string ending) => new(folder, ending);

    /// <summary>A name that ends with '/' is a folder, any other an ending.</summary>
    public static UnpackRule Tree(string which) => which.EndsWith('/') ? new(which, "") : new("", which);

    public static UnpackRule Records(string folder, string ending) => new(folder, ending) { AsRecords = true };

    /// <summary>The name as it is to be used, or null where the file is not wanted.</summary>
    public string? NameOf(string entry)
    {
        string name = SkipFirstFolder ? entry[(entry.IndexOf('/', StringComparison.Ordinal) + 1)..] : entry;
        bool wanted = name.Length > 0 && !name.EndsWith('/') && name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);
        // "rules" takes rules/, rules-emerging-threats/ and the like, whose names then stay.
        return !wanted ? null : Folder.EndsWith('/') ? name[Folder.Length..] : name;
    }
}
