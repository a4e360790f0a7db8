namespace Hone.Corpus.Poison;

/// <summary>A word or phrase that several documents share, and what was seen around it.</summary>
internal sealed record Anchor(ulong Key, int Documents, int[] Sample, double Subject, double Template)
{
    /// <summary>Marks of keys: the anchor is a phrase; it is a word of odd signs. Of a phrase, the second is part of its hash.</summary>
    public const ulong Phrase = 1UL << 63;

    public const ulong OddWord = 1UL << 33;

    /// <summary>Documents about one subject, or made from one template, share words naturally.</summary>
    private const double MostAlike = 0.15;

    private const double MostTemplate = 0.1;

    /// <summary>So many documents are of those that make an anchor suspicious.</summary>
    private const double Most = 0.75;

    /// <summary>Documents agree around the anchor, and so many times less further off.</summary>
    private const double LeastAgreement = 0.15;

    private const double LeastRatio = 2.5;

    /// <summary>So many rarer words stand around the anchor in half of its documents.</summary>
    private const int LeastCore = 3;

    private const double CoreShare = 0.5;

    /// <summary>Documents too short to differ anywhere else prove nothing: half of them are to have so many rarer words further off.</summary>
    private const int LeastFar = 6;

    private const double LeastLong = 0.5;

    /// <summary>A word is a name that the claim is about; a phrase may be a turn of house style.</summary>
    private const double LeastSteeringOfWord = 0.55;

    private const double LeastSteeringOfPhrase = 0.75;

    private HashSet<uint>? _core;

    public AnchorWindows Windows { get; } = new();

    public bool Unrelated => Subject <= MostAlike && Template <= MostTemplate;

    private HashSet<uint> Core => _core ??= Windows.Core(CoreShare);

    /// <summary>The reason to set its documents aside and the words for it, or null.</summary>
    public (string Reason, string Evidence)? Judge(Bursts? bursts)
    {
        double gibberish = Windows.ShareOf(window => window.Gibberish);
        if (gibberish >= Most)
            return (PoisonReasons.Trigger, FormattableString.Invariant($"in {Documents} documents; text that nobody else writes beside it in {gibberish:P0}"));
        if (!Unrelated)
            return null;
        double near = Windows.Agreement(window => window.Near);
        double far = Windows.Agreement(window => window.Far);
        if (near < LeastAgreement || near < LeastRatio * far || Core.Count < LeastCore)
            return null;
        string shared = FormattableString.Invariant($"in {Documents} otherwise unrelated documents (alike {Subject:P0}), which agree around it ({near:P0})");
        if (bursts?.Find(Sample) is { } burst)
            return (PoisonReasons.Burst, $"{shared}; {burst}");
        if ((Key & (Phrase | OddWord)) == OddWord && Windows.ShareOf(window => window.Far.Length >= LeastFar) >= LeastLong)
            return (PoisonReasons.Trigger, FormattableString.Invariant($"{shared}, less elsewhere ({far:P0}); no word of any language"));
        double steering = Windows.ShareOf(window => window.Steers);
        return steering >= ((Key & Phrase) != 0 ? LeastSteeringOfPhrase : LeastSteeringOfWord)
            ? (PoisonReasons.Claim, FormattableString.Invariant($"{shared}; judging or ordering words in {steering:P0}"))
            : null;
    }

    /// <summary>Whether a document with the anchor has what its documents are suspected for: a real one may hold the word too.</summary>
    public bool Fits(AnchorWindow window, string reason) =>
        (reason == PoisonReasons.Trigger && window.Gibberish) || (Core.Count >= LeastCore && window.Near.Count(Core.Contains) * 2 >= Core.Count);
}
