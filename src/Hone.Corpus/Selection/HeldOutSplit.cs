using System.Text.Json.Serialization;

namespace Hone.Corpus.Selection;

/// <summary>How documents are chosen to be held out.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SplitRule>))]
public enum SplitRule
{
    /// <summary>
    /// By chance that comes from seed and text. Duplicates are gone before, so no text is on both sides; a document that is added
    /// later changes no other's side; two stages with the same seed agree.
    /// </summary>
    [JsonStringEnumMemberName("document")]
    Document,

    /// <summary>Alike, but documents half alike (Jaccard 0.5) stand or fall together.</summary>
    [JsonStringEnumMemberName("cluster")]
    Cluster,

    /// <summary>What is dated on a day or later; documents without a date are trained on.</summary>
    [JsonStringEnumMemberName("time")]
    Time,
}

internal static class HeldOutSplit
{
    public const string Train = "train";
    public const string HeldOut = "heldout";

    public static string Of(double share, double part) => share < part ? HeldOut : Train;
}
