using Hone.Core;
using Hone.Core.Runs;
using Hone.Engine.Architectures;
using Hone.Engine.Checkpoints.Gguf;

namespace Hone.Engine.Checkpoints;

/// <summary>Writes a model directory in the form other programs run.</summary>
public static class ModelExport
{
    /// <summary>Names of what weights can be written as.</summary>
    public static IReadOnlyList<string> GgufTypes { get; } = [.. GgufMix.All.Select(mix => mix.Name)];

    /// <summary>Writes one GGUF file, whole or not at all, and returns what a person should know about it.</summary>
    /// <exception cref="UserError">The directory is no sound model, or one that GGUF has no words for.</exception>
    public static IReadOnlyList<string> ToGguf(string directory, string path, string type, IProgressReporter progress, CancellationToken cancel = default)
    {
        var mix = GgufMix.All.FirstOrDefault(mix => mix.Name == type) ?? throw new UserError($"There is no type {type}.", $"Types: {string.Join(", ", GgufTypes)}.");
        if (!Directory.Exists(directory))
            throw new UserError($"There is no model directory {directory}.", "Give the path of a directory with config.json, tokenizer.json and model.safetensors.");
        var shape = ModelConfig.Read(Path.Combine(directory, "config.json"));
        using var source = SafetensorsSource.Open(directory);
        source.CheckRoom(shape);
        var tokenizer = GgufTokenizerWriter.Write(directory, shape.VocabularySize);
        var export = new GgufExport(shape, mix, source, source.ReleaseCopies);
        export.Write(path, Path.GetFileName(Path.GetFullPath(directory)), tokenizer, progress, cancel);
        return [.. GgufMetadataWriter.Notes(shape), .. Fallback(export, mix)];
    }

    private static IEnumerable<string> Fallback(GgufExport export, GgufMix mix)
        => export.Fallbacks > 0 ? [$"{export.Fallbacks} tensors have rows that cannot be cut into blocks of {mix.Name} and are written with more bits."] : [];
}
