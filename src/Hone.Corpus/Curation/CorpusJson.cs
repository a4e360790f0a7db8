using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hone.Corpus.Curation.Spill;
using Hone.Corpus.Datasheets;

namespace Hone.Corpus.Curation;

/// <summary>What this project writes as JSON.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CurateSpec))]
[JsonSerializable(typeof(TokenizerSpec))]
[JsonSerializable(typeof(CorpusCounts))]
[JsonSerializable(typeof(Datasheet))]
[JsonSerializable(typeof(DroppedDocument))]
[JsonSerializable(typeof(PreparedHead))]
internal sealed partial class CorpusJson : JsonSerializerContext
{
    public static CorpusJson Readable { get; } = new(Create(indented: true));

    public static CorpusJson Line { get; } = new(Create(indented: false));

    private static JsonSerializerOptions Create(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = indented,
        NewLine = "\n",
    };
}
