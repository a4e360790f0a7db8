namespace Hone.Corpus.Dedup;

/// <summary>What decides which document of a cluster stays.</summary>
/// <param name="IsDomain">Whether it is of the field to learn, and not of the general text beside it.</param>
/// <param name="IsPublisher">Whether its source is whoever wrote it, and no collection of others' texts.</param>
/// <param name="Date">ISO 8601, as far as it is known: "2024", "2024-05-01T10:00:00Z".</param>
/// <param name="TextHash">SHA-256 of its text.</param>
/// <param name="Name">Source and id, unique: decides between equal texts.</param>
internal sealed record DuplicateCopy(bool IsDomain, bool IsPublisher, string? Date, int Length, string TextHash, string Name);

/// <summary>
/// The copy that is kept, in this order: the one to learn from, the publisher's own, the newest, the longest, the one with the smallest hash. Less than
/// zero: the first is the better one. No two copies are equal, so the order of documents does not matter.
/// </summary>
internal sealed class KeepRule : IComparer<DuplicateCopy>
{
    public static KeepRule Instance { get; } = new();

    public int Compare(DuplicateCopy? x, DuplicateCopy? y)
    {
        if (x is null || y is null)
            return (x is null ? 1 : 0) - (y is null ? 1 : 0);
        if (x.IsDomain != y.IsDomain)
            return x.IsDomain ? -1 : 1;
        if (x.IsPublisher != y.IsPublisher)
            return x.IsPublisher ? -1 : 1;
        int order = string.CompareOrdinal(Day(y.Date), Day(x.Date));
        if (order == 0)
            order = y.Length.CompareTo(x.Length);
        if (order == 0)
            order = string.CompareOrdinal(x.TextHash, y.TextHash);
        return order != 0 ? order : string.CompareOrdinal(x.Name, y.Name);
    }

    public static DuplicateCopy Best(IEnumerable<DuplicateCopy> copies) => copies.Min(Instance) ?? throw new ArgumentException("no copies", nameof(copies));

    /// <summary>The day, since a time of day says nothing about which copy is newer across time zones. What is no date is oldest.</summary>
    private static string Day(string? date) => date is { Length: >= 4 } && date.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') < 0 ? date[..Math.Min(10, date.Length)] : "";
}
