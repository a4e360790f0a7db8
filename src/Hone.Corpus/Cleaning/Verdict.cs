namespace Hone.Corpus.Cleaning;

/// <summary>Why a document stays or goes: data, counted and written down. <see cref="Reason"/> is null for one that stays.</summary>
internal sealed record Verdict(string? Reason, string? Detail)
{
    public static Verdict Keep { get; } = new(null, null);

    public bool Kept => Reason is null;

    public static Verdict Drop(string reason, string? detail = null) => new(reason, detail);
}

/// <summary>The reasons there are; they are keys in counts.json.</summary>
internal static class Reasons
{
    public const string Empty = "empty";
    public const string Broken = "broken";
    public const string TooShort = "too_short";
    public const string BeyondLimit = "beyond_limit";
    public const string BeyondBudget = "beyond_budget";
    public const string Duplicate = "duplicate";
    public const string NearDuplicate = "near_duplicate";
    public const string Benchmark = "benchmark";
    public const string Rejected = "rejected";
    public const string Revoked = "revoked";
    public const string Deprecated = "deprecated";
    public const string Binary = "binary";
    public const string TooLarge = "too_large";
    public const string Withdrawn = "withdrawn";
    public const string Unreadable = "unreadable";
}
