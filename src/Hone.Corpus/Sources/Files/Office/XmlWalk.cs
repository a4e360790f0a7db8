using System.Text;
using System.Xml;

namespace Hone.Corpus.Sources.Files.Office;

/// <summary>Walks XML forward only, so that a document of any size or depth takes no memory of its own.</summary>
internal static class XmlWalk
{
    /// <summary>
    /// The child elements of the element that the reader stands on, by local name; each may be read with the same method or left
    /// alone. Afterwards the reader stands on the element's end.
    /// </summary>
    public static IEnumerable<string> Children(this XmlReader reader)
    {
        if (reader.NodeType != XmlNodeType.Element || reader.IsEmptyElement)
            yield break;
        int depth = reader.Depth;
        bool more = reader.Read();
        while (more && reader.Depth > depth)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                yield return reader.LocalName;
                while (more && reader.Depth > depth + 1)
                    more = reader.Read();
                if (reader.NodeType == XmlNodeType.Element && !reader.IsEmptyElement)
                {
                    reader.Skip();
                    continue;
                }
            }
            more = reader.Read();
        }
    }

    /// <summary>All character data below the element that the reader stands on; afterwards it stands on the element's end.</summary>
    public static string Content(this XmlReader reader)
    {
        if (reader.IsEmptyElement)
            return "";
        int depth = reader.Depth;
        var text = new StringBuilder();
        while (reader.Read() && reader.Depth > depth)
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)
                text.Append(reader.Value);
        return text.ToString();
    }

    /// <summary>An attribute by local name: the strict and the usual form of Office XML differ in namespaces only.</summary>
    public static string? Attribute(this XmlReader reader, string name)
    {
        string? value = null;
        for (bool more = reader.MoveToFirstAttribute(); more && value is null; more = reader.MoveToNextAttribute())
            value = reader.LocalName == name ? reader.Value : null;
        reader.MoveToElement();
        return value;
    }

    /// <summary>Whether a switch such as &lt;w:vanish/&gt; or &lt;w:vanish w:val="false"/&gt; is on.</summary>
    public static bool IsOn(this XmlReader reader) => reader.Attribute("val") is null or "1" or "true" or "on";
}
