namespace Hone.Corpus.Scrubbing;

/// <summary>What a scrubbed value was. The names, in capitals, stand in the pseudonyms: <c>&lt;EMAIL-7K3MQ2XA&gt;</c>.</summary>
public enum ScrubKind
{
    Name,
    Address,
    Phone,
    Id,
    User,
    Host,
    Domain,
    Ip,
    Email,
    MessageId,
    Card,
    Iban,
    Secret,
}

internal static class ScrubKinds
{
    private static readonly string[] _labels = [.. Enum.GetNames<ScrubKind>().Select(n => n.ToUpperInvariant())];

    public static int Count => _labels.Length;

    public static string Label(this ScrubKind kind) => _labels[(int)kind];

    /// <summary>The kind of that name as recipes write it ("message_id", "MessageId", "EMAIL"), or null.</summary>
    public static ScrubKind? Parse(string name)
    {
        int at = Array.IndexOf(_labels, name.Trim().Replace("_", "", StringComparison.Ordinal).ToUpperInvariant());
        return at < 0 ? null : (ScrubKind)at;
    }
}
