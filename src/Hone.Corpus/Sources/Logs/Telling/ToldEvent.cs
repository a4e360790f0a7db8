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
    private LogTime _last = first.Time;

    public LogEvent First => first;

    public LogTemplate Template => template;

    /// <summary>Itself included.</summary>
    public int Times { get; private set; } = 1;

    public int Size => first.Text.Length + (first.Detail?.Length ?? 0) + 24 + (template.Count > LogStory.Rare ? first.Text.Length + 200 : 0);

    public void Repeat(LogEvent again)
    {
        if (Times == 1)
            Count(first.Text);
        Count(again.Text);
        Times++;
        if (again.Time.Known)
            _last = again.Time;
    }

    /// <summary>"- 06:55:48 Invalid user admin from 203.0.113.7 (214 times, to 07:13:43)".</summary>
    public void WriteTo(StringBuilder text, string dateBefore)
    {
        string time = first.Time.Date == dateBefore ? first.Time.Clock : first.Time.ToString();
        text.Append("- ").Append(time).Append(time.Length > 0 ? " " : "").Append(first.Text);
        if (Times > 1)
            text.Append(Varies ? " (the first of " : " (").Append(Number(Times)).Append(Varies ? " alike" : " times").Append(Until).Append(')');
        text.Append('\n');
        if (first.Detail is { } detail)
            text.Append("```\n").Append(detail.Replace("```", "'''", StringComparison.Ordinal)).Append("\n```\n");
    }

    /// <summary>Whether the repeats differ in anything, so that their template says more than the first.</summary>
    public bool Varies => Times > 1 && _values.Values.Any(tally => tally.Only is null);

    /// <summary>"- 214 times: Invalid user &lt;1&gt; from &lt;2&gt;; &lt;1&gt; is admin (40), root (3); &lt;2&gt; is ..."</summary>
    public void WriteTemplate(StringBuilder text)
    {
        text.Append("- ").Append(Number(Times)).Append(" times").Append(": ");
        var legend = new StringBuilder();
        int at = 0, token = 0, named = 0;
        foreach (LogToken part in new LogTokens(first.Text))
        {
            if (token < template.Varies.Length && template.Varies[token] && _values.TryGetValue(token, out ValueTally? tally) && tally.Only is null)
            {
                text.Append(first.Text, at, part.Start - at).Append('<').Append(++named).Append('>');
                legend.Append(CultureInfo.InvariantCulture, $"; <{named}> is {tally.Tell(brief: legend.Length > LongLegend)}");
                at = part.Start + part.Length;
            }
            token++;
        }
        text.Append(first.Text, at, first.Text.Length - at).Append(legend).Append('\n');
    }

    internal static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private string Until => !_last.Known || _last == first.Time ? "" : $", to {(_last.Date == first.Time.Date ? _last.Clock : _last.ToString())}";

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
