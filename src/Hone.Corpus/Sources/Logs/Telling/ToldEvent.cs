using System.Globalization;
using System.Text;
using Hone.Corpus.Sources.Logs.Templates;

namespace Hone.Corpus.Sources.Logs.Telling;

/// <summary>An event told in full, and how many more of a section were like it.</summary>
internal sealed class ToldEvent(LogEvent first, LogTemplate template)
{
    private const int MostPlaces = 24;
    private const int LongLegend = 400;

    private readonly Dictionary<int, ValueTally> _values = [];
    private LogEvent? _last;

    public LogEvent First => first;

    public LogTemplate Template => template;

    /// <summary>Itself included.</summary>
    public int Times { get; private set; } = 1;

    /// <summary>About what its template will take, with the values.</summary>
    public int TemplateSize => Math.Min(first.Text.Length, 600) + (80 * Math.Min(template.Varies.Count(varies => varies), 8));

    public void Repeat(LogEvent again)
    {
        if (Times == 1)
            Count(first.Text);
        Count(again.Text);
        Times++;
        _last = again;
    }

    /// <summary>"- 06:55:48 Invalid user admin from 203.0.113.7 (the first of 214 alike, to 07:13:43)". Of two, both are told.</summary>
    /// <param name="known">Long words told in this document already.</param>
    public void WriteTo(StringBuilder text, ref string date, HashSet<string> known)
    {
        bool both = Times == 2 && Varies;
        WriteEvent(text, first, ref date, known);
        if (Times > 1 && !both)
            text.Append(Varies ? " (the first of " : " (").Append(Number(Times)).Append(Varies ? " alike" : " times").Append(Until).Append(')');
        text.Append('\n');
        WriteDetail(text, first);
        if (!both)
            return;
        WriteEvent(text, _last ?? first, ref date, known);
        text.Append('\n');
        WriteDetail(text, _last ?? first);
    }

    /// <summary>Whether the repeats differ in anything, so that their template says more than the first.</summary>
    public bool Varies => Times > 1 && _values.Values.Any(tally => tally.Only is null);

    /// <summary>"- 214 times: Invalid user &lt;1&gt; from &lt;2&gt;; &lt;1&gt; is admin (40), root (3); &lt;2&gt; is ..."</summary>
    public void WriteTemplate(StringBuilder text, HashSet<string> known)
    {
        text.Append("- ").Append(Number(Times)).Append(" times: ");
        string line = LongWords.Shorten(first.Text, known);
        var legend = new StringBuilder();
        int at = 0, token = 0, named = 0;
        foreach (LogToken part in new LogTokens(line))
        {
            if (token < template.Varies.Length && template.Varies[token] && _values.TryGetValue(token, out ValueTally? tally) && tally.Only is null)
            {
                text.Append(line, at, part.Start - at).Append('<').Append(++named).Append('>');
                legend.Append(CultureInfo.InvariantCulture, $"; <{named}> is {tally.Tell(brief: legend.Length > LongLegend)}");
                at = part.Start + part.Length;
            }
            token++;
        }
        text.Append(line, at, line.Length - at).Append(legend).Append('\n');
    }

    private static void WriteEvent(StringBuilder text, LogEvent told, ref string date, HashSet<string> known)
    {
        string time = told.Time.Date == date ? told.Time.Clock : told.Time.ToString();
        date = told.Time.Date;
        text.Append("- ").Append(time).Append(time.Length > 0 ? " " : "").Append(LongWords.Shorten(told.Text, known));
    }

    private static void WriteDetail(StringBuilder text, LogEvent told)
    {
        if (told.Detail is { } detail)
            text.Append("```\n").Append(detail.Replace("```", "'''", StringComparison.Ordinal)).Append("\n```\n");
    }

    internal static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private string Until => _last is not { Time: { Known: true } until } || until == first.Time ? "" : $", to {(until.Date == first.Time.Date ? until.Clock : until.ToString())}";

    private void Count(string text)
    {
        int token = -1;
        foreach (LogToken part in new LogTokens(text))
        {
            if (++token >= template.Varies.Length)
                return;
            if (!template.Varies[token])
                continue;
            if (!_values.TryGetValue(token, out ValueTally? tally))
            {
                if (_values.Count == MostPlaces)
                    continue;
                _values[token] = tally = new ValueTally();
            }
            tally.Add(text.AsSpan(part.Start, part.Length));
        }
    }
}
