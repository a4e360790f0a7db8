using System.Globalization;

namespace Hone.Corpus.Quality;

/// <summary>Which languages a document is in, by the share of its windows; a long document is looked at in windows spread over it.</summary>
internal sealed class LanguageShares
{
    private const int Window = 512;
    private const int MostWindows = 16;

    private readonly List<(string Language, double Share)> _shares;

    private LanguageShares(List<(string, double)> shares) => _shares = shares;

    /// <summary>The language of most of the document.</summary>
    public string Main => _shares[0].Language;

    public double Of(IReadOnlyList<string> languages)
    {
        double sum = 0;
        foreach (var (language, share) in _shares)
            sum += languages.Contains(language) ? share : 0;
        return sum;
    }

    public override string ToString() => string.Join(", ", _shares.Select(share => string.Create(CultureInfo.InvariantCulture, $"{share.Language} {share.Share:0.##}")));

    public static LanguageShares Of(string text, LanguageModel model)
    {
        int windows = Math.Clamp((text.Length + Window - 1) / Window, 1, MostWindows);
        var counts = new Dictionary<string, int>(2);
        for (int i = 0; i < windows; i++)
        {
            int start = windows == 1 ? 0 : (int)((long)(text.Length - Window) * i / (windows - 1));
            string language = model.Classify(text.AsSpan(start, Math.Min(Window, text.Length - start)));
            counts[language] = counts.GetValueOrDefault(language) + 1;
        }
        return new LanguageShares([.. counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value / (double)windows))]);
    }
}
