using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Advisories;

public sealed class AdvisoryFuzzTests : IDisposable
{
    private const string Epss = "#model_version:v2025.03.14,score_date:2025-02-20T00:00:00+0000\ncve,epss,percentile\nCVE-2024-1111,0.94,0.999\nCVE-2024-2222,0.5,0.97\nCVE-2023-3333,0.0001,0.01\n";

    private const string Kev = "cveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription,requiredAction,dueDate,knownRansomwareCampaignUse,notes,cwes\nCVE-2024-9002,Acme,Gate,\"Acme Gate, a flaw\",2024-08-01,\"Says \"\"hello\"\".\",Update.,2024-08-22,Known,https://example.org,\"CWE-22, CWE-36\"\n";

    private readonly TestFolder _folder = new();

    public static TheoryData<string> Names => [.. AdvisoryCases.All.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_DamagedRecords_AreToldOrBroken(string name)
    {
        var mutations = new Mutations(2024);
        string record = AdvisoryCases.Of(name);
        using (FileStream file = File.Create(_folder["x.jsonl"]))
            for (int i = 0; i < 10_000; i++)
            {
                file.Write(mutations.Line(record));
                file.WriteByte((byte)'\n');
            }

        SourceItem[] items = _folder.Read(AdvisoryCases.Kind(name), "x.jsonl");

        Assert.InRange(items.Length, 9_000, 10_100);
        Assert.InRange(items.Count(i => i.Verdict.Reason == Reasons.Broken), 1_000, 9_900);
        Assert.InRange(items.Count(i => i.Verdict.Kept), 100, 9_000);
        Assert.All(items.Where(i => i.Verdict.Reason == Reasons.Broken), i => Assert.StartsWith("x.jsonl:", i.Document.Id, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("epss", Epss)]
    [InlineData("kev", Kev)]
    public void Read_DamagedTables_AreToldOrBroken(string kind, string text)
    {
        var mutations = new Mutations(7);
        int kept = 0, broken = 0;
        for (int i = 0; i < 5_000; i++)
        {
            File.WriteAllBytes(_folder["x.csv"], mutations.File(text));
            SourceItem[] items = _folder.Read(kind, "x.csv");
            kept += items.Count(item => item.Verdict.Kept);
            broken += items.Count(item => !item.Verdict.Kept);
        }

        Assert.InRange(kept, 500, 20_000);
        Assert.InRange(broken, 100, 20_000);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_RecordCutAnywhere_IsBroken(string name)
    {
        string record = AdvisoryCases.Of(name);
        for (int length = 1; length < record.Length; length += 7)
            _folder.Problem(AdvisoryCases.Kind(name), "x.json", record[..length]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_TheSameRecordInEveryPacking_IsTheSameDocument(string name)
    {
        string kind = AdvisoryCases.Kind(name), record = AdvisoryCases.Of(name);
        SourceItem whole = Assert.Single(_folder.ReadText(kind, "one.json", record));

        Assert.True(whole.Verdict.Kept);
        Assert.Equal(whole.Document.Text, Assert.Single(_folder.ReadText(kind, "a.json", $"[{record}]")).Document.Text);
        Assert.Equal(whole.Document.Text, Assert.Single(_folder.ReadText(kind, "a.jsonl", $"\n{record}\n")).Document.Text);
    }
}
