using System.Text.Json;

namespace Hone.Corpus.Sources.Vulnerabilities;

/// <summary>
/// NVD's configurations as a list of products with their versions: "acme widget 1.0, from 2.0 before 2.5". What the product must
/// run on or with comes apart. Feeds 1.1 nest nodes and call things otherwise than API 2.0; both are walked alike.
/// </summary>
internal sealed class CpeProducts
{
    private const int MostVersions = 4;
    private const int DeepestNode = 10;

    private readonly Dictionary<string, List<string>> _versions = [];
    private readonly List<string> _order = [];
    private readonly List<CpeName> _platforms = [];

    private CpeProducts()
    {
    }

    public static CpeProducts Of(JsonElement item)
    {
        var products = new CpeProducts();
        foreach (JsonElement configuration in item.Items("configurations"))
            products.Walk(configuration, 0);
        if (item.Child("configurations") is { ValueKind: JsonValueKind.Object } feed)
            products.Walk(feed, 0);
        return products;
    }

    public IReadOnlyList<string> Affected => [.. _order.Select(name =>
        _versions[name] is { Count: > 0 } versions ? $"{name} {string.Join(", ", versions.Take(MostVersions))}{(versions.Count > MostVersions ? ", ..." : "")}" : name)];

    /// <summary>Hardware that is only the carrier of an affected firmware tells nothing and is left out.</summary>
    public IReadOnlyList<string> Platforms => [.. _platforms
        .Where(platform => platform.Part != "h" && !_versions.ContainsKey(platform.Name))
        .Select(platform => platform.Release.Length > 0 ? $"{platform.Name} {platform.Release}" : platform.Name).Distinct()];

    private void Walk(JsonElement node, int depth)
    {
        foreach (JsonElement match in node.Items("cpe_match").Concat(node.Items("cpeMatch")))
            Add(match);
        if (depth < DeepestNode)
            foreach (JsonElement child in node.Items("nodes").Concat(node.Items("children")))
                Walk(child, depth + 1);
    }

    private void Add(JsonElement match)
    {
        if (CpeName.Parse(match.Text("cpe23Uri") ?? match.Text("criteria") ?? "") is not { } cpe)
            return;
        if (match.Child("vulnerable") is { ValueKind: JsonValueKind.False })
        {
            _platforms.Add(cpe);
            return;
        }
        if (!_versions.TryGetValue(cpe.Name, out List<string>? versions))
        {
            _versions[cpe.Name] = versions = [];
            _order.Add(cpe.Name);
        }
        string? range = VersionRange.Words(match.Text("versionStartIncluding"), match.Text("versionStartExcluding"), match.Text("versionEndExcluding"), match.Text("versionEndIncluding"));
        string release = range is null ? cpe.Release : range;
        if (release.Length > 0 && !versions.Contains(release))
            versions.Add(release);
    }
}
