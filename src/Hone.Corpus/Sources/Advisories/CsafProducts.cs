using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hone.Corpus.Sources.Advisories;

/// <summary>
/// The product tree of a CSAF document as names by id: leaves of branches, full product names, relationships (2.0), product paths
/// (2.1), and groups of them. A leaf that states only its version gets vendor and product from the branches above it.
/// </summary>
internal sealed partial class CsafProducts
{
    private const string Component = " as a component of ";
    private const int MostNames = 15;
    private const int MostNamesOfStep = 6;

    private readonly Dictionary<string, string> _names = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _groups = [];

    /// <summary>The products whose state the document tells; packages and platforms of the tree that only make up others are not among them.</summary>
    private readonly HashSet<string> _told;

    public CsafProducts(JsonElement csaf)
    {
        JsonElement tree = csaf.Child("product_tree") ?? default;
        foreach (JsonElement branch in tree.Items("branches"))
            Walk(branch, null, null);
        foreach (JsonElement product in tree.Items("full_product_names"))
            Add(product, null, null);
        foreach (JsonElement relation in tree.Items("relationships").Concat(tree.Items("product_paths")))
            Add(relation.Child("full_product_name") ?? default, null, null);
        foreach (JsonElement group in tree.Items("product_groups"))
            if (group.Text("group_id") is { } id)
                _groups.TryAdd(id, group.Texts("product_ids"));
        _told = [.. csaf.Items("vulnerabilities").SelectMany(v => v.Members("product_status")).SelectMany(status => NamesOf(Ids(status.Value)))];
    }

    public string[] Names => [.. _names.Values.Distinct()];

    /// <summary>The products that an element with product_ids and group_ids speaks of; ids that the tree lacks are left out.</summary>
    public IReadOnlyList<string> Of(JsonElement element) =>
        NamesOf(element.Texts("product_ids").Concat(element.Texts("products")).Concat(element.Texts("group_ids").SelectMany(id => _groups.TryGetValue(id, out IReadOnlyList<string>? ids) ? ids : [])));

    public IReadOnlyList<string> NamesOf(IEnumerable<string> ids) =>
        [.. ids.Select(id => _names.TryGetValue(id, out string? name) ? name : null).OfType<string>().Distinct()];

    /// <summary>"A; B; C as components of D".</summary>
    public static string Enumerate(IReadOnlyList<string> names, int most = MostNames)
    {
        IEnumerable<string> told = names.Take(most).Select(name => name.Split(Component, 2)).GroupBy(parts => parts.Length > 1 ? parts[1] : "")
            .Select(whole => string.Join("; ", whole.Select(parts => parts[0])) + (whole.Key.Length == 0 ? "" : whole.Count() > 1 ? $" as components of {whole.Key}" : Component + whole.Key));
        return string.Join("; ", told) + (names.Count > most ? $" and {names.Count - most} more" : "");
    }

    /// <summary>"for A; B: " where an element speaks of some products only.</summary>
    public string For(IReadOnlyList<string> names) => names.Count > 0 && !_told.IsSubsetOf(names) ? $"for {Enumerate(names, MostNamesOfStep)}: " : "";

    private static IEnumerable<string> Ids(JsonElement list) => list.ValueKind == JsonValueKind.Array
        ? list.EnumerateArray().Where(id => id.ValueKind == JsonValueKind.String).Select(id => id.GetString() ?? "")
        : [];

    private void Walk(JsonElement branch, string? vendor, string? product)
    {
        string? name = branch.Text("name");
        switch (branch.Text("category"))
        {
            case "vendor": vendor = name; break;
            case "product_name": product = name; break;
        }
        Add(branch.Child("product") ?? default, vendor, product);
        foreach (JsonElement child in branch.Items("branches"))
            Walk(child, vendor, product);
    }

    private void Add(JsonElement product, string? vendor, string? above)
    {
        // Debug symbols come with every package and tell nothing.
        if (product.Text("product_id") is not { } id || product.Text("name") is not { } name || name.Contains("-debuginfo-", StringComparison.Ordinal) || name.Contains("-debugsource-", StringComparison.Ordinal))
            return;
        if (above is not null && !name.Contains(above, StringComparison.OrdinalIgnoreCase))
            name = $"{above} {name}";
        if (above is not null && vendor is not null && !name.Contains(vendor, StringComparison.OrdinalIgnoreCase) && vendor.Length < 60)
            name = $"{vendor} {name}";
        _names.TryAdd(id, Readable(name));
    }

    /// <summary>"Widget: vers:generic/&gt;=1|&lt;2" and "Widget: &lt;=2" are how version ranges are written for machines.</summary>
    private static string Readable(string name)
    {
        name = Architecture().Replace(MarkdownBuilder.OneLine(name), "");
        int start = name.LastIndexOf(' ') + 1;
        int colon = name.LastIndexOf(": ", StringComparison.Ordinal);
        if (colon > 0 && name.AsSpan(colon + 2) is ['<' or '>' or '=', ..])
            start = colon + 2;
        string range = name[start..];
        if (range.StartsWith("vers:", StringComparison.Ordinal) && range.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash)
            range = range[(slash + 1)..] is "*" ? "(all versions)" : VersionRange.OfOperators(range[(slash + 1)..]) ?? "";
        else if (range is ['<' or '>' or '=', ..])
            range = VersionRange.OfOperators(range) ?? range;
        else
            return name;
        return $"{name[..start].TrimEnd(' ', ':')} {range}".TrimEnd();
    }

    /// <summary>Distributions list a package once for every processor.</summary>
    [GeneratedRegex(@"\.(?:x86_64|aarch64|i[3-6]86|ppc64le|ppc64|ppc|s390x|s390|ia64|noarch|src)(?:\.rpm)?(?=$| )")]
    private static partial Regex Architecture();
}
