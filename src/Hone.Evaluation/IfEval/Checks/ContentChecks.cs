namespace Hone.Evaluation.IfEval.Checks;

/// <summary>Placeholders in square brackets and postscripts.</summary>
internal static class ContentChecks
{
    public static Check Placeholders(InstructionArguments arguments)
    {
        var least = new Bound(AtLeast: true, arguments.Count("num_placeholders"));
        return response => least.Fault(CountPlaceholders(response), "placeholders in square brackets");
    }

    /// <summary>P.S. is found anywhere, in P.P.S. too, and a space may stand within; other marks are plain texts.</summary>
    public static Check Postscript(InstructionArguments arguments)
    {
        var marker = arguments.Text("postscript_marker").Trim();
        var parts = marker switch { "P.P.S" => ["p.", "p.", "s"], "P.S." => ["p.", "s."], _ => new[] { marker.ToLowerInvariant() } };
        return response => Holds(response.ToLowerInvariant(), parts) ? null : $"no postscript beginning with {marker}";
    }

    /// <summary>From an opening bracket to the first closing one on the same line.</summary>
    private static int CountPlaceholders(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (text.IndexOf('[') is var open and >= 0)
        {
            text = text[(open + 1)..];
            var end = text.IndexOfAny(']', '\n');
            if (end < 0)
                break;
            count += text[end] == ']' ? 1 : 0;
            text = text[(end + 1)..];
        }
        return count;
    }

    private static bool Holds(string text, string[] parts)
    {
        for (var at = 0; (at = text.IndexOf(parts[0], at, StringComparison.Ordinal)) >= 0; at++)
            if (Follow(text, at + parts[0].Length, parts.AsSpan(1)))
                return true;
        return false;
    }

    private static bool Follow(string text, int at, ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            at += at < text.Length && Text.PythonText.IsSpace(text[at]) ? 1 : 0;
            if (!text.AsSpan(at).StartsWith(part, StringComparison.Ordinal))
                return false;
            at += part.Length;
        }
        return true;
    }
}
