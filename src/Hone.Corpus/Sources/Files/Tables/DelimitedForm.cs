using System.Text;
using Hone.Core.Documents;

namespace Hone.Corpus.Sources.Files.Tables;

/// <summary>How a file of delimited rows is written: its character set, and which of , ; tab and | parts the fields.</summary>
internal sealed record DelimitedForm(Encoding Encoding, char Delimiter)
{
    private const int SampleCharacters = 1 << 16;
    private const int SampleRows = 50;

    public static DelimitedForm Find(string path)
    {
        Encoding encoding = EncodedText.OfFile(path);
        using var reader = new StreamReader(InputFile.Open(path), encoding, detectEncodingFromByteOrderMarks: true);
        char[] sample = new char[SampleCharacters];
        string text = new(sample, 0, reader.ReadBlock(sample, 0, sample.Length));
        return new DelimitedForm(encoding, FindDelimiter(text));
    }

    public IEnumerable<CsvRow> Read(string path)
    {
        using var reader = new StreamReader(InputFile.Open(path), Encoding, detectEncodingFromByteOrderMarks: true);
        foreach (CsvRow row in CsvRows.Read(reader, Delimiter, path))
            if (row.Line > 1 || !IsSeparatorLine(row.Fields))
                yield return row;
    }

    /// <summary>Whichever parts most rows into the same number of fields, the larger number first.</summary>
    internal static char FindDelimiter(string sample)
    {
        if (sample.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && sample.Length > 4)
            return sample[4];
        (double Score, char Delimiter) best = (0, ',');
        foreach (char delimiter in (char[])[',', ';', '\t', '|'])
        {
            int[] counts = [.. CsvRows.Read(new StringReader(sample), delimiter, "").Take(SampleRows).Where(row => row.Problem is null).Select(row => row.Fields.Count)];
            // The last row of a long sample is cut.
            counts = sample.Length == SampleCharacters && counts.Length is > 1 and < SampleRows ? counts[..^1] : counts;
            var common = counts.Where(count => count > 1).CountBy(count => count).OrderByDescending(pair => pair.Value).ThenByDescending(pair => pair.Key).FirstOrDefault();
            double score = counts.Length == 0 ? 0 : (double)common.Value / counts.Length * (1 + Math.Min(0.5, common.Key * 0.01));
            if (score > best.Score)
                best = (score, delimiter);
        }
        return best.Delimiter;
    }

    /// <summary>Excel's "sep=;" before the rows.</summary>
    private static bool IsSeparatorLine(IReadOnlyList<string> fields) => fields.Count > 0 && fields[0].StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && fields.All(field => field.Length <= 5);
}
