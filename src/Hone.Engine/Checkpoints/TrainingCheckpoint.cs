using System.Globalization;
using Hone.Core;
using Hone.Engine.Layers;

namespace Hone.Engine.Checkpoints;

/// <summary>Everything training needs to go on as if it had not stopped: what is trained and the optimiser's state, bit for bit, and the number of steps done.</summary>
internal static class TrainingCheckpoint
{
    public static void Save(string path, long steps, IReadOnlyList<NamedTensor> state)
        => SafetensorsFile.Write(path, state, WeightType.F32, new Dictionary<string, string> { ["steps"] = steps.ToString(CultureInfo.InvariantCulture) });

    /// <summary>Steps done, or null where there is no checkpoint.</summary>
    public static long? Load(string path, IReadOnlyList<NamedTensor> state)
    {
        if (!File.Exists(path))
            return null;
        if (!SafetensorsFile.ReadMetadata(path).TryGetValue("steps", out var text) || !long.TryParse(text, CultureInfo.InvariantCulture, out var steps) || steps < 0)
            throw new UserError($"{path} does not say how many steps it holds.", "Delete it to start the training again.");
        SafetensorsFile.Read(path, state);
        return steps;
    }
}
