using Hone.Core;
using Hone.Core.Runs;
using Hone.Engine.Checkpoints.Gguf;

namespace Hone.Engine.Checkpoints;

/// <summary>Writes a model in the form other programs run.</summary>
public static class ModelExport
{
    /// <summary>Names of what weights can be written as.</summary>
    public static IReadOnlyList<string> GgufTypes { get; } = [.. GgufMix.All.Select(mix => mix.Name)];

    /// <summary>Writes a model directory, or a GGUF file in another type, as one GGUF file, whole or not at all. Returns what a person should know about it.</summary>
    /// <exception cref="UserError">It is no sound model, or one that GGUF has no words for.</exception>
    public static IReadOnlyList<string> ToGguf(string model, string path, string type, IProgressReporter progress, CancellationToken cancel = default)
    {
        var mix = GgufMix.All.FirstOrDefault(mix => mix.Name == type) ?? throw new UserError($"There is no type {type}.", $"Types: {string.Join(", ", GgufTypes)}.");
        using var weights = ModelWeights.Open(model);
        var tokenizer = weights.Gguf?.TokenizerMetadata ?? GgufTokenizerWriter.Write(model, weights.Shape.VocabularySize);
        var export = new GgufExport(weights.Shape, mix, weights.Source);
        var name = Path.TrimEndingDirectorySeparator(Path.GetFullPath(model));
        export.Write(path, weights.Gguf is null ? Path.GetFileName(name) : Path.GetFileNameWithoutExtension(name), tokenizer, progress, cancel);
        return [.. GgufMetadataWriter.Notes(weights.Shape), .. Fallback(export, mix)];
    }

    private static IEnumerable<string> Fallback(GgufExport export, GgufMix mix)
        => export.Fallbacks > 0 ? [$"{export.Fallbacks} tensors have rows that cannot be cut into blocks of {mix.Name} and are written with more bits."] : [];
}
