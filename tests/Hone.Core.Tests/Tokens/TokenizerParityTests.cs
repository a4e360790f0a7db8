using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Hone.Core.Tokens;

namespace Hone.Core.Tests.Tokens;

/// <summary>
/// Ids of a large corpus equal Hugging Face's, for every kind of tokenizer. benchmarks/peers/tokenizer/parity makes the corpus and Hugging Face's ids,
/// and then runs this.
/// </summary>
public sealed class TokenizerParityTests
{
    private const string Variable = "HONE_TOKENIZER_PARITY";

    [Fact]
    [Trait("Category", "Slow")]
    public void Encode_LargeCorpus_GivesHuggingFaceIds()
    {
        string? folder = Environment.GetEnvironmentVariable(Variable);
        if (folder is null)
            Assert.Skip($"{Variable} names no folder; benchmarks/peers/tokenizer/parity makes one");
        var texts = ReadRecords(Path.Combine(folder, "corpus.bin"));
        var reports = Directory.GetFiles(folder, "*.ids").Order(StringComparer.Ordinal).Select(file => Compare(file, folder, texts)).ToList();

        Assert.NotEmpty(reports);
        foreach (var report in reports)
            TestContext.Current.TestOutputHelper?.WriteLine(report.ToString());
        Assert.DoesNotContain(reports, report => report.Mismatches > 0);
    }

    private static Report Compare(string file, string folder, List<byte[]> texts)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        var tokenizer = Tokenizer.Load(Path.Combine(folder, "vocabularies", name + ".json"));
        var report = new Report(name, 0, 0, 0, 0, "");
        foreach (byte[] record in ReadRecords(file))
        {
            var numbers = MemoryMarshal.Cast<byte, int>(record);
            int index = numbers[0];
            var expected = numbers[1..];
            string text = Encoding.UTF8.GetString(texts[index]);
            int[] actual = tokenizer.Encode(text, allowSpecial: true, addTemplate: index % 3 == 0);
            bool same = expected.SequenceEqual(actual);
            report = report with
            {
                Texts = report.Texts + 1,
                Bytes = report.Bytes + texts[index].Length,
                Tokens = report.Tokens + expected.Length,
                Mismatches = report.Mismatches + (same ? 0 : 1),
                First = report.First.Length > 0 || same ? report.First : Describe(tokenizer, index, expected, actual),
            };
        }
        return report;
    }

    private static string Describe(Tokenizer tokenizer, int index, ReadOnlySpan<int> expected, ReadOnlySpan<int> actual)
    {
        int same = expected.CommonPrefixLength(actual);
        int from = Math.Max(0, same - 3);
        return $"; text {index} differs at token {same}: expected {Show(tokenizer, expected[from..])}, got {Show(tokenizer, actual[from..])}";
    }

    private static string Show(Tokenizer tokenizer, ReadOnlySpan<int> ids) =>
        string.Join(" ", ids[..Math.Min(8, ids.Length)].ToArray().Select(id => $"{id}«{Encoding.UTF8.GetString(tokenizer.TokenBytes(id))}»"));

    private static List<byte[]> ReadRecords(string path)
    {
        var records = new List<byte[]>();
        ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
        while (rest.Length > 0)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(rest);
            records.Add(rest.Slice(4, length).ToArray());
            rest = rest[(4 + length)..];
        }
        return records;
    }

    private sealed record Report(string Name, int Texts, long Bytes, long Tokens, int Mismatches, string First)
    {
        public override string ToString() => $"{Name}: {Texts:N0} texts, {Bytes:N0} bytes, {Tokens:N0} tokens, {Mismatches} mismatches{First}";
    }
}
