using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core.Documents;
using Hone.Core.Statistics;

namespace Hone.Benchmarks.Corpus;

/// <summary>
/// A corpus made larger without repeating itself: documents over and over, in every copy the first and then every eighth word replaced by
/// one that is nowhere else. Of the word 5-grams at most 3 in 8 stay as they were, so two copies are alike to less than a quarter (the shortest
/// to a half) and no near-duplicates. Streamed.
/// </summary>
internal static class NoisyCopies
{
    private const int Every = 8;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string[] files, int copies, string path)
    {
        var random = new Xoshiro256(10);
        using FileStream output = File.Create(path);
        for (int copy = 0; copy < copies; copy++)
            foreach (JsonLine line in files.SelectMany(file => JsonLineReader.Read(file)))
            {
                JsonNode document = JsonNode.Parse(line.Utf8.Span) ?? throw line.Error("no document");
                document["text"] = Noisy((string?)document["text"] ?? "", random);
                document["id"] = string.Create(CultureInfo.InvariantCulture, $"{copy}-{Path.GetFileName(line.Path)}-{line.Number}");
                output.Write(Encoding.UTF8.GetBytes(document.ToJsonString(Plain)));
                output.WriteByte((byte)'\n');
            }
    }

    private static string Noisy(string text, Xoshiro256 random)
    {
        var noisy = new StringBuilder(text.Length);
        int words = 0;
        for (int at = 0; at < text.Length;)
        {
            int word = at;
            while (word < text.Length && char.IsWhiteSpace(text[word]))
                word++;
            int end = word;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
                end++;
            noisy.Append(text, at, word - at);
            if (end > word && words++ % Every == 0)
                noisy.Append(CultureInfo.InvariantCulture, $"w{(uint)random.NextUInt64():x8}");
            else
                noisy.Append(text, word, end - word);
            at = end;
        }
        return noisy.ToString();
    }
}
