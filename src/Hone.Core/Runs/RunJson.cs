using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hone.Core.Runs;

/// <summary>The records of a run as JSON.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(StartedStage))]
[JsonSerializable(typeof(StageUsage))]
[JsonSerializable(typeof(string))]
internal sealed partial class RunJson : JsonSerializerContext
{
    /// <summary>For files a person opens.</summary>
    public static RunJson Readable { get; } = new(Create(indented: true));

    /// <summary>For JSON Lines.</summary>
    public static RunJson Line { get; } = new(Create(indented: false));

    private static JsonSerializerOptions Create(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = indented,
        NewLine = "\n",
    };
}
