using System.Text;

namespace Hone.Evaluation.Benchmarks;

/// <summary>Comma-separated values as RFC 4180 has them: quoted fields may hold commas, doubled quotes and line ends.</summary>
internal static class CsvReader
{
    private const int MostFields = 1024;

    /// <summary>Rows with the number of the line each begins on. Empty lines are passed over.</summary>
    public static IEnumerable<(int Line, string[] Fields)> Read(string path, string text)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        int line = 1, start = 1, i = 0;
        while (i < text.Length)
        {
            if (text[i] == '"' && field.Length == 0)
            {
                i = Quoted(path, text, i + 1, field, ref line);
                continue;
            }
            var c = text[i++];
            if (c == ',')
            {
                Take(fields, field);
                if (fields.Count > MostFields)
                    throw BenchmarkFile.Wrong(path, line, $"more than {MostFields} fields in a row");
            }
            else if (c == '\n')
            {
                Take(fields, field);
                if (fields.Count > 1 || fields[0].Length > 0)
                    yield return (start, [.. fields]);
                fields.Clear();
                start = ++line;
            }
            else if (c != '\r')
                field.Append(c);
        }
        if (field.Length > 0 || fields.Count > 0)
        {
            Take(fields, field);
            yield return (start, [.. fields]);
        }
    }

    private static void Take(List<string> fields, StringBuilder field)
    {
        fields.Add(field.ToString());
        field.Clear();
    }

    /// <summary>Appends a quoted field whose opening quote was read; returns the place after its closing quote.</summary>
    private static int Quoted(string path, string text, int i, StringBuilder field, ref int line)
    {
        var opened = line;
        for (; i < text.Length; i++)
        {
            if (text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"')
                i++;
            else if (text[i] == '"')
                return i + 1;
            if (text[i] == '\n')
                line++;
            field.Append(text[i]);
        }
        throw BenchmarkFile.Wrong(path, opened, "a quoted field is never closed");
    }
}
