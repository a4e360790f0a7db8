using System.Globalization;
using System.Text.Json;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Sources;

/// <summary>What a reader of JSON records says of itself.</summary>
/// <param name="Expected">What a record must be, for the message where it is not: "an OSV record with an id".</param>
/// <param name="Arrays">Names at the top of a file under which it lists its records.</param>
/// <param name="Tell">The documents of a record (a page may hold many), or null where it is no such record.</param>
internal sealed record JsonRecordKind(string Expected, string[] Arrays, Func<JsonElement, RecordPlace, SourceItem[]?> Tell)
{
    /// <summary>Whether a file of a folder is read; its name is given.</summary>
    public Func<string, bool> Takes { get; init; } = _ => true;
}

/// <summary>Where a record stands in its source: "2024.jsonl:17", or "2024.json[16]" where records are not lines.</summary>
internal readonly record struct RecordPlace(string File, int Number, bool IsLine)
{
    public override string ToString() => IsLine
        ? string.Create(CultureInfo.InvariantCulture, $"{File}:{Number}")
        : string.Create(CultureInfo.InvariantCulture, $"{File}[{Number}]");
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
            .SelectMany(file => SourceFiles.HasEnding(file.Path, ".jsonl", ".ndjson") ? Lines(reference, kind, file.Path, file.Relative)
                : new FileInfo(file.Path).Length >= PartBytes ? Chunks(reference, kind, file.Path, file.Relative)
                : [new SourcePart(file.Relative, () => Chunks(reference, kind, file.Path, file.Relative).SelectMany(chunk => chunk.Read()))]);
    }

    private static IEnumerable<SourcePart> Lines(SourceReference reference, JsonRecordKind kind, string path, string relative) =>
        LineChunk.Read(path).Select(chunk => new SourcePart(relative, () =>
            chunk.Lines().SelectMany(line => Read(reference, kind, line.Utf8, path, line.Number, new RecordPlace(relative, line.Number, IsLine: true)))));

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
                yield return new SourcePart(relative, () => chunk
                    .SelectMany(record => Read(reference, kind, record.Utf8, path, record.Line, new RecordPlace(relative, record.Index, IsLine: false))).Concat(end));
        }
    }

    /// <summary>The documents of one record; what is wrong with it is told with file and line.</summary>
    private static SourceItem[] Read(SourceReference reference, JsonRecordKind kind, ReadOnlyMemory<byte> utf8, string path, int line, RecordPlace place)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(utf8, _options);
            return kind.Tell(json.RootElement, place) ?? (IsSchema(json.RootElement) ? [] : Broken($"not {kind.Expected}"));
        }
        catch (JsonException e)
        {
            line += (int)(e.LineNumber ?? 0);
            return Broken($"not JSON: {e.Message.Split(" LineNumber:")[0]}");
        }
        catch (InvalidOperationException)
        {
            return Broken("text that is not Unicode: half of a surrogate pair or bytes that are not UTF-8");
        }
        catch (UserError e)
        {
            return Broken(e.Message);
        }

        SourceItem[] Broken(string problem) => [SourceItem.Broken(reference, place.ToString(), string.Create(CultureInfo.InvariantCulture, $"{path}:{line}: {problem}"))];
    }

    /// <summary>Providers put the JSON schema of their records beside them.</summary>
    private static bool IsSchema(JsonElement root) =>
        root.Text("$schema") is not null && (root.Child("properties") ?? root.Child("$defs")) is { ValueKind: JsonValueKind.Object };
}
