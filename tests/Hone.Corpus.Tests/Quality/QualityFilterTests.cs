using Hone.Core.Documents;
using Hone.Corpus.Quality;

namespace Hone.Corpus.Tests.Quality;

public class QualityFilterTests
{
    private static readonly QualityFilter Filter = new(new QualitySpec());

    public static TheoryData<string, string> Bad => new()
    {
        { "quality_lost_characters", string.Concat(Enumerable.Repeat("ab\uFFFD\uFFFDcd text here ", 20)) },
        { "quality_no_text", string.Concat(Enumerable.Range(0, 100).Select(i => $"{i * 7919} {i * 104729}\n")) },
        { "quality_encoded", "key: " + new string('A', 60) + string.Concat(Enumerable.Range(0, 200).Select(i => (char)('A' + (i * 7 % 26)))) },
        { "quality_links", string.Concat(Enumerable.Range(0, 30).Select(i => $"- Article number {i}: https://news{i}.example.org/2024/archive/of/every/day/page-{i * 37}?lang=en\n")) },
        { "quality_repeated_lines", string.Concat(Enumerable.Repeat("host alpha is up and answers\nall services of the cluster are green\n", 20)) },
        { "quality_repetition", string.Concat(Enumerable.Range(0, 400).Select(i => $"check {i}: host alpha is up and answers, all services of the cluster are green and nothing needs to be done\n")) },
        { "quality_stuffed", "The best " + string.Concat(Enumerable.Range(0, 80).Select(i => $"antivirus is the antivirus that {(char)('a' + (i % 26))}{(char)('b' + (i * 7 % 25))}{(char)('c' + (i / 9))}x needs of an antivirus for you and ")) },
        { "quality_empty_words", "Done. OK. Closed." },
    };

    [Theory, MemberData(nameof(Bad))]
    public void Judge_Noise_IsDroppedWithItsReason(string reason, string text)
    {
        var verdict = Filter.Judge(new Document { Id = "1", Source = "s", Text = text });

        Assert.Equal(reason, verdict.Reason);
        Assert.NotNull(verdict.Detail);
    }

    [Theory]
    [InlineData("SQL injection in login.php in Example CMS 1.2 allows remote attackers to execute arbitrary SQL commands via the id parameter.")]
    [InlineData("** DISPUTED ** Buffer overflow in foo 2.x via a long -h argument.")]
    [InlineData("Jun 14 15:16:01 combo sshd(pam_unix)[19939]: authentication failure; logname= uid=0 euid=0 tty=NODEVssh ruser= rhost=218.188.2.4\nJun 14 15:16:02 combo sshd(pam_unix)[19937]: check pass; user unknown")]
    [InlineData("title: Suspicious Service\nlogsource:\n  product: windows\ndetection:\n  selection:\n    EventID: 7045\n  condition: selection")]
    [InlineData("| Port | Service |\n|---|---|\n| 22 | ssh |\n| 443 | https |\n| 3389 | rdp |")]
    public void Judge_TerseTextCodeLogsAndTables_Stay(string text) =>
        Assert.True(Filter.Judge(new Document { Id = "1", Source = "s", Text = text }).Kept);

    [Fact]
    public void Spec_UnknownRule_IsAProblem() => Assert.Contains("without_rules", Assert.Single(new QualitySpec { WithoutRules = ["nonsense"] }.Validate()), StringComparison.Ordinal);
}
