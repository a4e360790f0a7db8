using Hone.Core.Tokens.Constraints.Automata;
using Hone.Core.Tokens.Constraints.Patterns;

namespace Hone.Core.Tokens.Constraints.Json;

/// <summary>
/// The formats of JSON schemas, each as an expression that only what is valid matches; not all that is valid: dates from the year 1000
/// and without 29 February, addresses on the web alone.
/// </summary>
internal static class StringFormats
{
    private const string Date = @"[12]\d{3}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))";
    private const string Time = @"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-](0\d|1[0-3]):[0-5]\d)";
    private const string Label = @"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private const string HostName = $@"{Label}(\.{Label}){{0,5}}";
    private const string Byte = @"(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)";
    private const string Group = "[0-9a-fA-F]{1,4}";
    private const string Atom = "[A-Za-z0-9_%+-]{1,30}";
    private const string UriCharacter = "[A-Za-z0-9._~!$&'()*+,;=:@-]";

    private static readonly Dictionary<string, string> Formats = new(StringComparer.Ordinal)
    {
        ["date"] = Date,
        ["time"] = Time,
        ["date-time"] = $"{Date}T{Time}",
        ["uuid"] = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
        ["hostname"] = HostName,
        ["email"] = $@"{Atom}(\.{Atom})?@{Label}(\.{Label}){{1,5}}",
        ["ipv4"] = $@"{Byte}(\.{Byte}){{3}}",
        ["ipv6"] = string.Join('|',
            $"({Group}:){{7}}{Group}", $"({Group}:){{1,7}}:", $"({Group}:){{1,6}}:{Group}", $"({Group}:){{1,5}}(:{Group}){{1,2}}", $"({Group}:){{1,4}}(:{Group}){{1,3}}",
            $"({Group}:){{1,3}}(:{Group}){{1,4}}", $"({Group}:){{1,2}}(:{Group}){{1,5}}", $"{Group}:(:{Group}){{1,6}}", $":((:{Group}){{1,7}}|:)"),
        ["uri"] = $@"https?://{HostName}(:[1-9]\d{{0,3}})?(/{UriCharacter}{{0,60}}){{0,20}}(\?{UriCharacter}{{0,200}})?(#{UriCharacter}{{0,60}})?",
    };

    public static Pattern Find(SchemaField format) => Formats.TryGetValue(format.Text(), out string? expression)
        ? RegexParser.ParseWhole(expression)
        : throw format.Wrong($"\"{format.Text()}\" is not supported", $"Use one of {string.Join(", ", Formats.Keys)}, or a pattern.");
}
