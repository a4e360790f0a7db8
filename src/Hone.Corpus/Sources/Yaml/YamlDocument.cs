using System.Text;

namespace Hone.Corpus.Sources.Yaml;

/// <summary>A document of a YAML file: its tree, and its text for what is shown as it was written.</summary>
/// <param name="root">The tree.</param>
/// <param name="lines">The lines of the text that was parsed.</param>
/// <param name="firstLine">Where those begin in the file, from 1.</param>
internal sealed class YamlDocument(YamlNode root, string[] lines, int firstLine)
{
    public YamlNode Root => root;

    /// <summary>The lines of a top-level key as they are in the file, comments included, or null where it has none.</summary>
    public string? Section(string key)
    {
        int at = -1;
        for (int i = 0; i < root.Map.Count && at < 0; i++)
            if (root.Map[i].Key == key)
                at = i;
        if (at < 0)
            return null;
        int from = root.Map[at].Line - firstLine;
        int to = at + 1 < root.Map.Count ? root.Map[at + 1].Line - firstLine : lines.Length;
        return Trim(lines.AsSpan()[Math.Clamp(from, 0, lines.Length)..Math.Clamp(Math.Max(to, from + 1), 0, lines.Length)]);
    }

    /// <summary>Without what follows the section: blank lines, comments of the next key, the end mark.</summary>
    private static string Trim(ReadOnlySpan<string> section)
    {
        while (!section.IsEmpty && (section[^1] is "..." or "---" || string.IsNullOrWhiteSpace(section[^1]) || section[^1][0] == '#'))
            section = section[..^1];
        int indent = section.IsEmpty ? 0 : section[0].Length - section[0].TrimStart(' ').Length;
        var text = new StringBuilder();
        foreach (string line in section)
            text.Append(line.AsSpan(Math.Min(indent, line.Length - line.TrimStart(' ').Length)).TrimEnd()).Append('\n');
        return text.ToString().TrimEnd('\n');
    }
}
