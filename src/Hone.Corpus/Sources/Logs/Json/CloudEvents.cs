using System.Text;
using Hone.Corpus.Sources.Logs.Formats;

namespace Hone.Corpus.Sources.Logs.Json;

/// <summary>AWS CloudTrail: who called what, from where, with what outcome. A section is an identity.</summary>
internal static class CloudEvents
{
    public static LogEvent? Tell(JsonFields fields, int number, LogTime time, string order)
    {
        if (fields["eventName"] is not { } name || fields["eventSource"] is not { } service)
            return null;
        string who = fields.First("userIdentity.arn", "userIdentity.userName", "userIdentity.principalId", "userIdentity.invokedBy", "userIdentity.type") ?? "unknown";
        string? error = fields["errorCode"];
        var text = new StringBuilder($"{name} of {service}");
        text.Append(fields["awsRegion"] is { } region ? $" in {region}" : "").Append(fields["sourceIPAddress"] is { } address ? $" from {address}" : "");
        text.Append(error is null ? "" : $", refused: {error}");
        string? message = fields["errorMessage"];
        text.Append(message is null ? "" : $", {LogText.OneLine(message, 500)}");
        foreach (string field in (string[])["userIdentity.type", "userIdentity.accessKeyId", "userIdentity.sessionContext.attributes.mfaAuthenticated", "userIdentity.sessionContext.sessionIssuer.arn", "userAgent"])
            if (fields[field] is { } value)
                JsonFormat.Append(text, field[(field.LastIndexOf('.') + 1)..], value);
        foreach ((string path, string value) in fields.All)
            if (path.StartsWith("requestParameters.", StringComparison.Ordinal) || path.StartsWith("responseElements.", StringComparison.Ordinal) || path.StartsWith("additionalEventData.", StringComparison.Ordinal) || path.StartsWith("resources.", StringComparison.Ordinal))
                JsonFormat.Append(text, path[(path.IndexOf('.', StringComparison.Ordinal) + 1)..], value);
        return new LogEvent { Line = number, Time = time, Order = order, Group = $"Identity {LogText.OneLine(who, 200)}", Shape = $"{service} {name} {error}", Text = LogText.OneLine(text.ToString()) };
    }
}
