using System.Xml;
using System.Xml.Linq;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Sources.Weaknesses;

/// <summary>MITRE's XML export (cwec_v4.x.xml), one weakness at a time. A document type is refused: it is how XML bombs are built.</summary>
internal static class CweXml
{
    private const long MaxCharacters = 1L << 30;

    public static IEnumerable<Weakness> Read(string path)
    {
        using Stream stream = InputFile.Open(path);
        using XmlReader xml = Guard(path, () => XmlReader.Create(stream, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MaxCharacters,
            IgnoreComments = true,
        }));
        while (Next(path, xml) is { } element)
            if ((string?)element.Attribute("ID") is { Length: > 0 } id)
                yield return Parse(element, id);
    }

    private static XElement? Next(string path, XmlReader xml) => Guard(path, () =>
    {
        if (xml.ReadState == ReadState.Initial)
            xml.MoveToContent();
        while (!xml.EOF)
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "Weakness" })
                return (XElement)XNode.ReadFrom(xml);
            xml.Read();
        }
        return null;
    });

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XmlException e)
        {
            throw new UserError($"{path}{(e.LineNumber > 0 ? $":{e.LineNumber}" : "")}: not well-formed XML: {e.Message}", "Fetch the file again from cwe.mitre.org.", e);
        }
    }

    private static Weakness Parse(XElement w, string id) => new()
    {
        Number = id,
        Name = (string?)w.Attribute("Name") ?? "",
        Abstraction = (string?)w.Attribute("Abstraction"),
        Status = (string?)w.Attribute("Status"),
        Description = Text(Child(w, "Description")),
        Extended = Text(Child(w, "Extended_Description")),
        Likelihood = Text(Child(w, "Likelihood_Of_Exploit")),
        Platforms = [.. Rows(w, "Applicable_Platforms").Select(p => (string?)p.Attribute("Name") ?? (string?)p.Attribute("Class")).OfType<string>()],
        Background = [.. Rows(w, "Background_Details").Select(Text).OfType<string>()],
        AlternateTerms = [.. Rows(w, "Alternate_Terms").Select(t => Text(Child(t, "Term"))).OfType<string>()],
        Introduced = [.. Rows(w, "Modes_Of_Introduction").Select(m => Text(Child(m, "Phase"))).OfType<string>()],
        Related = [.. Rows(w, "Related_Weaknesses").Select(r => ((string?)r.Attribute("Nature") ?? "", (string?)r.Attribute("CWE_ID") ?? ""))],
        Consequences = [.. Rows(w, "Common_Consequences").Select(c => WeaknessPhrases.Consequence(Texts(c, "Scope"), Texts(c, "Impact"), Text(Child(c, "Likelihood")), Text(Child(c, "Note"))))],
        Mitigations = [.. Rows(w, "Potential_Mitigations").Select(m => WeaknessPhrases.Measure(Texts(m, "Phase"), Text(Child(m, "Strategy")), Text(Child(m, "Effectiveness")), Text(Child(m, "Description"))))],
        Detections = [.. Rows(w, "Detection_Methods").Select(d => WeaknessPhrases.Measure(Texts(d, "Method"), null, Text(Child(d, "Effectiveness")), Text(Child(d, "Description"))))],
        Examples = [.. Rows(w, "Demonstrative_Examples").Select(Example).Where(example => example.Parts.Count > 0)],
        Observed = [.. Rows(w, "Observed_Examples").Select(o => $"{Text(Child(o, "Reference"))}: {Text(Child(o, "Description"))}")],
        AttackPatterns = [.. Rows(w, "Related_Attack_Patterns").Select(p => $"CAPEC-{(string?)p.Attribute("CAPEC_ID")}")],
        Notes = [.. Rows(w, "Notes").Select(Text).OfType<string>()],
    };

    private static Demonstration Example(XElement example) => new([.. example.Elements().Select(part => part.Name.LocalName switch
    {
        "Intro_Text" or "Body_Text" => Text(part) is { } prose ? new DemonstrationPart(prose, false, null, null) : null,
        "Example_Code" => new DemonstrationPart(HtmlFragment.ToCode(InnerXml(part)), true, (string?)part.Attribute("Nature"), (string?)part.Attribute("Language")),
        _ => null,
    }).OfType<DemonstrationPart>()]);

    private static XElement? Child(XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    /// <summary>The rows of a table; a table may come in several parts.</summary>
    private static IEnumerable<XElement> Rows(XElement weakness, string table) =>
        weakness.Elements().Where(child => child.Name.LocalName == table).SelectMany(child => child.Elements());

    private static IEnumerable<string> Texts(XElement element, string name) =>
        element.Elements().Where(child => child.Name.LocalName == name).Select(Text).OfType<string>();

    private static string? Text(XElement? element) =>
        element is not null && HtmlFragment.ToMarkdown(InnerXml(element)) is { Length: > 0 } text ? text : null;

    private static string InnerXml(XElement element) => string.Concat(element.Nodes().Select(node => node.ToString(SaveOptions.DisableFormatting)));
}
