using System.Globalization;

namespace Hone.Cli.Recipes;

// RecipeNode tree -> spec record. Goes on after a problem, so that one reading finds them all; what it returns is only
// to be used when no problem was added.

internal sealed class SpecBinder(List<RecipeProblem> problems)
{
    public object BindSection(SectionShape shape, MapNode node, string path)
    {
        var record = Activator.CreateInstance(shape.Record) ?? throw new InvalidOperationException($"{shape.Record} has no constructor.");
        foreach (var entry in node.Entries)
            if (shape.Settings.FirstOrDefault(s => s.Key == entry.Key) is { } setting)
                BindSetting(record, setting, entry, Join(path, entry.Key));
            else
                Add(entry.At, $"unknown key '{Join(path, entry.Key)}'", Suggestion.Remedy(entry.Key, shape.Keys));
        foreach (var missing in shape.Settings.Where(s => s.Required && node.Find(s.Key) is null))
            Add(node.At, $"'{Join(path, missing.Key)}' is missing", $"add '{missing.Key}:' ({Sentence(missing.About.Description)})");
        return record;
    }

    private void BindSetting(object record, Setting setting, MapEntry entry, string path)
    {
        if (entry.Value is ScalarNode { IsNull: true } empty)
        {
            if (setting.Required || !setting.Nullable)
                Add(empty.At, $"'{path}' has no value", setting.Required ? $"write {Example(setting.Shape)}" : "write a value, or remove the key to use its default");
            else
                setting.Property.SetValue(record, null);
            return;
        }
        var before = problems.Count;
        var value = BindValue(setting.Shape, entry.Value, path);
        if (problems.Count > before || value is null)
            return;
        SettingLimits.Check(setting, value, entry.Value, path, problems);
        setting.Property.SetValue(record, value);
    }

    private object? BindValue(SettingShape shape, RecipeNode node, string path) => (shape, node) switch
    {
        (SectionShape section, MapNode map) => BindSection(section, map, path),
        (ListShape list, ListNode items) => BindList(list, items, path),
        (MapShape names, MapNode map) => BindMap(names, map, path),
        (TextShape, ScalarNode { IsNull: false } scalar) => scalar.Text,
        (FlagShape, ScalarNode { Plain: true } scalar) when ScalarParser.Flag(scalar.Text) is { } flag => flag,
        (WholeShape whole, ScalarNode { Plain: true } scalar) when ScalarParser.Whole(scalar.Text, whole.Type) is { } value => value,
        (NumberShape number, ScalarNode { Plain: true } scalar) when ScalarParser.Number(scalar.Text, number.Type) is { } value => value,
        (ChoiceShape choice, ScalarNode scalar) => ScalarParser.Choice(scalar.Text, choice) ?? WrongChoice(choice, scalar, path),
        _ => WrongType(shape, node, path),
    };

    private Array BindList(ListShape shape, ListNode node, string path)
    {
        var items = Array.CreateInstance(shape.Element, node.Items.Count);
        for (var i = 0; i < items.Length; i++)
            if (BindValue(shape.Item, node.Items[i], $"{path}[{i}]") is { } value)
                items.SetValue(value, i);
        return items;
    }

    private object BindMap(MapShape shape, MapNode node, string path)
    {
        var type = typeof(Dictionary<,>).MakeGenericType(typeof(string), shape.Element);
        var map = (System.Collections.IDictionary)(Activator.CreateInstance(type) ?? throw new InvalidOperationException());
        foreach (var entry in node.Entries)
            if (BindValue(shape.Value, entry.Value, Join(path, entry.Key)) is { } value)
                map[entry.Key] = value;
        return map;
    }

    private object? WrongChoice(ChoiceShape choice, ScalarNode node, string path)
    {
        Add(node.At, $"'{path}' cannot be '{node.Text}'", Suggestion.Remedy(node.Text, choice.Names));
        return null;
    }

    private object? WrongType(SettingShape shape, RecipeNode node, string path)
    {
        var written = node switch
        {
            MapNode => "a group of keys",
            ListNode => "a list",
            ScalarNode { IsNull: true } => "nothing",
            ScalarNode { Plain: false } scalar => $"the text \"{Short(scalar.Text)}\"",
            _ => $"'{Short(((ScalarNode)node).Text)}'",
        };
        Add(node.At, $"'{path}' must be {Expected(shape)}, not {written}", $"write {Example(shape)}");
        return null;
    }

    private void Add(Origin at, string message, string remedy) =>
        problems.Add(new RecipeProblem(at, message, remedy));

    private static string Expected(SettingShape shape) => shape switch
    {
        TextShape => "text",
        FlagShape => "true or false",
        WholeShape => "a whole number",
        NumberShape => "a number",
        ChoiceShape choice => $"one of {string.Join(", ", choice.Names)}",
        ListShape list => $"a list, each item {Expected(list.Item)}",
        _ => "a group of keys",
    };

    private static string Example(SettingShape shape) => shape switch
    {
        TextShape => "a word or a path",
        FlagShape => "true or false",
        WholeShape => "for example 1000, without quotes",
        NumberShape => "for example 0.5, without quotes",
        ChoiceShape choice => string.Join(" or ", choice.Names),
        ListShape => "the items in brackets: [first, second]",
        _ => "its keys indented below it",
    };

    private static string Sentence(string description) => description.TrimEnd('.');

    private static string Short(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 37), "...");

    private static string Join(string path, string key) => path.Length == 0 ? key : string.Create(CultureInfo.InvariantCulture, $"{path}.{key}");
}
