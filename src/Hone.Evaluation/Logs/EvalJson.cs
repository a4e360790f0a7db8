using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Hone.Evaluation.Logs;

/// <summary>The shapes of the JSON this project reads and writes; generated code, so a trimmed program keeps it.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Answers.AnswerReport))]
[JsonSerializable(typeof(EvalLog))]
[JsonSerializable(typeof(EvalSpec))]
[JsonSerializable(typeof(JournalLine))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class EvalJson : JsonSerializerContext
{
    /// <summary>One value a line; people read it, so letters stay letters.</summary>
    public static EvalJson Lines { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
