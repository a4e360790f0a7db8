using System.Globalization;
using System.Xml;

namespace Hone.Corpus.Sources.Files.Office;

/// <summary>Which list a paragraph belongs to, and how deep.</summary>
internal readonly record struct WordList(string? Id, int Level)
{
    /// <summary>Reads w:numPr.</summary>
    public static WordList Read(XmlReader reader)
    {
        var list = new WordList(null, 0);
        foreach (string name in reader.Children())
            if (name == "numId")
                list = list with { Id = reader.Attribute("val") };
            else if (name == "ilvl" && int.TryParse(reader.Attribute("val"), out int level))
                list = list with { Level = Math.Clamp(level, 0, 8) };
        return list;
    }
}

/// <summary>The lists of a Word document and how far each has counted.</summary>
internal sealed class WordLists
{
    private readonly Dictionary<string, Dictionary<int, string>> _abstract = [];
    private readonly Dictionary<string, string> _lists = [];
    private readonly Dictionary<string, int[]> _counters = [];

    public static WordLists Read(OfficePackage package, string? part)
    {
        var lists = new WordLists();
        using XmlReader? reader = package.Open(part);
        if (reader?.MoveToContent() == XmlNodeType.Element)
            foreach (string name in reader.Children())
                if (name == "abstractNum" && reader.Attribute("abstractNumId") is { } id)
                    lists._abstract[id] = ReadLevels(reader);
                else if (name == "num" && reader.Attribute("numId") is { } number)
                    foreach (string child in reader.Children())
                        if (child == "abstractNumId")
                            lists._lists[number] = reader.Attribute("val") ?? "";
        return lists;
    }

    /// <summary>"-" or the next number of the list.</summary>
    public string Marker(WordList list)
    {
        string id = list.Id ?? "";
        string format = _lists.TryGetValue(id, out string? at) && _abstract.TryGetValue(at, out Dictionary<int, string>? levels) && levels.TryGetValue(list.Level, out string? found) ? found : "bullet";
        if (!_counters.TryGetValue(id, out int[]? counter))
            _counters[id] = counter = new int[10];
        counter.AsSpan(list.Level + 1).Clear();
        return format is "bullet" or "none" ? "-" : string.Create(CultureInfo.InvariantCulture, $"{++counter[list.Level]}.");
    }

    private static Dictionary<int, string> ReadLevels(XmlReader reader)
    {
        var levels = new Dictionary<int, string>();
        foreach (string name in reader.Children())
            if (name == "lvl" && int.TryParse(reader.Attribute("ilvl"), out int level))
                foreach (string child in reader.Children())
                    if (child == "numFmt")
                        levels[level] = reader.Attribute("val") ?? "bullet";
        return levels;
    }
}
