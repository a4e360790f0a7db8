namespace Hone.Corpus.Selection;

/// <summary>
/// Decides by a document's text whether it is held out. Duplicates are gone before, so no text is on both sides; a document that
/// is added later changes no other's side; two stages with the same seed and share agree.
/// </summary>
internal sealed record HeldOutSplit(ulong Seed, double Share)
{
    public const string Train = "train";
    public const string HeldOut = "heldout";

    public string Of(string textHash) => StableHash.ShareOf(Seed, "split", textHash) < Share ? HeldOut : Train;
}
