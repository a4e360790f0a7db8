using System.Security.Cryptography;
using System.Text;

namespace Hone.Core.Documents;

/// <summary>One text of a corpus and where it came from. A document is never changed in place: a cleaning step makes a new one.</summary>
public sealed record Document
{
    /// <summary>Unique within its source, stable between runs: "T1003.001", "reports/2025-03.md".</summary>
    public required string Id { get; init; }

    /// <summary>The text, UTF-16, lines ended by '\n'.</summary>
    public required string Text { get; init; }

    /// <summary>The source as the recipe names it, "attack:enterprise-attack.json".</summary>
    public required string Source { get; init; }

    public string? Title { get; init; }
    public string? Url { get; init; }

    /// <summary>ISO 8601 date of publication, where the source states one.</summary>
    public string? Date { get; init; }

    public string? Licence { get; init; }

    /// <summary>Traffic Light Protocol label (FIRST TLP 2.0), where the source states one.</summary>
    public string? Tlp { get; init; }

    /// <summary>SHA-256 of the UTF-8 text, lower-case hex.</summary>
    public string ComputeHash() => Convert.ToHexStringLower(ComputeHashBytes());

    /// <summary>SHA-256 of the UTF-8 text.</summary>
    public byte[] ComputeHashBytes() => SHA256.HashData(Encoding.UTF8.GetBytes(Text));
}
