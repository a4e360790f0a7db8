namespace Hone.Cli.Models;

/// <summary>Lets text through until a stop string appears, holding back an end that may become one.</summary>
internal sealed class StopStrings(IReadOnlyList<string> stops)
{
    private string _held = "";

    /// <summary>A stop string came; nothing more is let through.</summary>
    public bool Found { get; private set; }

    /// <summary>The text that may be shown after this piece.</summary>
    public string Push(string piece)
    {
        if (Found)
            return "";
        var text = _held + piece;
        var cut = FirstStop(text);
        if (cut >= 0)
        {
            Found = true;
            _held = "";
            return text[..cut];
        }
        var keep = LongestStart(text);
        _held = text[^keep..];
        return text[..^keep];
    }

    /// <summary>What was held back at the end: it became no stop string.</summary>
    public string Flush()
    {
        var rest = _held;
        _held = "";
        return rest;
    }

    private int FirstStop(string text) => stops
        .Where(stop => stop.Length > 0)
        .Select(stop => text.IndexOf(stop, StringComparison.Ordinal))
        .Where(index => index >= 0)
        .DefaultIfEmpty(-1)
        .Min();

    /// <summary>Length of the longest end of the text that begins a stop string.</summary>
    private int LongestStart(string text)
    {
        for (var length = Math.Min(text.Length, stops.Select(s => s.Length - 1).DefaultIfEmpty(0).Max()); length > 0; length--)
            if (stops.Any(stop => stop.Length > length && text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length))))
                return length;
        return 0;
    }
}
