using System.Text;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Sources;

/// <summary>A row of a CSV file and the line it begins on.</summary>
internal readonly record struct CsvRow(int Line, IReadOnlyList<string> Fields);

/// <summary>RFC 4180: commas, fields in double quotes may hold line breaks and doubled quotes.</summary>
internal static class CsvRows
{
    private const int MaxRowCharacters = 16 << 20;

    public static IEnumerable<CsvRow> Read(string path)
    {
        using Stream stream = InputFile.Open(path);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        int line = 1;
        while (ReadRow(reader, path, ref line) is { } row)
            if (row.Fields is not [""])
                yield return row;
    }

    private static CsvRow? ReadRow(StreamReader reader, string path, ref int line)
    {
        if (reader.Peek() < 0)
            return null;
        int first = line, size = 0;
        var fields = new List<string>();
        var field = new StringBuilder();
        bool quoted = false;
        for (int c = reader.Read(); ; c = reader.Read())
        {
            if (c < 0 && quoted)
                throw new UserError($"{path}:{first}: a quoted field is not closed", "Fetch the file again: it seems cut off.");
            if (++size > MaxRowCharacters)
                throw new UserError($"{path}:{first}: a row of more than {MaxRowCharacters >> 20} million characters", "Is a quote missing?");
            if (c == '\n')
                line++;
            if (quoted && c != '"')
                field.Append((char)c);
            else if (quoted && reader.Peek() == '"')
                field.Append((char)reader.Read());
            else if (c == '"')
                quoted = !quoted;
            else if (c is ',' or '\n' or < 0)
            {
                fields.Add(field.ToString());
                field.Clear();
                if (c != ',')
                    return new CsvRow(first, fields);
            }
            else if (c != '\r')
                field.Append((char)c);
        }
    }
}
