using System.Text;
using System.Text.Json;
using Hone.Evaluation.IfEval.Text;

namespace Hone.Evaluation.IfEval.Checks;

/// <summary>Bullets, highlights, sections, titles, JSON and set answers. Every scan passes over the response once.</summary>
internal static class FormatChecks
{
    private const int MostJsonDepth = 1000;

    private static readonly string[] SetAnswers = ["My answer is yes.", "My answer is no.", "My answer is maybe."];

    public static Check Bullets(InstructionArguments arguments)
    {
        var wanted = arguments.Count("num_bullets");
        return response => Markdown.CountBullets(response) is var bullets && bullets == wanted ? null : $"{bullets} bullet points, asked for exactly {wanted}";
    }

    public static Check Highlights(InstructionArguments arguments)
    {
        var least = new Bound(AtLeast: true, arguments.Count("num_highlights"));
        return response => least.Fault(Markdown.CountHighlights(response), "highlighted sections");
    }

    public static Check Sections(InstructionArguments arguments)
    {
        var splitter = arguments.Text("section_spliter").Trim();
        var least = new Bound(AtLeast: true, arguments.Count("num_sections"));
        return response => least.Fault(CountSections(response, splitter), $"sections marked '{splitter} X'");
    }

    public static Check SetAnswer(InstructionArguments arguments) =>
        response => Array.Exists(SetAnswers, answer => response.Contains(answer, StringComparison.Ordinal)) ? null : "none of the set answers is in it";

    public static Check Title(InstructionArguments arguments) => response => HasTitle(response) ? null : "no title in <<double angular brackets>>";

    public static Check Json(InstructionArguments arguments) => response => IsJson(Unfenced(response)) ? null : "not JSON as a whole";

    private static int CountSections(string text, string splitter)
    {
        var count = 0;
        for (var at = 0; (at = text.IndexOf(splitter, at, StringComparison.Ordinal)) >= 0;)
        {
            at += splitter.Length;
            var digit = at < text.Length && PythonText.IsSpace(text[at]) ? at + 1 : at;
            count += digit < text.Length && char.IsDigit(text[digit]) ? 1 : 0;
        }
        return count;
    }

    /// <summary>On one line, from the first "&lt;&lt;" to the last "&gt;&gt;", with more than brackets and spaces between.</summary>
    private static bool HasTitle(string response)
    {
        foreach (var line in response.AsSpan().Split('\n'))
        {
            var text = response.AsSpan()[line];
            int open = text.IndexOf("<<"), close = text.LastIndexOf(">>");
            if (open >= 0 && close >= open + 3 && !PythonText.IsBlank(text[open..close].TrimStart('<').TrimEnd('>')))
                return true;
        }
        return false;
    }

    private static ReadOnlySpan<char> Unfenced(string response)
    {
        var text = PythonText.Strip(response);
        foreach (var fence in (string[])["```json", "```Json", "```JSON", "```"])
            text = text.StartsWith(fence, StringComparison.Ordinal) ? text[fence.Length..] : text;
        text = text.EndsWith("```", StringComparison.Ordinal) ? text[..^3] : text;
        return PythonText.Strip(text);
    }

    /// <summary>Any JSON value, a bare number or text too. Python's NaN and Infinity are not JSON and fail here.</summary>
    private static bool IsJson(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MostJsonDepth });
        try
        {
            while (reader.Read()) ;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
