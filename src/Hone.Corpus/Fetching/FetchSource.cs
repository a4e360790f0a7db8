using Hone.Corpus.Fetching.Archives;

namespace Hone.Corpus.Fetching;

/// <summary>A public source: what it is, under which licence, which reader takes it, and the parts it is fetched in.</summary>
internal sealed record FetchSource(string Name, string Kind, string Licence, string About, params FetchPart[] Parts)
{
    /// <summary>Hosts besides those of the addresses: where they redirect to, and what their listings name.</summary>
    public string[] Hosts { get; init; } = [];

    public RateLimit Limit { get; init; } = RateLimit.Polite;

    /// <summary>Makes the part for an item that the list does not have (an RFC's number), or null where there is none.</summary>
    public Func<string, FetchPart?> Any { get; init; } = _ => null;

    /// <summary>What <see cref="Any"/> takes, for help: "a number".</summary>
    public string? AnyOf { get; init; }

    /// <summary>A page that says where the data lies. No address here has been tried from where this list was written.</summary>
    public required string Documentation { get; init; }
}

/// <summary>So many requests in so many seconds; more with a key, which is read from an environment variable and sent as a header.</summary>
internal sealed record RateLimit(int Requests, double Seconds)
{
    public static RateLimit Polite { get; } = new(10, 1);

    public string? KeyVariable { get; init; }

    public string? KeyHeader { get; init; }

    public int RequestsWithKey { get; init; }

    /// <summary>The provider says 403 where it means "too fast".</summary>
    public bool ForbiddenMeansLater { get; init; }
}

/// <summary>What is fetched together. The item is how a person chooses it: attack:enterprise.</summary>
/// <param name="MaxBytes">No answer to a request of this part may be larger.</param>
internal abstract record FetchPart(string Item, string Address, long MaxBytes);

/// <summary>One address, one file or one archive to be unpacked; asked for again only if it changed.</summary>
/// <param name="To">File or folder below the target directory.</param>
internal sealed record FilePart(string Item, string Address, string To, ContentShape Shape, long MaxBytes) : FetchPart(Item, Address, MaxBytes)
{
    public UnpackRule? Unpack { get; init; }
}

/// <summary>The CVE list's releases on GitHub: all records of a midnight, and what changed since, day by day.</summary>
internal sealed record CveReleasesPart(string Item, string Address, long MaxBytes) : FetchPart(Item, Address, MaxBytes);

/// <summary>NVD: a file a year to begin with, then pages of what was modified since.</summary>
/// <param name="Address">The API.</param>
/// <param name="FeedAddress">The file of a year, which stands for {0}.</param>
internal sealed record NvdPart(string Item, string Address, string FeedAddress, long MaxBytes) : FetchPart(Item, Address, MaxBytes);

/// <summary>A CSAF provider, by its provider-metadata.json.</summary>
internal sealed record CsafPart(string Item, string Address, long MaxBytes) : FetchPart(Item, Address, MaxBytes);

/// <summary>CERT/CC's notes: a listing for each year ({0}), then every note by its number.</summary>
internal sealed record NotesPart(string Item, string Address, string ListAddress, long MaxBytes) : FetchPart(Item, Address, MaxBytes);
