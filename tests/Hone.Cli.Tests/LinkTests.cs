using System.Text.RegularExpressions;

namespace Hone.Cli.Tests;

/// <summary>Every relative link and picture of the Markdown pages leads somewhere.</summary>
public partial class LinkTests
{
    [Fact]
    public void Links_OfThePages_LeadToFiles()
    {
        var root = RepositoryRoot.Path;
        var pages = Directory.EnumerateFiles(root, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories));
        var broken = new List<string>();
        foreach (var page in pages)
            foreach (Match link in Link().Matches(File.ReadAllText(page)))
            {
                var target = link.Groups[1].Value.Split('#')[0];
                if (target.Length == 0 || target.Contains("://", StringComparison.Ordinal))
                    continue;
                if (!Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, target)))
                    broken.Add($"{Path.GetRelativePath(root, page)}: {target}");
            }

        Assert.Empty(broken);
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
