using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Detections;

public sealed class YaraSourceTests : IDisposable
{
    private const string Rules = """
        /* rule Hidden { condition: true } */
        import "pe"
        include "other.yar"

        rule First : one two {
            meta:
                description = "Finds a \"quoted\" thing // not a comment"
                author = "nobody"
                date = "2024/02/03"
                modified = "2024-03-04"
                score = 75
                license = "Licence X https://example.org/licence"
                tlp = "green"
                negative = -5
                yes = true
            strings:
                $a = "brace } in text"  // comment with }
                $b = { 4D 5A [2-4] ( 90 | 91 ) } /* } */
                $c = /slash \/ and [{}"]{2,3}/ nocase
            condition:
                pe.is_pe and any of them
        }
        private rule Second { condition: filesize \ 2 > 1 }
        rule First { condition: false }
        rule NoBody
        rule Last
        {
            condition:
                First
        }
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_File_GivesEveryRule() => Assert.Equal(
        ["a.yar#First", "a.yar#Second", "a.yar#First:24", "a.yar:25", "a.yar#Last"],
        _folder.ReadText("yara", "a.yar", Rules).Select(i => i.Document.Id));

    [Fact]
    public void Read_Rule_IsToldWithoutItsMetaInTheCode()
    {
        SourceItem item = _folder.ReadText("yara", "a.yar", Rules)[0];

        Assert.Equal("""
            # YARA rule First

            Finds a "quoted" thing // not a comment.

            A match scores 75 of 100. Its tags are one and two.

            ```yara
            import "pe"
            rule First : one two {
                strings:
                    $a = "brace } in text"  // comment with }
                    $b = { 4D 5A [2-4] ( 90 | 91 ) } /* } */
                    $c = /slash \/ and [{}"]{2,3}/ nocase
                condition:
                    pe.is_pe and any of them
            }
            ```
            """, item.Document.Text);
        Assert.Equal(("2024-03-04", "Licence X", "TLP:GREEN"), (item.Document.Date, item.Document.Licence, item.Document.Tlp));
    }

    [Fact]
    public void Read_PrivateRule_SaysSo() =>
        Assert.Contains("It is a private rule, which only other rules use.", _folder.ReadText("yara", "a.yar", Rules)[1].Document.Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("rule A {\n condition: true", "rule A does not end")]
    [InlineData("rule A {\n strings: $a = \"open\n condition: $a }", "rule A does not end")]
    [InlineData("rule A {\n strings: $a = /open\n condition: $a }", "rule A does not end")]
    [InlineData("rule {}", "a rule without a name")]
    [InlineData("rule A condition: true", "rule A has no body")]
    [InlineData("nonsense", "not a rule")]
    [InlineData("/* open", "not a rule")]
    public void Read_BrokenRule_CostsItself(string text, string expected)
    {
        SourceItem[] items = _folder.ReadText("yara", "a.yar", text + "\nrule Good { condition: true }\n");

        Assert.Equal(Reasons.Broken, items[0].Verdict.Reason);
        Assert.Contains("a.yar:1: " + expected, items[0].Verdict.Detail, StringComparison.Ordinal);
        Assert.Equal("a.yar#Good", items[^1].Document.Id);
    }

    [Theory]
    [InlineData("rule a {\n")]
    [InlineData("rule a { /*\n")]
    [InlineData("rule a { condition: true } ")]
    [InlineData("import \"m\" ")]
    public void Read_ManyRepetitions_TakeTimeInProportion(string part) =>
        Assert.All(_folder.ReadText("yara", "a.yar", string.Concat(Enumerable.Repeat(part, 100_000))), item => Assert.NotNull(item.Document.Id));

    [Fact]
    public void Read_EmptyFile_GivesNothing() => Assert.Empty(_folder.ReadText("yara", "a.yar", "// nothing\n"));
}
