using Hone.Core.Documents;

namespace Hone.Corpus.Sources.Advisories;

/// <summary>A vulnerability that is being exploited, what CISA demands to be done about it and until when.</summary>
internal sealed record KevEntry
{
    public required string Id { get; init; }
    public string? Name { get; init; }
    public string? Product { get; init; }
    public string? Description { get; init; }
    public string? Added { get; init; }
    public string? Action { get; init; }
    public string? Due { get; init; }
    public bool Ransomware { get; init; }
    public string? Notes { get; init; }
    public string Weaknesses { get; init; } = "";

    public static KevEntry? Of(Func<string, string?> field)
    {
        if (Text("cveID") is not { } id || !id.StartsWith("CVE-", StringComparison.OrdinalIgnoreCase))
            return null;
        return new KevEntry
        {
            Id = id,
            Name = Text("vulnerabilityName"),
            Product = ProductName(Text("vendorProject"), Text("product")),
            Description = Text("shortDescription"),
            Added = Advisory.Day(Text("dateAdded")),
            Action = Text("requiredAction"),
            Due = Text("dueDate"),
            Ransomware = Text("knownRansomwareCampaignUse") == "Known",
            Notes = Sentences(Text("notes")),
            Weaknesses = Prose.List((Text("cwes") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        };

        string? Text(string name) => field(name) is { } value && MarkdownBuilder.OneLine(value) is { Length: > 0 } text ? text : null;
    }

    public SourceItem ToItem(SourceReference reference)
    {
        string title = Name is null ? Id : $"{Id} {Name}";
        return SourceItem.Keep(new Document
        {
            Id = Id,
            Source = reference.Name,
            Title = title,
            Text = new MarkdownBuilder().Heading(1, title).Paragraph(Description).Paragraph(Tell()).Paragraph(Notes).ToString(),
            Url = $"https://www.cisa.gov/known-exploited-vulnerabilities-catalog?search_api_fulltext={Id}",
            Date = Added,
            Licence = "CC0-1.0",
            Tlp = reference.Tlp,
        });
    }

    private string Tell()
    {
        string known = $"{Id}{(Product is null ? "" : $" in {Product}")} is exploited in the wild: CISA added it to its Known Exploited Vulnerabilities{(Added is null ? "" : $" on {Added}")}.";
        string ransom = Ransomware ? " Ransomware campaigns are known to use it." : "";
        string action = Action is null ? "" : MarkdownBuilder.Sentence($" Required action{(Due is null ? "" : $" by {Due}")}: {Action}");
        string weakness = Weaknesses.Length > 0 ? $" The weakness is {Weaknesses}." : "";
        return known + ransom + action + weakness;
    }

    private static string? ProductName(string? vendor, string? product) => product is null ? vendor
        : product.StartsWith("Multiple", StringComparison.OrdinalIgnoreCase) && vendor is not null ? $"multiple products of {vendor}"
        : vendor is null || product.StartsWith(vendor, StringComparison.OrdinalIgnoreCase) ? product
        : $"{vendor} {product}";

    /// <summary>What the notes say beside their links: whole sentences before the first link.</summary>
    private static string? Sentences(string? notes)
    {
        if (notes is null)
            return null;
        int link = notes.IndexOf("http", StringComparison.Ordinal);
        string before = link < 0 ? notes : notes[..link];
        int end = before.LastIndexOf('.');
        return end > 20 ? before[..(end + 1)] : null;
    }
}
