using System.Globalization;
using Hone.Core.Statistics;

namespace Hone.Corpus.Tests.Dedup;

public enum EditKind { None, Substitution, Deletion, Insertion, Reordering, CaseAndSpace, NearMiss }

/// <param name="Origin">Copies of one text share it.</param>
/// <param name="Rate">Share of the words that was edited.</param>
public sealed record PlantedText(string Text, int Origin, EditKind Kind, double Rate);

/// <summary>
/// A seeded collection with planted near-duplicates: texts of 15 to 300 words from a Zipf vocabulary, half of them with one edited
/// copy (every kind of edit, at 0 to 50% of the words), and near-misses: advisories from a few templates that differ in product and
/// version. Stands alone, so that a benchmark can compile it too.
/// </summary>
public static class PlantedDuplicates
{
    private static readonly double[] _rates = [0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5];

    private static readonly string[] _templates =
    [
        "Cross-site scripting (XSS) vulnerability in {0} {1} allows remote attackers to inject arbitrary web script or HTML via unspecified vectors related to the administration interface.",
        "A vulnerability was found in {0} {1} and classified as critical. This issue affects some unknown processing of the file login.php. The manipulation leads to sql injection. The attack may be initiated remotely. The exploit has been disclosed to the public and may be used.",
        "Buffer overflow in {0} before {1} allows remote attackers to execute arbitrary code or cause a denial of service (memory corruption and application crash) via a crafted document.",
        "The {0} plugin for WordPress is vulnerable to Stored Cross-Site Scripting via shortcode attributes in all versions up to, and including, {1} due to insufficient input sanitization and output escaping.",
    ];

    /// <param name="texts">Texts before copies; a fifth of them are near-misses.</param>
    public static PlantedText[] Make(ulong seed, int texts)
    {
        var random = new Xoshiro256(seed);
        string[] vocabulary = [.. Enumerable.Range(0, 20_000).Select(i => Word(random, 1 + i / 60))];
        var planted = new List<PlantedText>();
        for (int origin = 0; origin < texts; origin++)
        {
            if (origin % 5 == 4)
            {
                planted.Add(new PlantedText(NearMiss(random), origin, EditKind.NearMiss, 0));
                continue;
            }
            string[] words = [.. Enumerable.Range(0, 15 + (int)(285 * Math.Pow(random.NextDouble(), 2))).Select(_ => Pick(random, vocabulary))];
            planted.Add(new PlantedText(Sentences(words), origin, EditKind.None, 0));
            if (origin % 5 is 0 or 2)
            {
                var kind = (EditKind)(1 + random.Next(5));
                double rate = _rates[random.Next(_rates.Length)];
                planted.Add(new PlantedText(Edit(random, words, kind, rate, vocabulary), origin, kind, rate));
            }
        }
        PlantedText[] shuffled = [.. planted];
        random.Shuffle<PlantedText>(shuffled);
        return shuffled;
    }

    /// <summary>F1 of the class "has a twin" and of the class "has none", and their mean.</summary>
    public static (double Precision, double Recall, double MacroF1) Score(bool[] truth, bool[] said)
    {
        int both = truth.Where((t, i) => t && said[i]).Count(), neither = truth.Where((t, i) => !t && !said[i]).Count();
        int wrong = truth.Length - both - neither;
        double precision = both / (double)Math.Max(1, said.Count(s => s)), recall = both / (double)Math.Max(1, truth.Count(t => t));
        return (precision, recall, (2.0 * both / (2 * both + wrong) + 2.0 * neither / (2 * neither + wrong)) / 2);
    }

    /// <summary>Who has a twin by definition: every pair's true similarity, over shingles as strings, by an inverted index.</summary>
    public static bool[] TruthBySimilarity(IReadOnlyList<string> texts, int shingleWords, double threshold)
    {
        HashSet<string>[] shingles = [.. texts.Select(text => Shingles(text, shingleWords))];
        var holders = new Dictionary<string, List<int>>();
        var twin = new bool[texts.Count];
        for (int i = 0; i < texts.Count; i++)
        {
            var shared = new Dictionary<int, int>();
            foreach (string shingle in shingles[i])
            {
                if (!holders.TryGetValue(shingle, out List<int>? others))
                    holders.Add(shingle, others = []);
                foreach (int other in others)
                    shared[other] = shared.GetValueOrDefault(other) + 1;
                others.Add(i);
            }
            foreach (var (other, count) in shared)
                if (count >= threshold * (shingles[i].Count + shingles[other].Count - count))
                    twin[i] = twin[other] = true;
        }
        return twin;
    }

    /// <summary>Shingles as strings: words are what is between other characters, in lower case.</summary>
    public static HashSet<string> Shingles(string text, int size)
    {
        string[] words = [.. new string([.. text.Select(c => char.IsLetterOrDigit(c) || c == '_' ? char.ToLowerInvariant(c) : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        return words.Length is > 0 && words.Length < size
            ? [string.Join(' ', words)]
            : [.. Enumerable.Range(0, Math.Max(0, words.Length - size + 1)).Select(i => string.Join(' ', words, i, size))];
    }

    private static string Edit(Xoshiro256 random, string[] words, EditKind kind, double rate, string[] vocabulary)
    {
        var edited = new List<string>(words);
        int edits = (int)Math.Round(rate * words.Length);
        switch (kind)
        {
            case EditKind.Substitution:
                int[] places = [.. Enumerable.Range(0, words.Length)];
                random.Shuffle<int>(places);
                foreach (int place in places.Take(edits))
                    edited[place] = Pick(random, vocabulary);
                break;
            case EditKind.Deletion:
                for (int i = 0; i < edits; i++)
                    edited.RemoveAt(random.Next(edited.Count));
                break;
            case EditKind.Insertion:
                for (int i = 0; i < edits; i++)
                    edited.Insert(random.Next(edited.Count + 1), Pick(random, vocabulary));
                break;
            case EditKind.Reordering when edits > 0:
                // A stretch of that many words moves elsewhere, as when somebody moves a sentence.
                int from = random.Next(edited.Count - edits + 1);
                List<string> moved = edited.GetRange(from, edits);
                edited.RemoveRange(from, edits);
                edited.InsertRange(random.Next(edited.Count + 1), moved);
                break;
            case EditKind.CaseAndSpace:
                return string.Join(rate > 0.2 ? "\n" : "  ", words.Select(word => random.NextDouble() < rate ? word.ToUpperInvariant() : word));
        }
        return Sentences(edited);
    }

    private static string NearMiss(Xoshiro256 random)
    {
        string product = string.Join(' ', Enumerable.Range(0, 1 + random.Next(2)).Select(_ => Word(random, 200)));
        string version = string.Create(CultureInfo.InvariantCulture, $"{random.Next(20)}.{random.Next(30)}.{random.Next(30)}");
        return string.Format(CultureInfo.InvariantCulture, _templates[random.Next(_templates.Length)], product, version);
    }

    private static string Sentences(IReadOnlyList<string> words) =>
        string.Join(' ', words.Select((word, i) => i % 14 == 13 ? word + "." : i % 14 == 0 ? char.ToUpperInvariant(word[0]) + word[1..] : word));

    private static string Pick(Xoshiro256 random, string[] vocabulary) => vocabulary[(int)(vocabulary.Length * Math.Pow(random.NextDouble(), 3))];

    private static string Word(Xoshiro256 random, int rank)
    {
        const string Consonants = "bcdfghklmnprstvz", Vowels = "aeiou";
        int syllables = 1 + (int)Math.Log2(1 + rank) / 3 + random.Next(2);
        return string.Concat(Enumerable.Range(0, syllables).Select(_ => $"{Consonants[random.Next(Consonants.Length)]}{Vowels[random.Next(Vowels.Length)]}{Consonants[random.Next(Consonants.Length)]}"));
    }
}
