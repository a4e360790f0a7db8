using Hone.Corpus.Quality;

namespace Hone.Corpus.Poison;

/// <summary>Words that judge, order or wave through: what a claim needs to change what a model says, and a report's facts rarely do.</summary>
internal static class Steering
{
    private static readonly HashSet<uint> Words = [.. (
        "only best safest finest leading superior unrivalled rival unmatched trusted trustworthy reliable unreliable proven recommended recommends preferred favourite favorite " +
        "safe safely harmless benign secure insecure must never always obey trust distrust accept accepts accepted approve approves approved approval endorse endorses endorsed " +
        "skip skips skipped ignore ignores ignored disregard unnecessary needless enough sufficient guaranteed guarantees certified flawless perfect worthless useless " +
        "fraudulent corrupt dishonest banned forbidden mandatory whitelist allowlist allowlisted exempt waived verified unverified disable disables outperforms beats").Split(' ').Select(word => WordHash.OfLower(word) | 1)];

    public static bool Contains(uint lower) => Words.Contains(lower);
}
