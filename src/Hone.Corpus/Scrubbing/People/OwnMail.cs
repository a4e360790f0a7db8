namespace Hone.Corpus.Scrubbing.People;

/// <summary>Whether a mail address's host is the team's own: below one of its domains.</summary>
internal sealed class OwnMail(IReadOnlyList<string> domains)
{
    public bool Is(ReadOnlySpan<char> host)
    {
        foreach (string domain in domains)
            if (host.EndsWith(domain, StringComparison.OrdinalIgnoreCase) && (host.Length == domain.Length || host[^(domain.Length + 1)] == '.'))
                return true;
        return false;
    }
}
