using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hone.Corpus.Sources.Advisories;

/// <summary>
/// Tells a CSAF document in the order in which a person reads an advisory: who says it and when, its notes, the products, each
/// vulnerability, what to do, and how the document changed. What holds for all vulnerabilities alike is told once.
/// </summary>
internal static partial class CsafStory
{
    private const int LongestItem = 200;

    public static string Tell(JsonElement csaf, string id, string title)
    {
        JsonElement head = csaf.Child("document") ?? default;
        var products = new CsafProducts(csaf);
        JsonElement[] vulnerabilities = [.. csaf.Items("vulnerabilities")];
        var text = new MarkdownBuilder().Heading(1, title.Contains(id, StringComparison.Ordinal) ? title : $"{id} {title}");
        text.Paragraph(Origin(head, id));
        var told = new HashSet<string> { title };
        Notes(text, head, products, 2, told);
        string? shared = CsafVulnerability.SharedProducts(vulnerabilities, products);
        text.Heading(2, "Affected products");
        if (shared is not null)
            text.Paragraph(vulnerabilities.All(v => CsafVulnerability.ProductsOf(v, products) == shared) ? shared : $"Where nothing else is said: {shared}");
        else if (vulnerabilities.Length == 0 && products.Names is { Length: > 0 } names)
            text.Paragraph(MarkdownBuilder.Sentence($"This concerns {CsafProducts.Enumerate(names)}"));
        foreach (JsonElement vulnerability in vulnerabilities)
            CsafVulnerability.Tell(text, vulnerability, products, shared, told);
        CsafRemedies.Tell(text, vulnerabilities, products);
        History(text, head, title);
        return text.ToString();
    }

    /// <summary>The notes of a document or of a vulnerability: summaries, then short ones as a list, then the others under their titles. Legal text is left out, and what was told before.</summary>
    public static void Notes(MarkdownBuilder text, JsonElement element, CsafProducts products, int level, HashSet<string> told)
    {
        var notes = element.Items("notes")
            .Select(note => (Title: MarkdownBuilder.OneLine(note.Text("title") ?? ""), Content: products.For(products.Of(note)) + Body(note.Text("text")), Category: note.Text("category")))
            .Where(note => note.Content.Length > 0 && note.Category != "legal_disclaimer" && !note.Title.Contains("Disclaimer", StringComparison.OrdinalIgnoreCase))
            .Where(note => told.Add(MarkdownBuilder.OneLine(note.Content)))
            .ToLookup(note => note.Title.Length == 0 || note.Category is "summary" or "description" ? NoteForm.Plain
                : note.Content.Length < LongestItem && !note.Content.Contains('\n') && note.Category == "other" ? NoteForm.Item : NoteForm.Headed);
        foreach (var note in notes[NoteForm.Plain])
            text.Paragraph(note.Content);
        foreach (var note in notes[NoteForm.Item])
            text.Item($"{note.Title}: {note.Content}");
        string? under = null;
        foreach (var note in notes[NoteForm.Headed])
        {
            if (note.Title != under)
                text.Heading(level, note.Title);
            under = note.Title;
            text.Paragraph(note.Content);
        }
    }

    private enum NoteForm
    {
        Plain,
        Item,
        Headed,
    }

    /// <summary>CISA's converter lost the space before the sentence that names the CVE.</summary>
    private static string Body(string? text) => text is null ? "" : ManyLines().Replace(text.ReplaceLineEndings("\n").Replace(".CVE-", ". CVE-", StringComparison.Ordinal), "\n\n").Trim();

    private static string Origin(JsonElement head, string id)
    {
        JsonElement tracking = head.Child("tracking") ?? default;
        string publisher = MarkdownBuilder.OneLine(head.Child("publisher")?.Text("name") ?? "Its publisher");
        string? first = Advisory.Day(tracking.Text("initial_release_date")), last = Advisory.Day(tracking.Text("current_release_date"));
        string status = tracking.Text("status") is ("draft" or "interim") and var open ? $" Its status is {open}." : "";
        string kind = head.Text("category") switch { "csaf_vex" => "the VEX document ", "csaf_security_incident_response" => "the incident response ", _ => "" };
        string severity = head.Child("aggregate_severity")?.Text("text") is { Length: < 60 } rated ? $" It is rated {rated.ToLowerInvariant()}." : "";
        return $"{publisher} published {kind}{id}{(first is null ? "" : $" on {first}")}{(last is not null && last != first ? $" and revised it on {last}" : "")}.{status}{severity}";
    }

    /// <summary>Revisions that say more than that there was one.</summary>
    private static void History(MarkdownBuilder text, JsonElement head, string title)
    {
        JsonElement[] revisions = [.. (head.Child("tracking") ?? default).Items("revision_history")];
        string bare = title.Split(" (Update")[0];
        text.Heading(2, "Revisions");
        foreach (JsonElement revision in revisions.Length > 1 ? revisions : [])
            if (revision.Text("summary") is { Length: > 20 } summary && !summary.Contains(bare, StringComparison.OrdinalIgnoreCase)
                && !summary.EndsWith(" version", StringComparison.OrdinalIgnoreCase) && Advisory.Day(revision.Text("date")) is { } day)
                text.Item($"{day}: {summary}");
    }

    [GeneratedRegex(@"\n(?:[ \t]*\n){2,}")]
    private static partial Regex ManyLines();
}
