using Hone.Core;
using Hone.Core.Statistics;
using Hone.Evaluation.Benchmarks;

namespace Hone.Evaluation.Tests.Benchmarks;

public class CsvReaderTests
{
    [Fact]
    public void Read_QuotedFields_KeepCommasQuotesAndLines()
    {
        var rows = CsvReader.Read("f", "a,\"b, \"\"c\"\"\nd\",\r\n\r\n\"\",x,\"y\"").ToArray();

        Assert.Equal(2, rows.Length);
        Assert.Equal((1, "a|b, \"c\"\nd|"), (rows[0].Line, string.Join('|', rows[0].Fields)));
        Assert.Equal((4, "|x|y"), (rows[1].Line, string.Join('|', rows[1].Fields)));
    }

    [Fact]
    public void Read_OpenQuote_NamesTheLineItBeganOn()
    {
        var error = Assert.Throws<UserError>(() => CsvReader.Read("f", "a,b\nc,\"d\n\n").ToArray());

        Assert.StartsWith("f:2: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RandomTables_ComeBackAsWritten()
    {
        const string Alphabet = "ab ,\"\n;\u00E9";
        var random = new Xoshiro256(7);
        for (var round = 0; round < 300; round++)
        {
            var table = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Enumerable.Range(0, random.Next(2, 5)).Select(_ => Text()).ToArray()).ToArray();
            var text = string.Join(round % 2 == 0 ? "\n" : "\r\n", table.Select(row => string.Join(',', row.Select(field => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))));

            var read = CsvReader.Read("f", text).Select(row => row.Fields).ToArray();

            Assert.Equal(table, read);
        }

        string Text() => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
    }
}
