using System.Globalization;
using Hone.Core;
using Hone.Engine.Layers;

namespace Hone.Engine.Checkpoints;

/// <summary>Everything training needs to go on as if it had not stopped: weights and both moments in f32, and the number of steps done.</summary>
internal static class TrainingCheckpoint
{
    public static void Save(string path, long steps, ParameterSet parameters, ParameterSet first, ParameterSet second)
        => SafetensorsFile.Write(path, Named(parameters, first, second), WeightType.F32, new Dictionary<string, string> { ["steps"] = steps.ToString(CultureInfo.InvariantCulture) });

    /// <summary>Steps done, or null where there is no checkpoint.</summary>
    public static long? Load(string path, ParameterSet parameters, ParameterSet first, ParameterSet second)
    {
        if (!File.Exists(path))
            return null;
        if (!SafetensorsFile.ReadMetadata(path).TryGetValue("steps", out var text) || !long.TryParse(text, CultureInfo.InvariantCulture, out var steps) || steps < 0)
            throw new UserError($"{path} does not say how many steps it holds.", "Delete it to start the training again.");
        SafetensorsFile.Read(path, Named(parameters, first, second));
        return steps;
    }

    private static List<NamedTensor> Named(ParameterSet parameters, ParameterSet first, ParameterSet second) =>
    [
        .. parameters.Named,
        .. first.Named.Select(tensor => tensor with { Name = "adamw.first." + tensor.Name }),
        .. second.Named.Select(tensor => tensor with { Name = "adamw.second." + tensor.Name }),
    ];
}
