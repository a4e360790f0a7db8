using System.Text.Json;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Sources;

/// <summary>What a reader of JSON records says of itself.</summary>
/// <param name="Expected">What a record must be, for the message where it is not: "an OSV record with an id".</param>
/// <param name="Arrays">Names at the top of a file under which it lists its records.</param>
/// <param name="Tell">The documents of a record (a page may hold many) at a place in the source, or null where it is no such record.</param>
internal sealed record JsonRecordKind(string Expected, string[] Arrays, Func<JsonElement, string, IEnumerable<SourceItem>?> Tell)
{
    /// <summary>Whether a file of a folder is read; its name is given.</summary>
    public Func<string, bool> Takes { get; init; } = _ => true;
}

/// <summary>
/// The way most providers publish: JSON files of one record, of a list or of a page with a list, and JSON Lines; a file or a folder.
/// Large files are cut into parts of some records.
/// </summary>
internal static class JsonRecords
{
    private const int PartBytes = 1 << 20;

    /// <summary>CSAF allows 30 levels of branches, which are 60 of JSON; what is deeper than this is an attack.</summary>
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 256 };

    public static IEnumerable<SourcePart> Parts(SourceReference reference, JsonRecordKind kind)
    {
        bool folder = Directory.Exists(reference.Path);
        return SourceFiles.Of(reference, ".json", ".jsonl", ".ndjson")
            .Where(file => !folder || kind.Takes(Path.GetFileName(file.Path)))
            .SelectMany(file => Parts(reference, kind, file.Path, file.Relative));
    }

    private static IEnumerable<SourcePart> Parts(SourceReference reference, JsonRecordKind kind, string path, string relative)
    {
        if (SourceFiles.HasEnding(path, ".jsonl", ".ndjson"))
            return FileParts.Lines(reference, path, relative, line => Read(kind, line.Utf8, path, $"{relative}:{line.Number}", line.Number));
        var whole = new SourcePart(relative, () => Chunks(reference, kind, path, relative).SelectMany(chunk => chunk.Read()));
        return new FileInfo(path).Length < PartBytes ? [whole] : Chunks(reference, kind, path, relative);
    }

    private static IEnumerable<SourcePart> Chunks(SourceReference reference, JsonRecordKind kind, string path, string relative)
    {
        using IEnumerator<JsonRecord> records = JsonRecordReader.Read(path, kind.Arrays).GetEnumerator();
        for (bool more = true; more;)
        {
            var chunk = new List<JsonRecord>();
            SourceItem[] end = FileParts.OrBroken(reference, relative, () =>
            {
                for (int bytes = 0; bytes < PartBytes && (more = records.MoveNext()); bytes += records.Current.Utf8.Length)
                    chunk.Add(records.Current);
                return [];
            });
            more &= end.Length == 0;
            if (chunk.Count + end.Length > 0)
                yield return new SourcePart(relative, () => chunk.SelectMany(record =>
                    Read(reference, kind, record, path, $"{relative}[{record.Index}]")).Concat(end));
        }
    }

    private static SourceItem[] Read(SourceReference reference, JsonRecordKind kind, JsonRecord record, string path, string place) =>
        FileParts.OrBroken(reference, place, () => Read(kind, record.Utf8, path, place, record.Line));

    /// <summary>The documents of one record; what is wrong with it is an error that names file and line.</summary>
    private static SourceItem[] Read(JsonRecordKind kind, ReadOnlyMemory<byte> utf8, string path, string place, int line)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(utf8, _options);
            return IsSchema(json.RootElement) ? [] : [.. kind.Tell(json.RootElement, place) ?? throw Problem($"not {kind.Expected}", line)];
        }
        catch (JsonException e)
        {
            throw Problem($"not JSON: {e.Message.Split(" LineNumber:")[0]}", line + (int)(e.LineNumber ?? 0), e);
        }
        catch (InvalidOperationException e)
        {
            throw Problem("text that is not Unicode: half of a surrogate pair or bytes that are not UTF-8", line, e);
        }

        UserError Problem(string problem, int at, Exception? inner = null) => new($"{path}:{at}: {problem}", "Fetch the file again.", inner);
    }

    /// <summary>Providers put the JSON schema of their records beside them.</summary>
    private static bool IsSchema(JsonElement root) =>
        root.Text("$schema") is not null && (root.Child("properties") ?? root.Child("$defs")) is { ValueKind: JsonValueKind.Object };
}
