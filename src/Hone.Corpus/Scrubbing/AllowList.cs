namespace Hone.Corpus.Scrubbing;

/// <summary>Values that stay, in any case of letters; "@vendor.com" stands for every address there.</summary>
internal sealed class AllowList
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _values;
    private readonly int _count;

    public AllowList(IReadOnlyList<string> values)
    {
        _count = values.Count;
        _values = new HashSet<string>(values.Select(v => v.Trim()), StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public bool Has(ReadOnlySpan<char> value)
    {
        if (_count == 0)
            return false;
        int at = value.LastIndexOf('@');
        return _values.Contains(value) || (at > 0 && _values.Contains(value[at..]));
    }
}
