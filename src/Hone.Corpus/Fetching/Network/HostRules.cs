namespace Hone.Corpus.Fetching.Network;

/// <summary>
/// Which addresses may be asked for: https, at the hosts a source names, and those a person allowed. A mirror stands in for all of
/// them: https://host/path becomes BASE/host/path.
/// </summary>
internal sealed class HostRules
{
    private readonly HashSet<string> _hosts;
    private readonly HashSet<string> _allowed;
    private readonly Uri? _mirror;

    public HostRules(FetchSource source, IEnumerable<string> allowed, Uri? mirror)
    {
        _allowed = new HashSet<string>(allowed, StringComparer.OrdinalIgnoreCase);
        // Only what the list says: an item that a person made up (a vendor's domain) brings no host of its own, it has to be allowed.
        _hosts = new HashSet<string>([.. source.Hosts, .. source.Parts.SelectMany(AddressesOf).Select(a => new Uri(a).Host)], StringComparer.OrdinalIgnoreCase);
        _mirror = mirror;
    }

    /// <summary>Hosts that may lie on a private network, because a person named them.</summary>
    public bool MayBePrivate(string host) => _allowed.Contains(host) || string.Equals(host, _mirror?.Host, StringComparison.OrdinalIgnoreCase);

    /// <summary>Where to ask for an official address: there, or at the mirror.</summary>
    public Uri Target(Uri official)
    {
        if (official.UserInfo.Length > 0 || official.Scheme != Uri.UriSchemeHttps || !official.IsDefaultPort)
            throw new FetchFailure($"{official}: only plain https addresses are fetched");
        if (!_hosts.Contains(official.Host) && !_allowed.Contains(official.Host))
            throw new FetchFailure($"{official}: {official.Host} is not a host of this source", $"if you trust it: --allow-host {official.Host}");
        return _mirror is null ? official : new Uri(_mirror, official.Host + official.PathAndQuery);
    }

    /// <summary>Where a redirect leads, if it may: within the mirror, or to an address that might have been asked for itself.</summary>
    public Uri Follow(Uri from, Uri? location)
    {
        if (location is null)
            throw new FetchFailure($"{from}: redirects to nowhere");
        Uri to = new(from, location);
        bool sameMirror = _mirror is not null && to.Authority == _mirror.Authority && to.Scheme == _mirror.Scheme;
        return sameMirror ? to : Target(to);
    }

    /// <summary>BASE/, so that a host's name can be put after it.</summary>
    public static Uri ParseMirror(string text)
    {
        bool valid = Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out Uri? mirror) && mirror.Scheme is "https" or "http";
        return valid && mirror is { Query: "", Fragment: "", UserInfo: "" } ? mirror : throw new Core.UserError($"--mirror {text}: not an address like https://proxy.example/public/");
    }

    private static string[] AddressesOf(FetchPart part) => part switch
    {
        NvdPart nvd => [nvd.Address, nvd.FeedAddress],
        NotesPart notes => [notes.Address, notes.ListAddress],
        _ => [part.Address],
    };
}
