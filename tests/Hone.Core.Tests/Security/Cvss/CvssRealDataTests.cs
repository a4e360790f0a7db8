using System.Text.Json;
using Hone.Core.Documents;
using Hone.Core.Security.Cvss;
using Hone.Core.Tests.Tokens;

namespace Hone.Core.Tests.Security.Cvss;

/// <summary>The scores that NVD and others published, where a data-unpacked folder lies beside the repository.</summary>
public sealed class CvssRealDataTests(ITestOutputHelper output)
{
    [Fact]
    public void BaseScore_PublishedByNvd_Agrees()
    {
        var two = new Agreement("CVSS 2");
        var three = new Agreement("CVSS 3 by NVD");
        var others = new Agreement("CVSS 3 by others");
        foreach (JsonLine line in JsonLineReader.Read(Data("sources/cve/cve.jsonl")))
        {
            using JsonDocument record = JsonDocument.Parse(line.Utf8);
            two.Compare(record.RootElement, "cvss2", "cvss2_score");
            (record.RootElement.TryGetProperty("cvss_by", out _) ? others : three).Compare(record.RootElement, "cvss3", "cvss3_score");
        }

        two.CheckBase(output, 150_000);
        three.CheckBase(output, 80_000);
        others.CheckAny(output, 20_000);
    }

    [Fact]
    public void BaseScore_PublishedInCveRecords_Agrees()
    {
        var all = new Agreement("CVE records");
        var four = new Agreement("CVSS 4.0 in CVE records");
        foreach (JsonLine line in JsonLineReader.Read(Data("sources/cve5/cve5.jsonl")))
        {
            using JsonDocument record = JsonDocument.Parse(line.Utf8);
            if (record.RootElement.TryGetProperty("containers", out JsonElement containers))
                foreach (JsonElement container in Containers(containers))
                    if (container.TryGetProperty("metrics", out JsonElement metrics))
                        foreach (JsonProperty metric in metrics.EnumerateArray().SelectMany(m => m.EnumerateObject()).Where(p => p.Name.StartsWith("cvssV", StringComparison.Ordinal)))
                            (metric.Name == "cvssV4_0" ? four : all).Compare(metric.Value, "vectorString", "baseScore");
        }

        all.CheckAny(output, 2_000);
        four.CheckBase(output, 150);
    }

    private static IEnumerable<JsonElement> Containers(JsonElement containers) =>
        containers.EnumerateObject().SelectMany(c => c.Value.ValueKind == JsonValueKind.Array ? c.Value.EnumerateArray().ToArray() : [c.Value]);

    private static string Data(string path)
    {
        string? found = RepositoryFiles.Find(Path.Combine("data-unpacked", path));
        Assert.SkipWhen(found is null, $"no data-unpacked/{path} beside the repository");
        return found!;
    }

    /// <summary>Some publishers call "base" the score of all the vector says, or that of the environmental equation: told apart, not forgiven.</summary>
    private sealed class Agreement(string name)
    {
        private readonly List<string> _apart = [];
        private int _all, _base, _whole, _equation;

        public void Compare(JsonElement record, string vector, string score)
        {
            if (!record.TryGetProperty(vector, out JsonElement text) || !record.TryGetProperty(score, out JsonElement number))
                return;
            _all++;
            double published = number.GetDouble();
            if (!CvssVector.TryParse(text.GetString(), out CvssVector? read, out string? reason))
                _apart.Add($"{text.GetString()} published {published}, refused: {reason}");
            else if (read.BaseScore == published)
                _base++;
            else if (read.Score == published)
                _whole++;
            else if (read.EnvironmentalScore == published)
                _equation++;
            else
                _apart.Add($"{text.GetString()} published {published}, computed {read.BaseScore}");
        }

        public void CheckBase(ITestOutputHelper output, int least) => Check(output, least, _base);

        public void CheckAny(ITestOutputHelper output, int least) => Check(output, least, _base + _whole + _equation);

        private void Check(ITestOutputHelper output, int least, int agreed)
        {
            output.WriteLine($"{name}: {_base} of {_all} are the base score, {_whole} that of the whole vector, {_equation} that of the environmental equation, {_apart.Count} none of these");
            foreach (string apart in _apart)
                output.WriteLine(apart);
            Assert.True(_all >= least, $"{name}: only {_all} scores");
            Assert.True(agreed >= 0.999 * _all, $"{name}: only {agreed} of {_all} agree");
            Assert.True(_base >= 0.98 * _all, $"{name}: only {_base} of {_all} are base scores");
        }
    }
}
