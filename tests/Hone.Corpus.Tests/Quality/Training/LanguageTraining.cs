using System.Runtime.InteropServices;
using Hone.Corpus.Quality;

namespace Hone.Corpus.Tests.Quality.Training;

/// <summary>Learns language.bin and judges it. By hand: HONE_LANGUAGE_TEXT=folder, then this class with -explicit only.</summary>
public class LanguageTraining(ITestOutputHelper output)
{
    private const int MostCharacters = 3_000_000;
    private const double Smoothing = 0.1;
    private const double Steps = 12;

    private static readonly string[] LearnedFromManuals = ["tr", "uk", "fi", "hu"];

    [Fact(Explicit = true)]
    public void Learn()
    {
        var counts = new double[LanguageModel.Classes.Length][];
        var seen = new int[counts.Length];
        for (int i = 0; i < counts.Length; i++)
            counts[i] = new double[1 << LanguageModel.Bits];
        int n = 0;
        foreach (var (language, _, text) in TrainingText.Languages("train.jsonl"))
            if (n++ % 5 != 0 || !LearnedFromManuals.Contains(language))
                Count(language, text);
        foreach (var (source, text) in TrainingText.General().Where((document, i) => i % 4 == 0 && document.Source is "tldp-ldp" or "msdocs-win32" or "openstax-american-government"))
            Count("en", text[..Math.Min(text.Length, 6000)]);
        seen[Array.IndexOf(LanguageModel.Classes, "en")] -= 1_500_000;
        foreach (var (source, text) in TrainingText.Security().Where((document, i) => i % 7 == 0 && document.Source is not ("sigma" or "atomic-red-team" or "gtfobins" or "payloadsallthethings")))
            Count("en", text[..Math.Min(text.Length, 6000)]);
        foreach (string text in TrainingText.MachineText("sigma", "yara", "suricata", "zeek-logs", "loghub", "nuclei", "sysmon-config"))
            Count(LanguageModel.Code, text[..Math.Min(text.Length, 6000)]);

        File.WriteAllBytes(Path.Combine(TrainingText.QualityFolder(), "language.bin"), MemoryMarshal.AsBytes(Table(counts).AsSpan()).ToArray());
        output.WriteLine(string.Join(", ", LanguageModel.Classes.Zip(seen)));

        void Count(string language, string text)
        {
            int i = Array.IndexOf(LanguageModel.Classes, language);
            if (i < 0 || seen[i] > MostCharacters)
                return;
            seen[i] += text.Length;
            foreach (int bucket in new Trigrams(text))
                counts[i][bucket]++;
        }
    }

    [Fact(Explicit = true)]
    public void Judge()
    {
        var right = new SortedDictionary<string, (int Right, int All, Dictionary<string, int> Wrong)>(StringComparer.Ordinal);
        int n = 0;
        foreach (var (language, _, text) in TrainingText.Languages("train.jsonl"))
            if (n++ % 5 == 0 && LearnedFromManuals.Contains(language))
                Ask(language, text);
        foreach (var (language, source, text) in TrainingText.Languages("heldout.jsonl"))
            if (source == "installation-guide" ? language != "ca" : language is "ar" or "fa" or "pl")
                Ask(language, text);
        foreach (string text in TrainingText.MachineText("otrf-datasets", "stix21-examples", "vcdb"))
            Ask(LanguageModel.Code, text[..Math.Min(text.Length, 20_000)]);

        foreach (var (language, (good, all, wrong)) in right)
            output.WriteLine($"{language} {good}/{all} {good / (double)all:0.000} {string.Join(' ', wrong.OrderByDescending(w => w.Value).Take(4).Select(w => $"{w.Key}:{w.Value}"))}");
        output.WriteLine($"all {right.Values.Sum(r => r.Right)}/{right.Values.Sum(r => r.All)}");

        void Ask(string language, string text)
        {
            foreach (string piece in text.Split("\n\n").Where(piece => piece.Length >= 120))
            {
                if (language != "en" && TextMeasures.Of(piece).FunctionWordShare > 0.3)
                    continue;
                string said = LanguageModel.Shipped.Classify(piece.AsSpan(0, Math.Min(512, piece.Length)));
                var (good, all, wrong) = right.GetValueOrDefault(language, (0, 0, []));
                if (said != language)
                    wrong[said] = wrong.GetValueOrDefault(said) + 1;
                right[language] = (good + (said == language ? 1 : 0), all + 1, wrong);
            }
        }
    }

    /// <summary>Log-probabilities, the same for what was never seen however much there was to see, less what they have in common over the languages, in steps of a twelfth.</summary>
    private static sbyte[] Table(double[][] counts)
    {
        var table = new sbyte[LanguageModel.Stride << LanguageModel.Bits];
        double[] totals = [.. counts.Select(c => c.Sum())];
        for (int bucket = 0; bucket < 1 << LanguageModel.Bits; bucket++)
        {
            double[] logs = [.. counts.Select((c, i) => Math.Log(((1 - Smoothing) * c[bucket] / totals[i]) + (Smoothing / c.Length)))];
            double middle = (logs.Max() + logs.Min()) / 2;
            for (int i = 0; i < logs.Length; i++)
                table[(bucket * LanguageModel.Stride) + i] = (sbyte)Math.Clamp(Math.Round((logs[i] - middle) * Steps), -127, 127);
        }
        return table;
    }
}
