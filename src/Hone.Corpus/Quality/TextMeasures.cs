namespace Hone.Corpus.Quality;

/// <summary>
/// What the quality rules look at, all from two passes over one text. Shares are of characters that are not white space unless the
/// name says otherwise. A word is a run without white space; a content word has three letters at least and is no function word.
/// </summary>
internal sealed record TextMeasures
{
    /// <summary>Characters looked at: long documents are measured on their beginning.</summary>
    public const int MostCharacters = 1 << 16;

    public required int Characters { get; init; }
    public required int Words { get; init; }
    public required int Lines { get; init; }

    /// <summary>Different content words: what is said at all.</summary>
    public required int ContentWords { get; init; }

    public required double LetterShare { get; init; }
    public required double ReplacementShare { get; init; }

    /// <summary>Characters in web addresses.</summary>
    public required double LinkShare { get; init; }

    /// <summary>Characters in ASCII words of more than 100 characters, addresses apart: encoded files, keys, minified scripts.</summary>
    public required double LongWordShare { get; init; }

    /// <summary>Words that are function words of English; prose has 0.25 and more, code and logs nearly none.</summary>
    public required double FunctionWordShare { get; init; }

    /// <summary>Different words among blocks of 256 words, the mean of the blocks: independent of the length.</summary>
    public required double UniqueWordShare { get; init; }

    /// <summary>The most frequent content word among all content words.</summary>
    public required double TopWordShare { get; init; }

    /// <summary>Characters in lines that were there before.</summary>
    public required double RepeatedLineShare { get; init; }

    /// <summary>Characters that a copy of at least 12 earlier ones would give: what compression saves.</summary>
    public required double RepetitionShare { get; init; }

    /// <summary>Lines that begin like list items or end as navigation does, among all.</summary>
    public required double ListLineShare { get; init; }

    /// <summary>Characters taken out as boilerplate before, of all that came; given by the caller.</summary>
    public double BoilerplateShare { get; init; }

    public bool IsProse => FunctionWordShare >= 0.12;

    public static TextMeasures Of(string text, double boilerplateShare = 0)
    {
        ReadOnlySpan<char> start = text.AsSpan(0, Math.Min(text.Length, MostCharacters));
        var lines = LineMeasures.Of(start);
        var words = WordMeasures.Of(start);
        double characters = Math.Max(1, words.Characters);
        return new TextMeasures
        {
            Characters = text.Length,
            Words = words.Words,
            Lines = lines.Lines,
            ContentWords = words.ContentWords,
            LetterShare = words.Letters / characters,
            ReplacementShare = words.Replacements / characters,
            LinkShare = words.LinkCharacters / characters,
            LongWordShare = words.LongWordCharacters / characters,
            FunctionWordShare = words.FunctionWords / (double)Math.Max(1, words.Words),
            UniqueWordShare = words.UniqueShare,
            TopWordShare = words.TopWord / (double)Math.Max(1, words.AllContentWords),
            RepeatedLineShare = lines.RepeatedCharacters / (double)Math.Max(1, lines.Characters),
            RepetitionShare = Repetition.Share(start),
            ListLineShare = lines.ListLines / (double)Math.Max(1, lines.Lines),
            BoilerplateShare = boilerplateShare,
        };
    }

    /// <summary>
    /// Signal density from 0 to 1: high where most of the text says something that the rest does not. Code, logs and tables repeat
    /// themselves by nature, so repetition costs only beyond what they have.
    /// </summary>
    public double SignalDensity
    {
        get
        {
            double saidOnce = 1 - Math.Clamp((RepetitionShare - 0.5) / 0.5, 0, 1);
            double varied = Math.Clamp((UniqueWordShare - 0.05) / 0.35, 0, 1);
            double ownWords = 1 - Math.Clamp((LinkShare - 0.1) / 0.6, 0, 1);
            double own = 1 - Math.Clamp(BoilerplateShare, 0, 1);
            double enough = Math.Clamp(ContentWords / 10.0, 0, 1);
            return saidOnce * varied * ownWords * own * enough;
        }
    }
}
