using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hone.Core.Documents;

namespace Hone.Evaluation.Protocols;

/// <summary>
/// Picks the documents to score when there are more than the cap: in the order of a seeded hash of their text, so the pick
/// is the same for every model and does not change when the file is sorted another way.
/// </summary>
internal static class DocumentSample
{
    public static IReadOnlyList<Document> Take(IEnumerable<Document> documents, int mostDocuments, long mostBytes, ulong seed)
    {
        // A heap that drops the last in hash order: memory is bounded by the cap, not by the file.
        var kept = new PriorityQueue<Document, string>(Comparer<string>.Create((a, b) => string.CompareOrdinal(b, a)));
        foreach (var document in documents.Where(d => d.Text.Length > 0))
        {
            kept.Enqueue(document, Key(document, seed));
            if (kept.Count > mostDocuments)
                kept.Dequeue();
        }
        return Within(mostBytes, kept.UnorderedItems.OrderBy(pair => pair.Priority, StringComparer.Ordinal).Select(pair => pair.Element));
    }

    private static List<Document> Within(long mostBytes, IEnumerable<Document> ordered)
    {
        var taken = new List<Document>();
        long bytes = 0;
        foreach (var document in ordered)
        {
            bytes += Encoding.UTF8.GetByteCount(document.Text);
            if (bytes > mostBytes && taken.Count > 0)
                break;
            taken.Add(document);
        }
        return taken;
    }

    public static string Key(Document document, ulong seed)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{seed}\n{document.ComputeHash()}\n{document.Source}\n{document.Id}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
    }

    /// <summary>The same order for questions: which ones a cap keeps.</summary>
    public static ulong Key(string id, ulong seed) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}\n{id}"))));
}
