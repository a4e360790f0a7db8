using Hone.Core;
using Hone.Corpus.Decontamination;

namespace Hone.Corpus.Tests.Decontamination;

public sealed class BenchmarkIdsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private BenchmarkIds Ids => BenchmarkIds.Load(_folder.Write("ids.json", """{"rcm":["CVE-2024-0001","CVE-2024-12345"],"vsp":["CVE-2024-0001"]}"""));

    [Theory]
    [InlineData("about CVE-2024-0001.", "CVE-2024-0001 of rcm")]
    [InlineData("cve-2024-12345", "cve-2024-12345 of rcm")]
    [InlineData("CVE-2024-1234", null)]
    [InlineData("CVE-2024-123456", null)]
    [InlineData("nothing", null)]
    public void FindIn_Text_FindsWholeIdsOnly(string text, string? expected) => Assert.Equal(expected, Ids.FindIn(text));

    [Fact]
    public void WithoutItems_MentioningItem_IsTakenOut() =>
        Assert.Equal("# H\n\n- other\n\nCVE-2024-0001 in prose", Ids.WithoutItems("# H\n\n- see CVE-2024-0001\n- other\n\nCVE-2024-0001 in prose"));

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"rcm\":\"CVE-2024-0001\"}")]
    [InlineData("{\"rcm\":[5]}")]
    [InlineData("{")]
    public void Load_AnotherShape_IsUserError(string json) =>
        Assert.Contains("ids.json", Assert.Throws<UserError>(() => BenchmarkIds.Load(_folder.Write("ids.json", json))).Message, StringComparison.Ordinal);
}
