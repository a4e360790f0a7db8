using Hone.Core;
using Hone.Core.Statistics;
using Hone.Engine.Architectures;
using Hone.Engine.Checkpoints;
using Hone.Engine.Layers;

namespace Hone.Engine.Training;

/// <summary>Which modules of a model get an adapter's branch, and the branches' parameters: MODULE.lora_A.weight [r, in] and MODULE.lora_B.weight [out, r].</summary>
internal sealed class LoraLayout
{
    private const string A = ".lora_A.weight", B = ".lora_B.weight", Weight = ".weight";
    private readonly float scale;
    private readonly IReadOnlyList<ParameterSpec> modules;

    private LoraLayout(IReadOnlyList<ParameterSpec> modules, LoraSpec lora)
    {
        this.modules = modules;
        scale = ConfigOf(lora, null).ScaleOf("");
        Parameters = [.. modules.Select(module => new ParameterSpec(Module(module) + A, lora.Rank, module.Columns, null)), .. modules.Select(module => new ParameterSpec(Module(module) + B, module.Rows, lora.Rank, null))];
    }

    /// <summary>The As of all modules, then the Bs.</summary>
    public IReadOnlyList<ParameterSpec> Parameters { get; }

    /// <param name="freezeLayers">The lowest layers, which get none.</param>
    public static LoraLayout Of(ModelShape shape, LoraSpec lora, int freezeLayers)
    {
        var targets = lora.Targets.Count > 0 ? lora.Targets : LoraSpec.Modules;
        var modules = ParameterSpec.Of(shape).Where(parameter => parameter.IsMatrix && IsTarget(parameter.Name, targets, freezeLayers)).ToList();
        if (shape.Experts > 0 && lora.Targets.Any(target => target.EndsWith("gate_proj", StringComparison.Ordinal) || target.EndsWith("up_proj", StringComparison.Ordinal) || target.EndsWith("down_proj", StringComparison.Ordinal)))
            throw new UserError("lora.targets names a module of the experts; the adapters' file format has no names for those.", "Choose among q_proj, k_proj, v_proj and o_proj.");
        if (modules.Count == 0)
            throw new UserError("lora has no module to work on: all layers are frozen.", "Lower freeze_layers.");
        return new LoraLayout(modules, lora);
    }

    public static PeftConfig ConfigOf(LoraSpec lora, string? baseModel)
        => new() { Rank = lora.Rank, Alpha = lora.Alpha, RankStabilised = lora.RankStabilised, BaseModel = baseModel };

    /// <summary>A: uniform with bound 1 / sqrt(in) (Kaiming, as PEFT begins); B: zero, so that training begins from the base itself.</summary>
    public void Initialise(ParameterSet parameters, ulong seed)
    {
        var chance = new Xoshiro256(seed);
        foreach (var module in modules)
        {
            var values = parameters[Module(module) + A].Span;
            var bound = 1 / Math.Sqrt(module.Columns);
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)(bound * ((2 * chance.NextDouble()) - 1));
        }
    }

    public Adapter Adapter(ParameterSet parameters, ParameterSet? gradients)
        => new(modules.ToDictionary(Module, module => new LoraBranch(parameters[Module(module) + A], parameters[Module(module) + B], scale)
        {
            AGradient_RI = gradients?[Module(module) + A],
            BGradient_OR = gradients?[Module(module) + B],
        }));

    /// <summary>For writing: the tensors stay the set's.</summary>
    public IReadOnlyList<LoraPair> Pairs(ParameterSet parameters)
        => [.. modules.Select(module => new LoraPair(Module(module), parameters[Module(module) + A], parameters[Module(module) + B], scale)).OrderBy(pair => pair.Module, StringComparer.Ordinal)];

    private static string Module(ParameterSpec weight) => weight.Name[..^Weight.Length];

    private static bool IsTarget(string name, IReadOnlyList<string> targets, int freezeLayers)
        => name.Split('.') is ["model", "layers", var layer, _, var module, "weight"] && int.Parse(layer, System.Globalization.CultureInfo.InvariantCulture) >= freezeLayers && targets.Contains(module);
}
