using System.Text;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Sources;

/// <summary>A row of a CSV file and the line it begins on; with a problem it has no fields.</summary>
internal readonly record struct CsvRow(int Line, IReadOnlyList<string> Fields)
{
    public string? Problem { get; init; }
}

/// <summary>
/// RFC 4180: fields in double quotes may hold line breaks and doubled quotes. A quote inside a field that did not begin with one
/// is a character like any other (5" disks). A quote that is never closed costs its line: reading goes on with the next.
/// </summary>
internal static class CsvRows
{
    private const int MaxRowCharacters = 16 << 20;
    private const int MaxUnclosed = 100;

    /// <summary>The rows of a file in UTF-8 with commas, which must all be well-formed.</summary>
    public static IEnumerable<CsvRow> Read(string path)
    {
        using Stream stream = InputFile.Open(path);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        foreach (CsvRow row in Read(reader, ',', path))
            yield return row.Problem is null ? row : throw new UserError($"{path}:{row.Line}: {row.Problem}", "Fetch the file again: it seems cut off.");
    }

    public static IEnumerable<CsvRow> Read(TextReader text, char delimiter, string path)
    {
        var lines = new RowLines(text, path);
        var fields = new List<string>();
        int unclosed = 0;
        while (lines.Next() is { } line)
        {
            int first = lines.Number;
            if (line.Length == 0)
                continue;
            if (ReadFields(lines, line, delimiter, fields))
            {
                yield return new CsvRow(first, [.. fields]);
                continue;
            }
            if (++unclosed > MaxUnclosed)
                throw new UserError($"{path}:{first}: more than {MaxUnclosed} quoted fields are not closed", "Is this a CSV file?");
            yield return new CsvRow(first, []) { Problem = "a quoted field is not closed" };
            lines.GoBackTo(first + 1);
        }
    }

    /// <summary>Splits the line, taking more where a quoted field goes on; false where the field has no end.</summary>
    private static bool ReadFields(RowLines lines, string line, char delimiter, List<string> fields)
    {
        fields.Clear();
        lines.Mark();
        var field = new StringBuilder();
        int size = 0;
        for (int at = 0; ;)
        {
            if (at < line.Length && line[at] == '"')
            {
                for (at++; ;)
                {
                    int quote = line.IndexOf('"', at);
                    field.Append(line, at, (quote < 0 ? line.Length : quote) - at);
                    if (quote >= 0 && quote + 1 < line.Length && line[quote + 1] == '"')
                    {
                        field.Append('"');
                        at = quote + 2;
                    }
                    else if (quote >= 0 && quote + 1 < line.Length && line[quote + 1] != delimiter)
                    {
                        field.Append('"'); // quotes inside that nobody doubled
                        at = quote + 1;
                    }
                    else if (quote >= 0)
                    {
                        at = quote + 1;
                        break;
                    }
                    else if ((size += line.Length) > MaxRowCharacters || lines.Next() is not { } next)
                    {
                        return false;
                    }
                    else
                    {
                        field.Append('\n');
                        (line, at) = (next, 0);
                    }
                }
            }
            int end = line.IndexOf(delimiter, at);
            field.Append(line, at, (end < 0 ? line.Length : end) - at);
            fields.Add(field.ToString());
            field.Clear();
            if (end < 0)
                return true;
            at = end + 1;
        }
    }

    /// <summary>Lines of bounded length, the last of which can be read again.</summary>
    private sealed class RowLines(TextReader text, string path)
    {
        private readonly char[] _buffer = new char[1 << 14];
        private readonly StringBuilder _line = new();
        private readonly List<string> _marked = [];
        private readonly Queue<string> _again = new();
        private int _at;
        private int _length;

        /// <summary>Of the line read last.</summary>
        public int Number { get; private set; }

        /// <summary>Lines from here on are kept for <see cref="GoBackTo"/>.</summary>
        public void Mark() => _marked.Clear();

        public void GoBackTo(int number)
        {
            string[] rest = [.. _marked, .. _again];
            _again.Clear();
            foreach (string line in rest)
                _again.Enqueue(line);
            _marked.Clear();
            Number = number - 1;
        }

        public string? Next()
        {
            string? line = _again.Count > 0 ? _again.Dequeue() : ReadLine();
            if (line is not null)
            {
                Number++;
                _marked.Add(line);
            }
            return line;
        }

        private string? ReadLine()
        {
            _line.Clear();
            while (true)
            {
                if (_at == _length)
                {
                    (_at, _length) = (0, text.Read(_buffer, 0, _buffer.Length));
                    if (_length == 0)
                        return _line.Length > 0 ? _line.ToString() : null;
                }
                int end = _buffer.AsSpan(_at, _length - _at).IndexOf('\n');
                int taken = end < 0 ? _length - _at : end;
                _line.Append(_buffer, _at, taken);
                _at += taken + (end < 0 ? 0 : 1);
                if (_line.Length > MaxRowCharacters)
                    throw new UserError($"{path}:{Number + 1}: a line of more than {MaxRowCharacters >> 20} million characters", "Is this a file of rows?");
                if (end < 0)
                    continue;
                return _line.Length > 0 && _line[^1] == '\r' ? _line.ToString(0, _line.Length - 1) : _line.ToString();
            }
        }
    }
}
