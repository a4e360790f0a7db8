using System.Globalization;
using Hone.Corpus.Scrubbing.Scanning;

namespace Hone.Corpus.Scrubbing.Secrets;

/// <summary>
/// The structure of a token as a line of data: literal text and runs, "ghp_{a:36}", "{d:8-10}:AA{w:33}". A run takes as much as it may
/// and nothing is taken back, so a look costs at most the pattern's own length. The first literal is the anchor; only one run may
/// stand before it, and is read backwards.
/// </summary>
internal sealed class SecretPattern
{
    private readonly List<Piece> _pieces;
    private readonly int _anchorAt;

    private SecretPattern(List<Piece> pieces)
    {
        _pieces = pieces;
        _anchorAt = pieces[0].Set is null ? 0 : 1;
    }

    /// <summary>Literal text where <see cref="Set"/> is null, else a run of Min to Max of its characters.</summary>
    internal readonly record struct Piece(string Literal, CharacterSet? Set, int Min, int Max);

    public IReadOnlyList<Piece> Pieces => _pieces;

    public string Anchor => _pieces[_anchorAt].Literal;

    public static SecretPattern Parse(string pattern)
    {
        var pieces = new List<Piece>();
        for (int at = 0; at < pattern.Length;)
        {
            int open = pattern.IndexOf('{', at);
            if (open < 0)
                open = pattern.Length;
            if (open > at)
                pieces.Add(new Piece(pattern[at..open], null, open - at, open - at));
            if (open == pattern.Length)
                break;
            int close = pattern.IndexOf('}', open);
            pieces.Add(Run(pattern[open + 1], pattern[(open + 3)..close]));
            at = close + 1;
        }
        return new SecretPattern(pieces);
    }

    private static Piece Run(char letter, string counts)
    {
        string[] ends = counts.Split('-');
        int min = int.Parse(ends[0], CultureInfo.InvariantCulture);
        return new Piece("", Set(letter), min, ends.Length == 1 ? min : int.Parse(ends[1], CultureInfo.InvariantCulture));
    }

    private static CharacterSet Set(char letter) => letter switch
    {
        'd' => CharacterSet.Digits,
        'h' => CharacterSet.LowerHex,
        'H' => CharacterSet.Hex,
        'l' => CharacterSet.Base36,
        'u' => CharacterSet.UpperAlphanumeric,
        'a' => CharacterSet.Base62,
        'w' => CharacterSet.Base64Url,
        'b' => CharacterSet.Base64,
        'B' => CharacterSet.Base32,
        '5' => CharacterSet.Base58,
        'c' => CharacterSet.Bech32Upper,
        's' => CharacterSet.Token,
        'z' => CharacterSet.Azure,
        '/' => CharacterSet.Crypt,
        _ => throw new ArgumentException($"no set of characters '{letter}'"),
    };

    /// <summary>Whether the text has this structure around an anchor that starts there, as a word of its own.</summary>
    public bool Match(Scan scan, int anchor, out int start, out int end)
    {
        (start, end) = (anchor, anchor);
        if (_anchorAt == 1)
        {
            start = scan.RunStart(anchor, _pieces[0].Set ?? CharacterSet.Base62, _pieces[0].Max + 1);
            if (scan.At(start - 1) == '\\' && scan.At(start) is 'n' or 't' or 'r')
                start++;
            if (anchor - start < _pieces[0].Min || anchor - start > _pieces[0].Max)
                return false;
        }
        if (!scan.StartsWord(start))
            return false;
        for (int i = _anchorAt; i < _pieces.Count; i++)
        {
            end = End(scan, end, _pieces[i]);
            if (end < 0)
                return false;
        }
        if (_pieces[^1] is { Min: var min, Max: var max, Set: not null } && max > min)
            while (scan.At(end - 1) is '.' or '-' or '=' && scan.At(end - 2) is '.' or '-')
                end--;
        return Ends(scan, end);
    }

    private static int End(Scan scan, int from, Piece piece)
    {
        if (piece.Set is null)
            return scan.Text.AsSpan(from).StartsWith(piece.Literal, StringComparison.Ordinal) ? from + piece.Literal.Length : -1;
        int end = scan.RunEnd(from, piece.Set, piece.Max);
        return end - from < piece.Min ? -1 : end;
    }

    /// <summary>A longer run of the same characters is something else: a hash, a payload.</summary>
    private bool Ends(Scan scan, int end)
    {
        char next = scan.At(end);
        if (char.IsAsciiLetterOrDigit(next) || next == '_')
            return false;
        return next != '-' || _pieces[^1].Set?.Has('-') != true || !char.IsAsciiLetterOrDigit(scan.At(end + 1));
    }
}
