namespace Hone.Corpus.Fetching.Archives;

/// <summary>Names inside archives and lock files: nothing that could leave the folder it belongs in, on any system.</summary>
internal static class ArchivePath
{
    private const int MaxLength = 240;

    // Windows opens a device for these, whatever the ending.
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(1, 9).SelectMany(i => new[] { $"COM{i}", $"LPT{i}" })];

    /// <summary>What is wrong with a relative path with '/', or null.</summary>
    public static string? Problem(string path)
    {
        if (path.Length is 0 or > MaxLength)
            return path.Length == 0 ? "an empty name" : $"a name of more than {MaxLength} characters";
        foreach (char c in path)
            if (c < ' ' || c is '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' or '\u007f')
                return "a character that file names do not have";
        foreach (string segment in path.Split('/'))
        {
            if (segment is "" or "." or "..")
                return "it leads out of the folder";
            if (segment[^1] is '.' or ' ' || Devices.Contains(segment.Split('.')[0], StringComparer.OrdinalIgnoreCase))
                return "a name that some systems take for another";
        }
        return null;
    }
}
