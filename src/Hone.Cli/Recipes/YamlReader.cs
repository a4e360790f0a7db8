using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Hone.Cli.Recipes;

// YAML text -> RecipeNode tree. Reads the parser's events rather than a ready-made document, for three reasons: a key written
// twice is reported with both lines, nesting is bounded before anything recurses, and aliases are charged for what they
// stand for, so ten lines cannot unfold to a billion nodes.

internal sealed class YamlReader
{
    private const int MaxBytes = 1 << 20;
    private const int MaxDepth = 24;
    private const int MaxNodes = 50_000;

    private readonly string _name;
    private readonly bool _singleLine;
    private readonly List<RecipeProblem> _problems;
    private readonly Dictionary<string, (RecipeNode Node, int Size)> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private YamlReader(string name, bool singleLine, List<RecipeProblem> problems) =>
        (_name, _singleLine, _problems) = (name, singleLine, problems);

    /// <summary>The root of a file's only document, or null where <paramref name="problems"/> says why there is none.</summary>
    public static RecipeNode? Read(string text, string name, List<RecipeProblem> problems) =>
        new YamlReader(name, singleLine: false, problems).ReadDocument(text);

    /// <summary>A value from the command line: its origin is the option itself.</summary>
    public static RecipeNode? ReadValue(string text, string option, List<RecipeProblem> problems) =>
        text.Length == 0
            ? new ScalarNode("", Plain: false, new Origin(option, 0, 0))
            : new YamlReader(option, singleLine: true, problems).ReadDocument(text);

    private RecipeNode? ReadDocument(string text)
    {
        if (text.Length > MaxBytes)
            return Refuse(new Origin(_name, 1, 1), "the recipe is larger than 1 MiB", "a recipe names files; keep their text out of it");
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
                return Refuse(new Origin(_name, 1, 1), "the recipe is empty", "start from recipes/quickstart.yaml");
            var root = ReadNode(parser, 0);
            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out var second))
                return Refuse(At(second.Start), "a second document begins here", "keep one recipe in a file and remove the '---'");
            return root;
        }
        catch (YamlException e)
        {
            return Refuse(At(e.Start), $"this is not valid YAML: {Reason(e)}", "check the indentation, quotes and brackets on this line and the one above");
        }
        catch (RefusedException)
        {
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The parser lets a few of its own exceptions out for broken text: found by feeding it random characters.
            return Refuse(At(parser.Current?.End ?? Mark.Empty), "this is not valid YAML", "check the quotes and brackets after this place");
        }
    }

    private RecipeNode ReadNode(Parser parser, int depth)
    {
        parser.Accept<ParsingEvent>(out var next);
        var start = next?.Start ?? Mark.Empty;
        if (depth > MaxDepth)
            throw Stop(start, $"values are nested deeper than {MaxDepth} levels", "flatten this part of the recipe");
        Charge(1, start);
        if (parser.TryConsume<AnchorAlias>(out var alias))
            return Resolve(alias);

        var before = _nodes;
        var anchor = (next as NodeEvent)?.Anchor ?? AnchorName.Empty;
        RecipeNode node;
        if (parser.TryConsume<SequenceStart>(out _))
            node = ReadList(parser, depth, At(start));
        else if (parser.TryConsume<MappingStart>(out _))
            node = ReadMap(parser, depth, At(start));
        else
        {
            var scalar = parser.Consume<Scalar>();
            node = new ScalarNode(scalar.Value, scalar.Style == ScalarStyle.Plain, At(start));
        }
        if (!anchor.IsEmpty)
            _anchors[anchor.Value] = (node, _nodes - before + 1);
        return node;
    }

    private ListNode ReadList(Parser parser, int depth, Origin at)
    {
        var items = new List<RecipeNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(parser, depth + 1));
        return new ListNode(items, at);
    }

    private MapNode ReadMap(Parser parser, int depth, Origin at)
    {
        var entries = new List<MapEntry>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(parser, depth + 1);
            var value = ReadNode(parser, depth + 1);
            if (key is not ScalarNode { Text: var name })
                _problems.Add(new RecipeProblem(key.At, "a key must be a single word", "write 'key: value'"));
            else if (entries.Find(e => e.Key == name) is { } first)
                _problems.Add(new RecipeProblem(key.At, $"'{name}' is written twice (first at line {first.At.Line})", "keep one of the two"));
            else
                entries.Add(new MapEntry(name, key.At, value));
        }
        return new MapNode(entries, at);
    }

    private RecipeNode Resolve(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var known))
            throw Stop(alias.Start, $"'*{alias.Value.Value}' names no anchor written above", $"write '&{alias.Value.Value}' before the value it stands for");
        Charge(known.Size, alias.Start);
        return known.Node;
    }

    private void Charge(int nodes, Mark at)
    {
        _nodes += nodes;
        if (_nodes > MaxNodes)
            throw Stop(at, $"the recipe holds more than {MaxNodes} values, aliases counted in full", "a recipe names files; keep their contents out of it");
    }

    private Origin At(Mark mark) => _singleLine ? new Origin(_name, 0, 0) : new Origin(_name, (int)mark.Line, (int)mark.Column);

    private RefusedException Stop(Mark at, string message, string remedy)
    {
        _problems.Add(new RecipeProblem(At(at), message, remedy));
        return new RefusedException();
    }

    private RecipeNode? Refuse(Origin at, string message, string remedy)
    {
        _problems.Add(new RecipeProblem(at, message, remedy));
        return null;
    }

    private static string Reason(YamlException e) => e.Message.TrimEnd('.').ReplaceLineEndings(" ");

    /// <summary>Leaves the recursion; the problem is already in the list.</summary>
    private sealed class RefusedException : Exception;
}
