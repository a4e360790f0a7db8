using System.Text.RegularExpressions;

namespace Hone.Corpus.Sources.Frameworks;

/// <summary>
/// A class of D3FEND in words. Of ATT&amp;CK techniques and CWE weaknesses only the relations are told: their descriptions are in
/// their own catalogues.
/// </summary>
internal static partial class D3fendStory
{
    /// <summary>Beyond this many, names say nothing more.</summary>
    private const int MostNames = 25;

    public static string Tell(string name, D3fendOntology ontology)
    {
        D3fendKind kind = ontology.KindOf(name);
        bool foreign = kind is D3fendKind.Attack or D3fendKind.Weakness;
        var text = new MarkdownBuilder();
        text.Heading(1, ontology.Label(name));
        text.Paragraph(Introduction(name, kind, ontology));
        if (!foreign)
            text.Paragraph(Clean(ontology.Definition(name)));
        foreach (IGrouping<string, D3fendRelation> relation in ontology.From(name).Where(r => r.Property != "enables").GroupBy(r => ontology.Verb(r.Property)))
            text.Paragraph($"{ontology.Name(name)} {relation.Key} {Names(relation.Select(r => ontology.NameWithId(r.Target)))}.");
        if (!foreign)
            text.Paragraph(Clean(WithoutReferences(ontology.Article(name))));
        List(text, "Kinds", ontology.ChildrenOf(name).Select(ontology.Label));
        if (kind == D3fendKind.Artifact)
            List(text, "What acts on it", ontology.To(name).Where(r => r.Source != name).Select(r => $"{ontology.NameWithId(r.Source)} {ontology.Verb(r.Property)} {ontology.Name(name)}."));
        text.Heading(2, "Attacks on the same artifacts");
        if (kind == D3fendKind.Technique && Names(ontology.OnTheSame(name, D3fendKind.Attack).Select(ontology.Label)) is { Length: > 0 } attacks)
            text.Paragraph($"What {ontology.Name(name)} acts on is also the object of the ATT&CK techniques {attacks}.");
        text.Heading(2, "Defence of the same artifacts");
        if (kind == D3fendKind.Attack && Names(ontology.OnTheSame(name, D3fendKind.Technique).Select(ontology.NameWithId)) is { Length: > 0 } defences)
            text.Paragraph($"These defensive techniques act on the same artifacts: {defences}.");
        return text.ToString();
    }

    private static string Introduction(string name, D3fendKind kind, D3fendOntology ontology)
    {
        string[] parents = [.. ontology.ParentsOf(name).Where(parent => parent is not ("DefensiveTechnique" or "D3FENDThing" or "D3FENDCore" or "Thing" or "DigitalArtifact" or "Artifact")).Select(ontology.NameWithId).Distinct()];
        string what = kind switch
        {
            D3fendKind.Technique => "a defensive technique in MITRE D3FEND",
            D3fendKind.Artifact => "an artifact in MITRE D3FEND",
            D3fendKind.Attack => "an ATT&CK technique whose objects MITRE D3FEND names",
            D3fendKind.Weakness => "a weakness that MITRE D3FEND places in software",
            _ => name.EndsWith("Event", StringComparison.Ordinal) ? "an event in MITRE D3FEND" : "a term in MITRE D3FEND",
        };
        bool told = parents.Length > 0 && kind is not (D3fendKind.Attack or D3fendKind.Weakness);
        var sentences = new List<string> { $"{ontology.NameWithId(name)} is {what}{(told ? $", a kind of {Prose.List(parents)}" : "")}." };
        string[] tactics = kind == D3fendKind.Technique ? [.. ontology.TacticsOf(name).Select(ontology.Name).Distinct()] : [];
        if (tactics.Length > 0)
            sentences.Add($"It serves the {(tactics.Length == 1 ? "tactic" : "tactics")} {Prose.List(tactics)}.");
        string[] others = [.. ontology.OtherNames(name)];
        if (others.Length > 0)
            sentences.Add($"Also known as {Prose.List(others)}.");
        return string.Join(' ', sentences);
    }

    private static string Names(IEnumerable<string> names)
    {
        string[] all = [.. names.Distinct()];
        return Prose.List(all.Length <= MostNames ? all : [.. all.Take(MostNames), $"{all.Length - MostNames} more"]);
    }

    private static void List(MarkdownBuilder text, string heading, IEnumerable<string> items)
    {
        text.Heading(2, heading);
        foreach (string item in items.Distinct().Order(StringComparer.Ordinal).Take(2 * MostNames))
            text.Item(item);
    }

    private static string? Clean(string? text) => Prose.Tidy(Stix.StixText.Clean(text));

    /// <summary>The list of references at an article's end goes, with its heading.</summary>
    private static string? WithoutReferences(string? article) => article is null ? null : ReferenceSection().Split(article)[0];

    [GeneratedRegex(@"(?m)^#{1,4}[ \t]*(?:References|Citations)[ \t]*$")]
    private static partial Regex ReferenceSection();
}
