using System.Text;
using System.Text.Json;

namespace Hone.Corpus.Sources.Files.Tickets;

/// <summary>Tickets in JSON: finds the records, and in each the fields, also where they hold objects (Jira, ServiceNow) or numbers (TheHive).</summary>
internal static class TicketJson
{
    private static readonly string[] _nameOf = ["displayvalue", "displayname", "name", "value", "login", "title", "username", "key", "emailaddress"];
    private static readonly string[] _levels = ["", "low", "medium", "high", "critical"];
    private static readonly string[] _lights = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:RED", "TLP:RED"];

    /// <summary>The records of an export: the root, its array, or the longest array of objects in it.</summary>
    public static IEnumerable<JsonElement> Records(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
            return root.EnumerateArray().Where(IsObject).Select(Unwrapped);
        if (!IsObject(root))
            return [];
        var fields = new Fields(root);
        if (fields.Has(TicketFields.Subject) && (fields.Has(TicketFields.Description) || fields.Has(TicketFields.Id)))
            return [root];
        JsonElement[] arrays = [.. root.EnumerateObject().Select(member => IsObject(member.Value) && member.Value.Child("hits") is { } hits ? hits : member.Value).Where(value => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().Any(IsObject))];
        return arrays.Length == 0 ? [root] : arrays.MaxBy(array => array.GetArrayLength()).EnumerateArray().Where(IsObject).Select(Unwrapped);
    }

    public static Ticket Read(JsonElement record)
    {
        var fields = new Fields(record);
        var ticket = new Ticket
        {
            Id = Value(fields.First(TicketFields.Id)),
            Subject = Value(fields.First(TicketFields.Subject)) is { } subject ? MarkdownBuilder.OneLine(subject) : null,
            Description = Value(fields.First(TicketFields.Description)),
            Resolution = Value(fields.First(TicketFields.Resolution)),
            Opened = Date(fields.First(TicketFields.Opened)),
            Url = Value(fields.First(TicketFields.Url)) is { } url && url.StartsWith("http", StringComparison.Ordinal) ? url : null,
        };
        bool isCase = fields.Number("tlp") is not null || fields.Number("pap") is not null;
        foreach ((TicketFact fact, string[] names) in TicketFields.Facts)
            if (Fact(fact, fields.First(names), isCase) is { Length: > 0 } value)
                ticket.Facts[fact] = value;
        if (fields.Number("tlp") is { } tlp && tlp is >= 0 and < 5)
            ticket.Tlp = _lights[(int)tlp];
        // A case's summary is written when it is closed; its title comes first.
        if (ticket.Subject is not null && fields.Text("summary") is { } summary && MarkdownBuilder.OneLine(summary) != ticket.Subject)
            ticket.Resolution ??= summary;
        foreach (string name in TicketFields.Comments)
            AddComments(ticket, fields.First([name]));
        AddTasks(ticket, fields.First(["tasks"]));
        AddObservables(ticket, fields.First(["observables", "artifacts"]));
        ticket.Others.AddRange(fields.Others());
        return ticket;
    }

    private static string? Fact(TicketFact fact, JsonElement? value, bool isCase) =>
        fact is TicketFact.Opened or TicketFact.Closed ? Date(value)
        : isCase && fact == TicketFact.Severity && value is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int level) && level is > 0 and < 5 ? _levels[level]
        : Value(value) is { } text && !text.Contains('\n') ? text : null;

    private static void AddComments(Ticket ticket, JsonElement? value)
    {
        if (value is { ValueKind: JsonValueKind.String } text)
            ticket.Comments.AddRange(TicketJournal.Parse(text.GetString() ?? ""));
        JsonElement? list = value is { ValueKind: JsonValueKind.Object } box ? new Fields(box).First(["comments", "notes", "worklogs", "nodes"]) : value;
        if (list is not { ValueKind: JsonValueKind.Array } array)
            return;
        foreach (JsonElement item in array.EnumerateArray())
            if (IsObject(item))
            {
                var fields = new Fields(item);
                if (Value(fields.First(TicketFields.CommentText)) is { } said)
                    ticket.Comments.Add(new TicketComment(Date(fields.First(TicketFields.Opened)), Value(fields.First(TicketFields.Author)), said));
            }
            else if (Value(item) is { } plain)
                ticket.Comments.Add(new TicketComment(null, null, plain));
    }

    private static void AddTasks(Ticket ticket, JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.Array } array)
            return;
        foreach (JsonElement task in array.EnumerateArray().Where(IsObject))
        {
            var fields = new Fields(task);
            if (Value(fields.First(TicketFields.Subject)) is not { } title)
                continue;
            string? about = Value(fields.First(TicketFields.Description)), status = Value(fields.First(["status"]));
            ticket.Tasks.Add($"{title}{(status is null ? "" : $" ({status})")}{(about is null ? "" : $": {about}")}");
            AddComments(ticket, fields.First(["logs", "tasklogs"]));
        }
    }

    private static void AddObservables(Ticket ticket, JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.Array } array)
            return;
        foreach (JsonElement observable in array.EnumerateArray().Where(IsObject))
        {
            var fields = new Fields(observable);
            if (Value(fields.First(["data", "value"])) is { } data)
                ticket.Observables.Add($"{Value(fields.First(["datatype", "type"])) ?? "value"}: {data}{(Value(fields.First(["message", "comment"])) is { } message ? $" ({message})" : "")}");
        }
    }

    private static string? Date(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out double since) ? TicketFields.Date(since)
        : Value(value) is { } text ? TicketFields.Date(text) : null;

    /// <summary>What a person would see of a value: the display name of an object, the items of a list, the text of a rich document.</summary>
    private static string? Value(JsonElement? element)
    {
        string? text = element switch
        {
            { ValueKind: JsonValueKind.String } value => value.GetString(),
            { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
            { ValueKind: JsonValueKind.Array } value => string.Join(", ", value.EnumerateArray().Select(item => Value(item)).Where(item => item is not null)),
            { ValueKind: JsonValueKind.Object } value when value.Text("type") == "doc" => RichText(value),
            { ValueKind: JsonValueKind.Object } value => Value(new Fields(value).First(_nameOf)),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    /// <summary>Atlassian's document format: text nodes, with a line for each paragraph or item.</summary>
    private static string RichText(JsonElement node)
    {
        var text = new StringBuilder();
        Append(node);
        return text.ToString();

        void Append(JsonElement part)
        {
            string type = part.Text("type") ?? "";
            text.Append(type switch
            {
                "text" => part.Text("text"),
                "hardBreak" => "\n",
                "listItem" => "- ",
                "codeBlock" => "\n```\n",
                "heading" => new string('#', (int)Math.Clamp(part.Child("attrs")?.Number("level") ?? 3, 3, 6)) + " ",
                "mention" or "emoji" => part.Child("attrs")?.Text("text"),
                "inlineCard" => part.Child("attrs")?.Text("url"),
                _ => "",
            });
            foreach (JsonElement child in part.Items("content"))
                Append(child);
            text.Append(type switch
            {
                "codeBlock" => "\n```\n\n",
                "paragraph" or "heading" or "bulletList" or "orderedList" or "tableRow" => "\n",
                _ => "",
            });
        }
    }

    private static bool IsObject(JsonElement element) => element.ValueKind == JsonValueKind.Object;

    /// <summary>A search engine's hit is its source.</summary>
    private static JsonElement Unwrapped(JsonElement record) => record.Child("_source") is { ValueKind: JsonValueKind.Object } source ? source : record;

    /// <summary>The members of a record by plain name; those of "fields" (Jira) and of "attributes" are its own.</summary>
    private sealed class Fields
    {
        private readonly Dictionary<string, (string Name, JsonElement Value)> _members = [];

        public Fields(JsonElement record)
        {
            foreach (JsonProperty member in record.EnumerateObject())
                if (IsObject(member.Value) && member.Name is "fields" or "attributes" or "case")
                    foreach (JsonProperty inner in member.Value.EnumerateObject())
                        Add(inner);
                else
                    Add(member);

            void Add(JsonProperty member)
            {
                if (member.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
                    _members.TryAdd(TicketFields.Plain(member.Name), (member.Name, member.Value));
            }
        }

        public bool Has(string[] names) => First(names) is not null;

        public JsonElement? First(string[] names)
        {
            foreach (string name in names)
                if (_members.TryGetValue(name, out (string, JsonElement Value) member) && !(member.Value.ValueKind == JsonValueKind.String && member.Value.ValueEquals("")))
                    return member.Value;
            return null;
        }

        public double? Number(string name) => _members.TryGetValue(name, out (string, JsonElement Value) member) && member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetDouble(out double number) ? number : null;

        public string? Text(string name) => _members.TryGetValue(name, out (string, JsonElement Value) member) && member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null;

        public IEnumerable<(string, string)> Others() => _members
            .Where(member => !TicketFields.Known.Contains(member.Key) && member.Value.Value.ValueKind == JsonValueKind.String)
            .Select(member => (member.Value.Name, Text: Text(member.Key) ?? ""))
            .Where(field => TicketFields.IsProse(field.Text))
            .OrderBy(field => field.Name, StringComparer.Ordinal);
    }
}
