using Hone.Corpus.Scrubbing.Scanning;

namespace Hone.Corpus.Scrubbing.Secrets;

/// <summary>One kind of key or token: its name, its structure and, where its maker put one in, the checksum that tells it from look-alikes.</summary>
internal sealed record SecretRule(string Name, string Structure, Func<ReadOnlySpan<char>, bool>? Check = null)
{
    public SecretPattern Pattern { get; } = SecretPattern.Parse(Structure);

    /// <summary>Looks behind an anchor, which ends at <paramref name="anchorEnd"/>.</summary>
    public void Look(Scan scan, int anchorEnd)
    {
        int anchor = anchorEnd - Pattern.Anchor.Length;
        if (!Pattern.Match(scan, anchor, out int start, out int end))
            return;
        ReadOnlySpan<char> value = scan.Slice(start, end);
        ReadOnlySpan<char> body = start == anchor ? scan.Slice(anchorEnd, end) : value;
        bool real = Check is null ? !MadeUp.IsToken(body) : Check(value) && !MadeUp.IsFiller(body);
        if (real)
            scan.Add(start, end, ScrubKind.Secret, Name);
    }
}
