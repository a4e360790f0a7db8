using System.Globalization;
using System.Text.Json;

namespace Hone.Corpus.Sources.Logs.Json;

/// <summary>The values of a JSON object by their path ("process.command_line"), in its order; what says nothing (null, empty, "-") is left out.</summary>
internal sealed class JsonFields
{
    private const int MaxDepth = 12;
    private const int MaxFields = 300;

    private readonly List<(string Name, string Value)> _all = [];

    public IReadOnlyList<(string Name, string Value)> All => _all;

    /// <summary>Null where the line is no JSON object; <paramref name="problem"/> says why.</summary>
    public static JsonFields? Parse(string line, out string? problem)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                problem = "not a JSON object";
                return null;
            }
            var fields = new JsonFields();
            fields.Add("", json.RootElement, 0);
            problem = null;
            return fields;
        }
        catch (JsonException)
        {
            problem = "not JSON";
        }
        catch (InvalidOperationException)
        {
            problem = "text that is not Unicode: half of a surrogate pair";
        }
        return null;
    }

    public string? this[string name]
    {
        get
        {
            foreach ((string known, string value) in _all)
                if (known == name)
                    return value;
            return null;
        }
    }

    public string? First(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            if (this[name] is { } value)
                return value;
        return null;
    }

    public bool Has(string name) => this[name] is not null;

    private void Add(string path, JsonElement element, int depth)
    {
        if (_all.Count >= MaxFields || depth > MaxDepth)
            return;
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                    Add(path.Length == 0 ? property.Name : $"{path}.{property.Name}", property.Value, depth + 1);
                break;
            case JsonValueKind.Array:
                AddArray(path, element, depth);
                break;
            case JsonValueKind.String when element.GetString() is { } text && text.Trim() is not ("" or "-"):
                _all.Add((path, text));
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                _all.Add((path, element.GetRawText()));
                break;
        }
    }

    /// <summary>Plain values on one line; of objects each under the same path.</summary>
    private void AddArray(string path, JsonElement array, int depth)
    {
        const int mostItems = 30;
        JsonElement[] items = [.. array.EnumerateArray().Take(mostItems)];
        if (items.Any(item => item.ValueKind is JsonValueKind.Object or JsonValueKind.Array))
        {
            foreach (JsonElement item in items)
                Add(path, item, depth + 1);
            return;
        }
        string[] values = [.. items.Where(item => item.ValueKind is not JsonValueKind.Null).Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() ?? "" : item.GetRawText()).Where(value => value.Length > 0)];
        int more = array.GetArrayLength() - items.Length;
        if (values.Length > 0)
            _all.Add((path, string.Join(", ", values) + (more > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {more} more") : "")));
    }
}
