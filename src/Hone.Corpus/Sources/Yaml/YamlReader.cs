using Hone.Core;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Hone.Corpus.Sources.Yaml;

/// <summary>
/// YAML text to a tree of plain nodes, from the parser's events: nesting is bounded before anything recurses, and an alias is
/// charged for all it stands for, so that ten lines cannot unfold to a billion nodes. Tags are ignored: nothing is instantiated.
/// </summary>
internal sealed class YamlReader
{
    private const int MaxDepth = 64;
    private const int MaxNodes = 1_000_000;

    private readonly string _name;
    private readonly int _firstLine;
    private readonly Parser _parser;
    private readonly Dictionary<string, (YamlNode Node, int Size)> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private YamlReader(string text, string name, int firstLine) =>
        (_parser, _name, _firstLine) = (new Parser(new StringReader(text)), name, firstLine);

    /// <summary>The documents of a text that begins at a line of a file.</summary>
    public static IReadOnlyList<YamlDocument> Read(string text, string name, int firstLine)
    {
        string[] lines = text.Split('\n');
        return [.. new YamlReader(text, name, firstLine).ReadAll().Select(root => new YamlDocument(root, lines, firstLine))];
    }

    private List<YamlNode> ReadAll()
    {
        var roots = new List<YamlNode>();
        try
        {
            _parser.Consume<StreamStart>();
            while (_parser.TryConsume<DocumentStart>(out _))
            {
                roots.Add(ReadNode(0));
                _parser.Consume<DocumentEnd>();
            }
            return roots;
        }
        catch (YamlException e)
        {
            throw Error(e.Start, $"not YAML: {e.Message.TrimEnd('.').ReplaceLineEndings(" ")}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            // The parser lets a few of its own exceptions out for broken text.
            throw Error(_parser.Current?.End ?? Mark.Empty, "not YAML");
        }
    }

    private YamlNode ReadNode(int depth)
    {
        _parser.Accept<ParsingEvent>(out ParsingEvent? next);
        Mark start = next?.Start ?? Mark.Empty;
        if (depth > MaxDepth)
            throw Error(start, $"nested deeper than {MaxDepth} levels");
        Charge(1, start);
        if (_parser.TryConsume<AnchorAlias>(out AnchorAlias? alias))
            return Resolve(alias);

        int before = _nodes;
        YamlNode node = _parser.TryConsume<SequenceStart>(out _) ? ReadList(depth, LineOf(start))
            : _parser.TryConsume<MappingStart>(out _) ? ReadMap(depth, LineOf(start))
            : ReadScalar(LineOf(start));
        if (next is NodeEvent { Anchor.IsEmpty: false } named)
            _anchors[named.Anchor.Value] = (node, _nodes - before + 1);
        return node;
    }

    private YamlNode ReadScalar(int line)
    {
        Scalar scalar = _parser.Consume<Scalar>();
        return new YamlNode(scalar.Value, scalar.Style == ScalarStyle.Plain, line);
    }

    private YamlNode ReadList(int depth, int line)
    {
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(depth + 1));
        return new YamlNode(items, line);
    }

    /// <summary>Of a key that is written twice the first counts; what a merge key brings comes after all.</summary>
    private YamlNode ReadMap(int depth, int line)
    {
        var entries = new List<YamlEntry>();
        var merged = new List<YamlEntry>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            YamlNode key = ReadNode(depth + 1);
            YamlNode value = ReadNode(depth + 1);
            if (key.Scalar?.Trim() == "<<")
                merged.AddRange(value.Kind == YamlKind.List ? value.List.SelectMany(item => item.Map) : value.Map);
            else
                entries.Add(new YamlEntry(key.Kind == YamlKind.Scalar ? key.Scalar?.Trim() ?? "" : "", key.Line, value));
        }
        Charge(merged.Count, Mark.Empty);
        return new YamlNode([.. entries, .. merged], line);
    }

    private YamlNode Resolve(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out (YamlNode Node, int Size) known))
            throw Error(alias.Start, $"'*{alias.Value.Value}' names no anchor written above");
        Charge(known.Size, alias.Start);
        return known.Node;
    }

    private void Charge(int nodes, Mark at)
    {
        _nodes += nodes;
        if (_nodes > MaxNodes)
            throw Error(at, $"more than {MaxNodes} values, aliases counted in full");
    }

    private int LineOf(Mark mark) => (int)Math.Max(1, mark.Line) + _firstLine - 1;

    private UserError Error(Mark at, string problem) => new($"{_name}:{LineOf(at)}: {problem}", "Fetch the file again.");
}
