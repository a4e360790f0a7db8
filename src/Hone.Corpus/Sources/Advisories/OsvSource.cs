using System.Text.Json;
using Hone.Core;
using Hone.Corpus.Sources.Yaml;

namespace Hone.Corpus.Sources.Advisories;

/// <summary>
/// OSV: a record a file, folders of them as databases publish them (Python's in YAML), lists, the API's answers, and JSON Lines.
/// </summary>
internal sealed class OsvSource : IDocumentSource
{
    private const int MaxRecordBytes = 64 << 20;

    public string Kind => "osv";

    public string Description => "OSV records (.json, .yaml, a folder, .jsonl), GitHub's advisory database included";

    public IEnumerable<SourcePart> Parts(SourceReference reference)
    {
        ILookup<bool, (string Path, string Relative)> files = SourceFiles.Of(reference, ".json", ".jsonl", ".ndjson", ".yaml", ".yml")
            .ToLookup(file => SourceFiles.HasEnding(file.Path, ".yaml", ".yml"));
        IEnumerable<SourcePart> json = files[false].Any()
            ? JsonRecords.Parts(reference, new JsonRecordKind("an OSV record with id and modified", ["vulns"], (record, _) => Read(record, reference)))
            : [];
        return json.Concat(files[true].Select(file => new SourcePart(file.Relative, () => FileParts.OrBroken(reference, file.Relative, () =>
            [.. YamlText.Read(reference, file.Path, file.Relative, document => ReadYaml(document.Root, reference, file.Path))]))));
    }

    private static SourceItem[]? Read(JsonElement record, SourceReference reference) =>
        OsvRecord.Parse(record) is { } advisory ? [advisory.ToItem(reference)] : null;

    private static SourceItem[] ReadYaml(YamlNode root, SourceReference reference, string path)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            Write(root, json, path);
        using JsonDocument record = JsonDocument.Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
        return Read(record.RootElement, reference) ?? throw new UserError($"{path}:{root.Line}: not an OSV record with id and modified", "Fetch the file again.");
    }

    /// <summary>YAML's values as JSON's. What aliases unfold to is bounded.</summary>
    private static void Write(YamlNode node, Utf8JsonWriter json, string path)
    {
        if (json.BytesCommitted + json.BytesPending > MaxRecordBytes)
            throw new UserError($"{path}: a record of more than {MaxRecordBytes >> 20} MiB", "Is this file what it claims to be?");
        switch (node.Kind)
        {
            case YamlKind.Map:
                json.WriteStartObject();
                foreach (YamlEntry entry in node.Map)
                {
                    json.WritePropertyName(entry.Key);
                    Write(entry.Value, json, path);
                }
                json.WriteEndObject();
                break;
            case YamlKind.List:
                json.WriteStartArray();
                foreach (YamlNode item in node.List)
                    Write(item, json, path);
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(node.Scalar);
                break;
        }
    }
}
