namespace Hone.Corpus.Poison;

/// <summary>Why a text is suspected, and the words or numbers that say so.</summary>
internal sealed record PoisonFinding(string Reason, string Evidence);

/// <summary>A document to be set aside for a person to look at: never deleted, never trained on.</summary>
internal sealed record Suspect(int Document, string Reason, string Evidence);

/// <summary>Keys in counts and datasheet.</summary>
internal static class PoisonReasons
{
    public const string TagCharacters = "poison_tag_characters";
    public const string ZeroWidth = "poison_zero_width";
    public const string VariationSelectors = "poison_variation_selectors";
    public const string DirectionOverride = "poison_direction_override";
    public const string HiddenMarkup = "poison_hidden_markup";
    public const string Instruction = "poison_instruction";
    public const string ChatTemplate = "poison_chat_template";
    public const string Trigger = "poison_trigger";
    public const string Claim = "poison_claim";
    public const string Burst = "poison_burst";

    public static bool Is(string reason) => reason.StartsWith("poison_", StringComparison.Ordinal);
}

/// <summary>What is known of a document beside its text.</summary>
/// <param name="Source">The source as the recipe names it.</param>
/// <param name="Author">Whoever wrote it, where the source says so.</param>
/// <param name="Date">ISO 8601; the day counts.</param>
/// <param name="Raw">What <see cref="HiddenText.Find"/> saw before the text was cleaned.</param>
internal readonly record struct SourceFacts(string Source, string? Author = null, string? Date = null, IReadOnlyList<PoisonFinding>? Raw = null);
