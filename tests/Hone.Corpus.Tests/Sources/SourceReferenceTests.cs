using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources;

public class SourceReferenceTests
{
    [Theory]
    [InlineData("attack:data/enterprise.json", "attack", "data/enterprise.json", "attack:enterprise.json", null)]
    [InlineData("text:notes/", "text", "notes/", "text:notes", null)]
    [InlineData("cve:cves?limit=20000", "cve", "cves", "cve:cves", 20000)]
    [InlineData("cve:cves?limit=7&name=recent", "cve", "cves", "recent", 7)]
    [InlineData("jsonl:C:\\data\\x.jsonl?name=x", "jsonl", "C:\\data\\x.jsonl", "x", null)]
    public void Parse_GoodReference_GivesItsParts(string text, string kind, string path, string name, int? limit)
    {
        var reference = SourceReference.Parse(text, out string? problem);

        Assert.Null(problem);
        Assert.Equal(new SourceReference(kind, path, name) { Limit = limit }, reference);
    }

    [Fact]
    public void Parse_EveryOption_IsTaken()
    {
        var reference = SourceReference.Parse("text:notes?limit=5&weight=0.5&licence=CC BY 4.0&tlp=amber+strict&name=n", out _);

        Assert.Equal(new SourceReference("text", "notes", "n") { Limit = 5, Weight = 0.5, Licence = "CC BY 4.0", Tlp = "TLP:AMBER+STRICT" }, reference);
    }

    [Theory]
    [InlineData("data.json")]
    [InlineData("parchment:data")]
    [InlineData("cve:")]
    [InlineData("cve:?limit=3")]
    [InlineData("cve:x?limit=0")]
    [InlineData("cve:x?limit=-1")]
    [InlineData("cve:x?limit=many")]
    [InlineData("cve:x?name=")]
    [InlineData("cve:x?weight=0")]
    [InlineData("cve:x?tlp=blue")]
    [InlineData("cve:x?depth=2")]
    public void Parse_BadReference_SaysWhatIsWrong(string text)
    {
        Assert.Null(SourceReference.Parse(text, out string? problem));
        Assert.Contains(text, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void ParseAll_TwoOfOneName_IsAProblemUntilNamed()
    {
        var problems = new List<string>();

        SourceReference.ParseAll(["text:a/docs", "text:b/docs"], problems);
        SourceReference.ParseAll(["text:a/docs", "text:b/docs?name=b"], problems);

        Assert.Equal(["'text:b/docs': another source has the name 'text:docs' too; add ?name=..."], problems);
    }
}
