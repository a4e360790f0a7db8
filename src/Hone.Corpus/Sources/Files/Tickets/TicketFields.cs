using System.Globalization;
using System.Text;

namespace Hone.Corpus.Sources.Files.Tickets;

/// <summary>What trackers call the same things. Names are compared without case, spaces and underscores.</summary>
internal static class TicketFields
{
    public static readonly string[] Id = ["issuekey", "key", "number", "ticketnumber", "ticketid", "caseid", "iid", "issueid", "id", "sysid"];
    public static readonly string[] Subject = ["title", "subject", "shortdescription", "summary", "name", "headline"];
    public static readonly string[] Description = ["description", "body", "details", "text", "content", "longdescription"];
    public static readonly string[] Resolution = ["closenotes", "resolutionnotes", "resolutiondetails", "resolutioncomment", "closingnotes", "rootcause"];
    public static readonly string[] Opened = ["created", "createdat", "createddate", "createdon", "openedat", "opened", "syscreatedon", "opendate", "reportedat", "startdate", "date"];
    public static readonly string[] Closed = ["closedat", "closed", "closedon", "resolvedat", "resolved", "resolutiondate", "enddate", "closedate"];
    public static readonly string[] Url = ["htmlurl", "weburl", "permalink", "url", "link"];
    public static readonly string[] Comments = ["comments", "comment", "notes", "journals", "commentsandworknotes", "worknotes", "additionalcomments", "discussion", "worklog"];
    public static readonly string[] CommentText = ["body", "message", "text", "content", "notes", "note", "comment", "value"];
    public static readonly string[] Author = ["author", "user", "createdby", "creator", "syscreatedby", "owner"];

    public static readonly (TicketFact Fact, string[] Names)[] Facts =
    [
        (TicketFact.Type, ["issuetype", "tickettype", "type", "category", "tracker"]),
        (TicketFact.Status, ["status", "state", "incidentstate", "ticketstatus"]),
        (TicketFact.Outcome, ["resolution", "resolutionstatus", "closecode", "resolutioncode", "statereason", "impactstatus"]),
        (TicketFact.Severity, ["severity", "severitylabel"]),
        (TicketFact.Priority, ["priority"]),
        (TicketFact.Impact, ["impact"]),
        (TicketFact.Urgency, ["urgency"]),
        (TicketFact.Opened, Opened),
        (TicketFact.Closed, Closed),
        (TicketFact.Labels, ["labels", "label", "tags", "keywords"]),
        (TicketFact.Component, ["components", "component", "cmdbci", "configurationitem", "affectedservice", "businessservice"]),
    ];

    public static readonly HashSet<string> Known = [.. Id, .. Subject, .. Description, .. Resolution, .. Opened, .. Closed, .. Url, .. Comments, .. Author, .. Facts.SelectMany(fact => fact.Names),
        "updated", "updatedat", "assignee", "assignedto", "reporter", "watchers", "watches", "votes", "project", "projectname", "projectdescription", "attachment", "attachments", "flag", "tlp", "pap"];

    public static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (char c in name)
            if (char.IsLetterOrDigit(c))
                plain.Append(char.ToLowerInvariant(c));
        return plain.ToString();
    }

    /// <summary>"2024-03-12T09:05:00.000+0000" as "2024-03-12 09:05"; other forms stay as they are.</summary>
    public static string Date(string text)
    {
        string plain = text.Trim();
        return plain.Length >= 16 && plain[10] is 'T' or ' ' && StatedDate.Parse(plain) is not null && TimeOnly.TryParseExact(plain.AsSpan(11, 5), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? $"{plain[..10]} {plain.AsSpan(11, 5)}"
            : plain;
    }

    /// <summary>Seconds or milliseconds since 1970.</summary>
    public static string? Date(double number)
    {
        double seconds = number > 1e11 ? number / 1000 : number;
        return seconds is > 1e8 and < 4.1e9 ? DateTime.UnixEpoch.AddSeconds(Math.Floor(seconds)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Text of some words, not a code or a name.</summary>
    public static bool IsProse(string text) => text.Length is > 15 and < 20_000 && text.AsSpan().Trim().Count(' ') >= 2 && StatedDate.Parse(text) is null;
}
