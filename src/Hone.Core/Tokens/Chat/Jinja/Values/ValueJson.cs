using System.Globalization;
using System.Text;

namespace Hone.Core.Tokens.Chat.Jinja.Values;

/// <summary>
/// The tojson of chat templates, which is Python's json.dumps without the escaping of characters beyond ASCII, and without
/// the HTML escaping of Jinja's own filter of that name.
/// </summary>
internal sealed class ValueJson(RenderState state, ValueJson.Options options)
{
    private readonly StringBuilder _output = new();

    internal sealed record Options(string? Indent, string ItemSeparator, string KeySeparator, bool SortKeys, bool AsciiOnly);

    public static string Write(RenderState state, object? value, Options options)
    {
        var writer = new ValueJson(state, options);
        writer.WriteValue(value, 0);
        return writer._output.ToString();
    }

    private void WriteValue(object? value, int depth)
    {
        ValueOrder.CheckDepth(depth);
        state.Charge(1);
        switch (value)
        {
            case null:
                _output.Append("null");
                break;
            case bool flag:
                _output.Append(flag ? "true" : "false");
                break;
            case long number:
                _output.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                _output.Append(Number(number));
                break;
            case string text:
                WriteText(text);
                break;
            case TemplateList list:
                WriteItems('[', ']', list.Items, depth, item => WriteValue(item, depth + 1));
                break;
            case TemplateMap map:
                WriteItems('{', '}', Entries(map), depth, entry => WriteEntry(entry, depth + 1));
                break;
            default:
                throw new TemplateProblem($"{ValueText.KindOf(value)} cannot be written as JSON");
        }
    }

    private void WriteItems<T>(char open, char close, IReadOnlyCollection<T> items, int depth, Action<T> write)
    {
        _output.Append(open);
        bool first = true;
        foreach (var item in items)
        {
            _output.Append(first ? "" : options.ItemSeparator);
            NewLine(depth + 1);
            write(item);
            first = false;
        }
        if (!first)
            NewLine(depth);
        _output.Append(close);
    }

    private void NewLine(int depth)
    {
        if (options.Indent is not { } indent)
            return;
        state.ChargeText((long)indent.Length * depth);
        _output.Append('\n').Insert(_output.Length, indent, depth);
    }

    private List<KeyValuePair<object, object?>> Entries(TemplateMap map)
    {
        var entries = map.Entries.ToList();
        if (options.SortKeys)
            entries.Sort((left, right) => string.CompareOrdinal(Key(left.Key), Key(right.Key)));
        return entries;
    }

    private void WriteEntry(KeyValuePair<object, object?> entry, int depth)
    {
        WriteText(Key(entry.Key));
        _output.Append(options.KeySeparator);
        WriteValue(entry.Value, depth);
    }

    private static string Key(object key) => key switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => Number(number),
        _ => Convert.ToString(key, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Number(double value) => value switch
    {
        double.NaN => "NaN",
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        _ => ValueText.Number(value),
    };

    private void WriteText(string text)
    {
        state.ChargeText(text.Length);
        _output.Append('"');
        foreach (char character in text)
        {
            string? escaped = character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                < ' ' => $"\\u{(int)character:x4}",
                > '~' when options.AsciiOnly && character != '\x7F' => $"\\u{(int)character:x4}",
                _ => null,
            };
            if (escaped is null)
                _output.Append(character);
            else
                _output.Append(escaped);
        }
        _output.Append('"');
    }
}
