using System.Text;

namespace Hone.Corpus.Sources.Detections;

/// <summary>
/// A Suricata or Snort rule: "action protocol source port direction destination port (options)". Options end with a semicolon;
/// inside quotes and after a backslash it is text.
/// </summary>
internal sealed class SuricataRule
{
    private static readonly string[] _actions = ["alert", "drop", "pass", "reject", "rejectsrc", "rejectdst", "rejectboth", "log", "config", "sdrop", "block", "accept"];

    private SuricataRule(string[] header, IReadOnlyList<(string Name, string Value)> options) => (Header, Options) = (header, options);

    /// <summary>Action, protocol, source, port, direction, destination, port; of rules for a whole protocol the first two alone.</summary>
    public string[] Header { get; }

    public IReadOnlyList<(string Name, string Value)> Options { get; }

    /// <summary>The rule, or null with what is wrong with it.</summary>
    public static SuricataRule? Parse(string text, out string? problem)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        int close = text.LastIndexOf(')');
        string[] header = open < 0 ? [] : Words(text[..open]);
        problem = open < 0 || close < open ? "a rule without options in brackets"
            : header.Length is not (7 or 2) || !IsAction(header[0]) ? "the part before the brackets is not action, protocol, source, direction and destination"
            : null;
        return problem is null ? new SuricataRule(header, ReadOptions(text.AsSpan(open + 1, close - open - 1))) : null;
    }

    /// <summary>Whether a line begins like a rule: an action and a blank.</summary>
    public static bool Begins(ReadOnlySpan<char> line) => line.IndexOfAny(' ', '\t') is > 0 and var end && IsAction(line[..end].ToString());

    public string? Text(string name)
    {
        foreach ((string option, string value) in Options)
            if (option == name && value.Length > 0)
                return value;
        return null;
    }

    public IEnumerable<string> Texts(string name) => Options.Where(option => option.Name == name).Select(option => option.Value);

    /// <summary>"metadata: created_at 2020_01_02, attack_target Client" as pairs.</summary>
    public IEnumerable<(string Key, string Value)> Metadata() => Texts("metadata").SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries))
        .Select(pair => pair.Split(' ', 2)).Where(pair => pair.Length == 2).Select(pair => (pair[0], pair[1].Trim()));

    /// <summary>Firewall rules name a hook after the action: "accept:hook".</summary>
    private static bool IsAction(string word) => _actions.Contains(word.Split(':')[0]);

    /// <summary>Words between blanks; a list in square brackets is one word.</summary>
    private static string[] Words(string header)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        int depth = 0;
        foreach (char c in header)
        {
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (!char.IsWhiteSpace(c))
                word.Append(c);
            else if (depth <= 0 && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
        if (word.Length > 0)
            words.Add(word.ToString());
        return [.. words];
    }

    private static List<(string, string)> ReadOptions(ReadOnlySpan<char> text)
    {
        var options = new List<(string, string)>();
        var option = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
                option.Append(text[i]).Append(text[++i]);
            else if (text[i] == ';' && !quoted)
                Add();
            else
            {
                quoted ^= text[i] == '"';
                option.Append(text[i]);
            }
        }
        Add();
        return options;

        void Add()
        {
            string[] parts = option.ToString().Split(':', 2, StringSplitOptions.TrimEntries);
            option.Clear();
            if (parts[0].Length > 0)
                options.Add((parts[0], parts.Length == 1 ? "" : Plain(parts[1])));
        }
    }

    private static string Plain(string value) => value.Length >= 2 && value[0] == '"' && value[^1] == '"'
        ? value[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\;", ";", StringComparison.Ordinal).Replace("\\:", ":", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal)
        : value;
}
