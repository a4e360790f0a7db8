using Hone.Core.Documents;

namespace Hone.Corpus.Fetching.Records;

/// <summary>
/// Puts new records among those that are there: the files they belong in are written anew, in order of id, each record once and the
/// newest of it. A file whose records are all there already stays as it is, to the byte.
/// </summary>
internal static class RecordMerge
{
    /// <summary>The files that changed, as (where it lies now, where it belongs).</summary>
    public static IReadOnlyList<(string From, string To)> Run(RecordSpill news, RecordShape shape, string directory, string staging, CancellationToken cancel)
    {
        var made = new List<(string From, string To)>();
        foreach (var group in news.Ids.GroupBy(id => shape.FileOf(id) ?? "", StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            string from = Path.Combine(staging, Path.GetFileName(group.Key));
            string[] ids = [.. group.Order(StringComparer.Ordinal)];
            if (Write(news, shape, ids, Path.Combine(directory, group.Key), from, cancel))
                made.Add((from, group.Key));
            else
                File.Delete(from);
        }
        return made;
    }

    /// <returns>Whether anything is new.</returns>
    private static bool Write(RecordSpill news, RecordShape shape, string[] ids, string old, string target, CancellationToken cancel)
    {
        bool changed = false;
        int next = 0;
        using var file = new RecordFile(target);
        foreach (JsonLine line in File.Exists(old) ? LineChunk.Read(old).SelectMany(chunk => chunk.Lines()) : [])
        {
            cancel.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> record = line.Utf8.Span;
            string id = shape.Id(record) ?? "";
            for (; next < ids.Length && string.CompareOrdinal(ids[next], id) < 0; next++, changed = true)
                file.AddLine(news.Line(ids[next]));
            if (next < ids.Length && ids[next] == id)
            {
                byte[] candidate = news.Line(ids[next]);
                if (string.CompareOrdinal(news.StampOf(id), shape.Stamp(record)) >= 0 && !record.SequenceEqual(candidate))
                {
                    record = candidate;
                    changed = true;
                }
                next++;
            }
            file.AddLine(record);
        }
        for (; next < ids.Length; next++, changed = true)
            file.AddLine(news.Line(ids[next]));
        return changed;
    }
}
