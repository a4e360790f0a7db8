using System.Text.Json;
using Hone.Core.Documents;
using Hone.Core.Statistics;
using Hone.Corpus.Quality;
using Hone.Corpus.Tests.RealData;

namespace Hone.Corpus.Tests.Quality.Training;

/// <summary>Learns relevance.bin (seeded: the same texts give the same bytes) and judges it. By hand: this class with -explicit only.</summary>
public class RelevanceTraining(ITestOutputHelper output)
{
    private const int Passes = 4;
    private const double Rate = 0.1;

    /// <summary>What a lost security document weighs beside a kept other one.</summary>
    private const double Recall = 0.75;

    private const double Decay = 1e-7;
    private const int HeldOutOf = 10;

    /// <summary>General documents that are about security after all: a host's hardening is in the Linux guides.</summary>
    private static readonly string[] Suspicious = ["vulnerab", "malware", "attacker", "exploit", "security"];

    private sealed record Example(int[] Features, bool Security);

    [Fact(Explicit = true)]
    public void Learn()
    {
        var random = new Xoshiro256(20);
        List<Example> examples = [.. Examples(learning: true, random).Select(e => new Example(Features(e.Text), e.Security)).Where(e => e.Features.Length > 0)];
        var weights = new double[1 << RelevanceModel.Bits];
        var squares = new double[weights.Length];
        double bias = 0, biasSquares = 1e-3;
        double positives = examples.Count(e => e.Security);
        for (int pass = 0; pass < Passes; pass++)
        {
            Shuffle(examples, random);
            foreach (Example example in examples)
            {
                double share = 1 / Math.Sqrt(example.Features.Length), score = bias;
                foreach (int feature in example.Features)
                    score += weights[feature] * share;
                double weight = examples.Count / (example.Security ? positives : examples.Count - positives) * (example.Security ? Recall : 1 - Recall);
                double slope = weight * ((1 / (1 + Math.Exp(-score))) - (example.Security ? 1 : 0));
                foreach (int feature in example.Features)
                {
                    double step = slope * share + (Decay * weights[feature]);
                    squares[feature] += step * step;
                    weights[feature] -= Rate * step / Math.Sqrt(squares[feature] + 1e-9);
                }
                biasSquares += slope * slope;
                bias -= Rate * slope / Math.Sqrt(biasSquares);
            }
        }
        double most = Quantile(weights);
        using var file = File.Create(Path.Combine(TrainingText.QualityFolder(), "relevance.bin"));
        new RelevanceModel([.. weights.Select(w => (sbyte)Math.Clamp(Math.Round(w / most * 127), -127, 127))], (float)bias, (float)(most / 127)).Save(file);
        output.WriteLine($"{examples.Count} pieces, {positives} of security; bias {bias:0.00}, largest weight {most:0.00}");
    }

    [Fact(Explicit = true)]
    public void Judge()
    {
        var random = new Xoshiro256(21);
        Report("held-out documents", Examples(learning: false, random));
        Report("held-out sources", HeldOutSources(random));
        Report("2,000 CVEs", Cves(2000).Select(text => ("cve", text, true)));
        Report("logs", TrainingText.MachineText("loghub", "zeek-logs", "otrf-datasets").Select(text => ("log", text[..Math.Min(8000, text.Length)], true)));
    }

    private void Report(string name, IEnumerable<(string Source, string Text, bool Security)> examples)
    {
        double hit = 0, wrong = 0, missed = 0, rejected = 0, noTerm = 0;
        var bySource = new SortedDictionary<string, (int Kept, int All)>(StringComparer.Ordinal);
        var outcomes = new List<(bool Said, bool Is)>();
        foreach (var (source, text, security) in examples)
        {
            bool said = RelevanceFilter.Score(text) >= new QualitySpec().MinRelevance;
            outcomes.Add((said, security));
            (hit, wrong, missed, rejected) = (hit + (said && security ? 1 : 0), wrong + (said && !security ? 1 : 0), missed + (!said && security ? 1 : 0), rejected + (!said && !security ? 1 : 0));
            noTerm += security && !SecurityTerms.AnyIn(text) && !LogShape.Fits(text) ? 1 : 0;
            var (kept, all) = bySource.GetValueOrDefault(source);
            bySource[source] = (kept + (said ? 1 : 0), all + 1);
        }
        double f1 = F1(outcomes);
        var random = new Xoshiro256(1);
        double[] resampled = [.. Enumerable.Range(0, 500).Select(_ => F1([.. Enumerable.Range(0, outcomes.Count).Select(_ => outcomes[(int)(random.NextUInt64() % (ulong)outcomes.Count)])])).Order()];
        output.WriteLine($"{name}: n {outcomes.Count}, F1 {f1:0.0000} [{resampled[12]:0.0000}, {resampled[487]:0.0000}], precision {hit / (hit + wrong):0.0000}, recall {hit / (hit + missed):0.0000}, without a term {noTerm}");
        foreach (var (source, (kept, all)) in bySource)
            output.WriteLine($"    {source} {kept}/{all}");
    }

    private static double F1(List<(bool Said, bool Is)> outcomes)
    {
        double hit = outcomes.Count(o => o.Said && o.Is), wrong = outcomes.Count(o => o.Said && !o.Is), missed = outcomes.Count(o => !o.Said && o.Is);
        return 2 * hit / ((2 * hit) + wrong + missed);
    }

    private static IEnumerable<(string Source, string Text, bool Security)> Examples(bool learning, Xoshiro256 random)
    {
        int n = 0;
        foreach (var (source, text, security) in TrainingText.Security().Select(d => (d.Source, d.Text, true)).Concat(TrainingText.General().Select(d => (d.Source, d.Text, false))))
        {
            bool heldOut = n++ % HeldOutOf == 0;
            if (heldOut == learning || TrainingText.HeldOutSources.Contains(source))
                continue;
            // Procedures are half of the documents and all alike.
            if (learning && source == "attack-procedure" && n % 4 != 0)
                continue;
            foreach (string piece in TrainingText.Pieces(text, random, learning ? 6 : 1))
                if (security || !Suspicious.Any(word => piece.Contains(word, StringComparison.OrdinalIgnoreCase)))
                    yield return (source, piece, security);
        }
        foreach (string text in learning ? Cves(10000, fresh: false) : [])
            yield return ("cve", text, true);
        foreach (string text in learning ? TrainingText.MachineText("suricata", "yara", "nuclei") : [])
            foreach (string piece in TrainingText.Pieces(text, random, 2))
                yield return ("rules", piece, true);
    }

    private static IEnumerable<(string Source, string Text, bool Security)> HeldOutSources(Xoshiro256 random)
    {
        foreach (var (source, text) in RealFolder.Documents("cyber2.jsonl"))
            foreach (string piece in TrainingText.Pieces(text, random, 1))
                yield return (source, piece, true);
        foreach (var (source, text) in TrainingText.General().Where(d => TrainingText.HeldOutSources.Contains(d.Source)))
            foreach (string piece in TrainingText.Pieces(text, random, 1))
                yield return (source, piece, false);
    }

    /// <summary>Descriptions as published; what is learned from is older than what is judged.</summary>
    private static IEnumerable<string> Cves(int count, bool fresh = true)
    {
        int n = 0;
        foreach (JsonLine line in JsonLineReader.Read(Path.Combine(RealFolder.Require(), "sources", "cve", "cve.jsonl")))
        {
            if (n++ % (fresh ? 13 : 17) != 0)
                continue;
            using JsonDocument json = JsonDocument.Parse(line.Utf8);
            string id = json.RootElement.GetProperty("id").GetString()!;
            bool rejected = json.RootElement.TryGetProperty("rejected", out JsonElement state) && state.ValueKind == JsonValueKind.True;
            if (rejected || string.CompareOrdinal(id, "CVE-2023") > 0 != fresh)
                continue;
            yield return json.RootElement.GetProperty("description").GetString()!;
            if (--count == 0)
                yield break;
        }
    }

    private static int[] Features(string text)
    {
        var features = new List<int>();
        var words = new WordFeatures(text);
        while (words.MoveNext())
        {
            features.Add(words.Word);
            features.Add(words.Pair);
        }
        return [.. features];
    }

    private static void Shuffle(List<Example> examples, Xoshiro256 random)
    {
        for (int i = examples.Count - 1; i > 0; i--)
        {
            int j = (int)(random.NextUInt64() % (ulong)(i + 1));
            (examples[i], examples[j]) = (examples[j], examples[i]);
        }
    }

    /// <summary>Few weights are very large; clipping one in a thousand leaves the others their steps.</summary>
    private static double Quantile(double[] weights)
    {
        double[] sorted = [.. weights.Select(Math.Abs).Order()];
        return sorted[(int)(sorted.Length * 0.999)];
    }
}
