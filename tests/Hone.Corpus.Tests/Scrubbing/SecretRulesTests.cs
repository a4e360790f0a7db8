using Hone.Core.Statistics;
using Hone.Corpus.Scrubbing;
using Hone.Corpus.Scrubbing.Secrets;

namespace Hone.Corpus.Tests.Scrubbing;

public class SecretRulesTests
{
    private static readonly Scrubber _scrubber = Scrubber.Create(new ScrubSpec());

    public static TheoryData<int> Rules => [.. Enumerable.Range(0, SecretRules.All.Count)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_OwnSamples_AreFoundInEverySurrounding(int index)
    {
        SecretRule rule = SecretRules.All[index];
        var chance = new Xoshiro256((ulong)index);

        foreach (string around in (string[])["{0}", "it was {0} all along", "KEY={0}", "\"{0}\",", "see `{0}`.", "line\\n{0}\\nline", "x={0}&y=2", "https://bad.site/{0}"])
        {
            string secret = SecretSamples.Make(rule, chance), text = around.Replace("{0}", secret, StringComparison.Ordinal);
            ScrubSpan span = Assert.Single(_scrubber.Find(text, out _), s => s.Kind == ScrubKind.Secret);
            Assert.Equal(secret, text.Substring(span.Start, span.Length));
        }
    }

    [Fact]
    public void Rules_Kinds_AreAtLeastSixty() => Assert.InRange(SecretRules.All.Select(r => r.Name).Distinct().Count(), 60, 1000);

    [Theory]
    [InlineData("github-token")]
    [InlineData("npm-token")]
    [InlineData("age-key")]
    [InlineData("bitcoin-extended-key")]
    public void Rule_WrongChecksum_Stays(string name)
    {
        SecretRule rule = SecretRules.All.First(r => r.Name == name);
        string secret = SecretSamples.Make(rule, new Xoshiro256(1));
        string broken = secret[..^8] + (secret[^8] == 'A' ? 'C' : 'A') + secret[^7..];

        Assert.Empty(_scrubber.Find(broken, out _));
    }

    [Theory]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    [InlineData("ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("key-" + "0123456789abcdef0123456789abcdef")]
    [InlineData("hf_modelNameWithoutAnythingSpecialInIt")]
    [InlineData("password = os.environ['DB_PASSWORD']")]
    [InlineData("password: <your password>")]
    [InlineData("token = next_token(stream)")]
    [InlineData("publicKeyToken=31bf3856ad364e35")]
    [InlineData("TokenElevationType: %%1936")]
    [InlineData("secret_name: prod-database")]
    [InlineData("password=P@ssw0rd")]
    [InlineData("https://user:pass@host/")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----")]
    [InlineData("31d6cfe0d16ae931b73c59d7e0c089c0")]
    public void Examples_OfDocumentation_Stay(string text) => Assert.Empty(_scrubber.Find(text, out _));
}
