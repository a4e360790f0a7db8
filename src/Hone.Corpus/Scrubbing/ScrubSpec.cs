using System.Net;
using Hone.Core.Settings;

namespace Hone.Corpus.Scrubbing;

/// <summary>What to take out of texts, and what belongs to the team.</summary>
public sealed record ScrubSpec
{
    [Setting("Key file (`hone scrub --new-key FILE`): pseudonyms then carry a number, the same for the same value everywhere. Unless stated, values become <EMAIL> and the like, and nothing leads back.", MustExist = true)]
    public string? KeyFile { get; init; }

    [Setting("The team's own domains, with all that is below them: example.org also covers mail.example.org.")]
    public IReadOnlyList<string> Domains { get; init; } = [];

    [Setting("Names of the team's own machines.")]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    [Setting("The team's own account names.")]
    public IReadOnlyList<string> Users { get; init; } = [];

    [Setting("The team's own addresses: \"10.20.0.0/16\", \"2a01:db8::/32\" or a single one.")]
    public IReadOnlyList<string> Ranges { get; init; } = [];

    [Setting("People who must not appear, each as \"Given Family\": found in any text, whatever stands around them.")]
    public IReadOnlyList<string> People { get; init; } = [];

    [Setting("Kinds to replace: name, address, phone, id, user, host, domain, ip, email, message_id, card, iban, secret. Unless stated, all.")]
    public IReadOnlyList<string> Kinds { get; init; } = [];

    [Setting("Values that stay as they are, in any case of letters; \"@vendor.com\" keeps every mail address there.")]
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>Everything that is wrong with the spec, one sentence each.</summary>
    public IReadOnlyList<string> Validate()
    {
        var problems = new List<string>();
        foreach (string kind in Kinds.Where(k => ScrubKinds.Parse(k) is null))
            problems.Add($"kinds: \"{kind}\" is none of name, address, phone, id, user, host, domain, ip, email, message_id, card, iban, secret");
        foreach (string range in Ranges.Where(r => !IPNetwork.TryParse(r, out _) && !IPAddress.TryParse(r, out _)))
            problems.Add($"ranges: \"{range}\" is no address and no range such as 10.20.0.0/16");
        foreach ((string setting, IReadOnlyList<string> values) in new[] { ("domains", Domains), ("hosts", Hosts), ("users", Users), ("people", People), ("allow", Allow) })
        {
            if (values.Any(v => v.Trim().Length < 2))
                problems.Add($"{setting}: a value of less than two characters would be found everywhere");
            if (values.Any(v => v.Length > 253))
                problems.Add($"{setting}: a value is longer than 253 characters");
        }
        return problems;
    }
}
