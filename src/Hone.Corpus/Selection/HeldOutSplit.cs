namespace Hone.Corpus.Selection;

/// <summary>
/// Decides by a document's share of chance, which comes from seed and text, whether it is held out. Duplicates are gone before,
/// so no text is on both sides; a document that is added later changes no other's side; two stages with the same seed agree.
/// </summary>
internal sealed record HeldOutSplit(double Part)
{
    public const string Train = "train";
    public const string HeldOut = "heldout";

    public string Of(double share) => share < Part ? HeldOut : Train;
}
