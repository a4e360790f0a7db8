using System.Xml;

namespace Hone.Corpus.Sources.Files.Office;

/// <summary>Title and date that an Office file states of itself; the day it was made, or else was changed.</summary>
internal static class CoreProperties
{
    public static (string? Title, string? Date) Read(OfficePackage package)
    {
        string? title = null, created = null, modified = null;
        using XmlReader? reader = package.Open(OfficePackage.Related(package.Relations(""), "core-properties") ?? "docProps/core.xml");
        if (reader is null || reader.MoveToContent() != XmlNodeType.Element)
            return (null, null);
        foreach (string name in reader.Children())
            if (name == "title")
                title = reader.Content().Trim();
            else if (name == "created")
                created = StatedDate.Parse(reader.Content());
            else if (name == "modified")
                modified = StatedDate.Parse(reader.Content());
        return (string.IsNullOrEmpty(title) ? null : title, created ?? modified);
    }
}
