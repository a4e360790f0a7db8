using System.Text.RegularExpressions;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.RealData;

/// <summary>Frameworks and detection content as published. The counts are those of other parsers over the same files.</summary>
public sealed partial class KnowledgeRealDataTests
{
    [Theory]
    [InlineData("atlas", "atlas", 278, 278, 0)]
    [InlineData("d3fend", "d3fend/src/ontology/d3fend-protege.ttl", 1_976, 1_972, 0)]
    [InlineData("misp-galaxy", "misp-galaxy", 6_745, 4_864, 0)]
    [InlineData("oscal", "oscal", 1_277, 1_261, 0)]
    [InlineData("rfc", "rfc-tls", 121, 121, 0)]
    [InlineData("sigma", "sigma", 4_041, 3_788, 0)]
    [InlineData("splunk", "splunk", 1_231, 1_158, 0)]
    [InlineData("yara", "yara", 3_267, 3_267, 0)]
    [InlineData("suricata", "suricata", 6_394, 5_710, 0)]
    [InlineData("nuclei", "nuclei", 21, 21, 0)]
    [InlineData("atomic", "atomic", 1_819, 1_819, 0)]
    [InlineData("lolbas", "lolbas", 243, 243, 0)]
    [InlineData("gtfobins", "gtfobins", 478, 478, 0)]
    // The folder holds test cases of MISP's client, of which these are no events.
    [InlineData("misp", "misp-events", 42, 30, 12)]
    public void Read_Published_GivesEveryDocument(string kind, string path, int all, int kept, int broken)
    {
        SourceReference reference = SourceReference.Parse($"{kind}:{Path.Combine(RealFolder.Require(), "sources", path)}", out _)!;

        SourceItem[] items = [.. SourceList.For(reference).Read(reference)];

        Assert.Equal((all, kept, broken), (items.Length, items.Count(i => i.Verdict.Kept), items.Count(i => i.Verdict.Reason == Reasons.Broken)));
        Assert.Equal(all, items.Select(i => i.Document.Id).Distinct().Count());
        foreach (SourceItem item in items.Where(i => i.Verdict.Kept))
        {
            Assert.StartsWith("# ", item.Document.Text, StringComparison.Ordinal);
            Assert.True(item.Document.Text.Length > 60, item.Document.Id);
            // MISP's texts are others' pages; what was in them stays.
            string prose = Fenced().Replace(item.Document.Text, "");
            foreach (string rest in kind == "misp" ? [] : (string[])["(Citation:", "<sup>", "{{ insert", "](http", "</a>", "[Page ", "\f", "\r"])
                Assert.False(prose.Contains(rest, StringComparison.Ordinal), $"{item.Document.Id} holds {rest}");
        }
    }

    [GeneratedRegex("(?s)(?:^|\n)(`{3,})[^\n]*\n.*?\n\\1(?=\n|$)")]
    private static partial Regex Fenced();
}
