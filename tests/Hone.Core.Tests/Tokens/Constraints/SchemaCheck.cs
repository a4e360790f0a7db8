using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hone.Core.Tests.Tokens.Constraints;

/// <summary>A plain check of a value against a schema, for the keywords we support; written from the specification as an oracle.</summary>
internal static class SchemaCheck
{
    public static JsonElement Parse(string json) => JsonElement.Parse(json);

    public static bool IsValid(JsonElement root, JsonElement schema, JsonElement value)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return schema.ValueKind == JsonValueKind.True;
        return schema.EnumerateObject().All(keyword => Holds(root, schema, keyword, value));
    }

    private static bool Holds(JsonElement root, JsonElement schema, JsonProperty keyword, JsonElement value)
    {
        var said = keyword.Value;
        switch (keyword.Name)
        {
            case "$ref":
                return IsValid(root, Resolve(root, said.GetString()!), value);
            case "const":
                return JsonElement.DeepEquals(said, value);
            case "enum":
                return said.EnumerateArray().Any(item => JsonElement.DeepEquals(item, value));
            case "allOf":
                return said.EnumerateArray().All(item => IsValid(root, item, value));
            case "anyOf":
                return said.EnumerateArray().Any(item => IsValid(root, item, value));
            case "oneOf":
                return said.EnumerateArray().Count(item => IsValid(root, item, value)) == 1;
            case "type":
                return said.ValueKind == JsonValueKind.Array ? said.EnumerateArray().Any(item => IsType(value, item.GetString()!)) : IsType(value, said.GetString()!);
        }
        return value.ValueKind switch
        {
            JsonValueKind.Object => ObjectHolds(root, schema, keyword, value),
            JsonValueKind.Array => ArrayHolds(root, schema, keyword, value),
            JsonValueKind.String => StringHolds(keyword, value.GetString()!),
            JsonValueKind.Number => !value.TryGetDecimal(out decimal number) || NumberHolds(keyword, number),
            _ => true,
        };
    }

    private static bool IsType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && Math.Floor(value.GetDouble()) == value.GetDouble(),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new ArgumentException(type),
    };

    private static bool ObjectHolds(JsonElement root, JsonElement schema, JsonProperty keyword, JsonElement value) => keyword.Name switch
    {
        "required" => keyword.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
        "properties" => keyword.Value.EnumerateObject().All(property => !value.TryGetProperty(property.Name, out var member) || IsValid(root, property.Value, member)),
        "additionalProperties" => value.EnumerateObject().All(member =>
            schema.TryGetProperty("properties", out var listed) && listed.TryGetProperty(member.Name, out _) || IsValid(root, keyword.Value, member.Value)),
        _ => true,
    };

    private static bool ArrayHolds(JsonElement root, JsonElement schema, JsonProperty keyword, JsonElement value) => keyword.Name switch
    {
        "minItems" => value.GetArrayLength() >= keyword.Value.GetInt32(),
        "maxItems" => value.GetArrayLength() <= keyword.Value.GetInt32(),
        "prefixItems" => keyword.Value.EnumerateArray().Zip(value.EnumerateArray()).All(pair => IsValid(root, pair.First, pair.Second)),
        "items" => value.EnumerateArray().Skip(schema.TryGetProperty("prefixItems", out var prefix) ? prefix.GetArrayLength() : 0).All(item => IsValid(root, keyword.Value, item)),
        _ => true,
    };

    private static bool StringHolds(JsonProperty keyword, string value) => keyword.Name switch
    {
        "minLength" => value.EnumerateRunes().Count() >= keyword.Value.GetInt32(),
        "maxLength" => value.EnumerateRunes().Count() <= keyword.Value.GetInt32(),
        "pattern" => value.Any(char.IsSurrogate) || Regex.IsMatch(value, keyword.Value.GetString()!, RegexOptions.ECMAScript),
        "format" => HasFormat(keyword.Value.GetString()!, value),
        _ => true,
    };

    private static bool NumberHolds(JsonProperty keyword, decimal value) => keyword.Name switch
    {
        "minimum" => value >= keyword.Value.GetDecimal(),
        "maximum" => value <= keyword.Value.GetDecimal(),
        "exclusiveMinimum" => value > keyword.Value.GetDecimal(),
        "exclusiveMaximum" => value < keyword.Value.GetDecimal(),
        _ => true,
    };

    private static bool HasFormat(string format, string value) => format switch
    {
        "date" => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "time" => DateTimeOffset.TryParse($"2000-01-01T{value}", CultureInfo.InvariantCulture, out _),
        "date-time" => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out _),
        "uuid" => Guid.TryParseExact(value, "D", out _),
        "hostname" => Uri.CheckHostName(value) == UriHostNameType.Dns || IPAddress.TryParse(value, out _),
        "email" => System.Net.Mail.MailAddress.TryCreate(value, out var address) && address.Address == value,
        "ipv4" => IPAddress.TryParse(value, out var four) && four.ToString() == value,
        "ipv6" => IPAddress.TryParse(value, out var six) && six.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6,
        "uri" => Uri.TryCreate(value, UriKind.Absolute, out _),
        _ => throw new ArgumentException(format),
    };

    private static JsonElement Resolve(JsonElement root, string pointer)
    {
        var place = root;
        foreach (string part in pointer.Split('/').Skip(1))
            place = place.GetProperty(part.Replace("~1", "/", StringComparison.Ordinal));
        return place;
    }
}
