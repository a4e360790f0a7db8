using System.Globalization;
using System.Runtime.InteropServices;

namespace Hone.Corpus.Sources.Logs.Telling;

/// <summary>Which values stood at one place of a template, and how often. Bounded: of more than some hundred, the rest is only counted.</summary>
internal sealed class ValueTally
{
    private const int MostKept = 400;
    private const int MostTold = 6;

    /// <summary>Addresses, names of hosts, hashes, files and registry keys are what an analyst looks for: more of them are told.</summary>
    private const int MostIndicatorsTold = 20;

    private readonly Dictionary<string, int> _counts = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private int _others;
    private bool _numbers = true;
    private double _least = double.MaxValue, _most = double.MinValue;
    private string _leastText = "", _mostText = "";

    public ValueTally() => _lookup = _counts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The value, where there was only one.</summary>
    public string? Only => _counts.Count == 1 && _others == 0 ? _counts.Keys.First() : null;

    public void Add(ReadOnlySpan<char> value)
    {
        ref int count = ref CollectionsMarshal.GetValueRefOrNullRef(_lookup, value);
        if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref count))
        {
            count++;
            return;
        }
        if (_counts.Count < MostKept)
            _lookup[value] = 1;
        else
            _others++;
        Measure(value);
    }

    public string Tell(bool brief = false)
    {
        if (_numbers && _counts.Count > 4)
            return $"{_leastText} to {_mostText}";
        int most = brief ? 3 : _counts.Keys.Any(IsIndicator) ? MostIndicatorsTold : MostTold;
        // Sorting is stable: values that come equally often stay in the order of the log.
        string told = string.Join(", ", _counts.OrderByDescending(value => value.Value).Take(most).Select(value => value.Value == 1 ? value.Key : $"{value.Key} ({value.Value.ToString("N0", CultureInfo.InvariantCulture)})"));
        int rest = _counts.Count - most;
        return rest <= 0 && _others == 0 ? told : $"{told} and {(_others > 0 ? "many others" : rest == 1 ? "one other" : $"{rest.ToString("N0", CultureInfo.InvariantCulture)} others")}";
    }

    private void Measure(ReadOnlySpan<char> value)
    {
        if (!_numbers || value.Length > 18 || !char.IsAsciiDigit(value[0]) || !double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
        {
            _numbers = false;
            return;
        }
        if (number < _least)
            (_least, _leastText) = (number, value.ToString());
        if (number > _most)
            (_most, _mostText) = (number, value.ToString());
    }

    private static bool IsIndicator(string value)
    {
        int dots = value.AsSpan().Count('.');
        bool address = dots == 3 && value.All(c => char.IsAsciiDigit(c) || c is '.' or ':' or '/');
        bool name = dots > 0 && value.Length > 5 && char.IsAsciiLetter(value[^1]) && value.Any(char.IsAsciiLetter) && !value.Contains('(', StringComparison.Ordinal);
        bool hash = value.Length >= 32 && value.All(char.IsAsciiHexDigit);
        bool path = value.Length > 8 && value.AsSpan().ContainsAny('\\', '/');
        return address || name || hash || path || value.Contains("://", StringComparison.Ordinal);
    }
}
