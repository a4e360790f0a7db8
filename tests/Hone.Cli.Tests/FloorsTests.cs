using System.Xml.Linq;

namespace Hone.Cli.Tests;

/// <summary>References go one way: Core knows nobody, the stages know Core, the program knows all.</summary>
public class FloorsTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Hone.Core"] = [],
        ["Hone.Corpus"] = ["Hone.Core"],
        ["Hone.Engine"] = ["Hone.Core"],
        ["Hone.Evaluation"] = ["Hone.Core"],
        ["Hone.Cli"] = ["Hone.Core", "Hone.Corpus", "Hone.Engine", "Hone.Evaluation"],
    };

    [Fact]
    public void Projects_OfTheSourceTree_AreTheKnownOnes()
    {
        var projects = Directory.EnumerateDirectories(RepositoryRoot.File("src")).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal);

        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), projects);
    }

    [Theory]
    [InlineData("Hone.Core")]
    [InlineData("Hone.Corpus")]
    [InlineData("Hone.Engine")]
    [InlineData("Hone.Evaluation")]
    [InlineData("Hone.Cli")]
    public void References_OfAProject_StayOnLowerFloors(string project)
    {
        var file = XDocument.Load(RepositoryRoot.File("src", project, project + ".csproj"));

        var references = file.Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))
            .Order(StringComparer.Ordinal);

        Assert.Equal(Allowed[project], references);
    }

    [Theory]
    [InlineData("Hone.Core")]
    [InlineData("Hone.Corpus", "AngleSharp", "MimeKit", "Polly.Core", "YamlDotNet")]
    [InlineData("Hone.Engine", "Iced")]
    [InlineData("Hone.Evaluation")]
    public void Packages_OfALibrary_AreTheAgreedOnes(string project, params string[] agreed)
    {
        var file = XDocument.Load(RepositoryRoot.File("src", project, project + ".csproj"));

        Assert.Equal(agreed, file.Descendants("PackageReference").Select(p => p.Attribute("Include")!.Value));
    }

    [Fact]
    public void Packages_AllOfThem_HaveTheirReason()
    {
        var reasons = File.ReadAllText(RepositoryRoot.File("docs", "dependencies.md"));

        Assert.All(
            XDocument.Load(RepositoryRoot.File("Directory.Packages.props")).Descendants("PackageVersion"),
            p => Assert.Contains($"| {p.Attribute("Include")!.Value} |", reasons, StringComparison.Ordinal));
    }
}
