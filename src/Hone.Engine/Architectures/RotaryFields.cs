using System.Text.Json.Nodes;
using Hone.Core;

namespace Hone.Engine.Architectures;

/// <summary>rope_theta and rope_scaling of config.json; newer files put both into rope_parameters.</summary>
internal static class RotaryFields
{
    private static readonly (string Name, RotaryScalingKind Kind)[] Kinds = [("linear", RotaryScalingKind.Linear), ("llama3", RotaryScalingKind.Llama3), ("yarn", RotaryScalingKind.Yarn)];

    public static double Theta(ConfigFields fields)
        => fields.Section("rope_parameters")?.Number("rope_theta", 10_000) ?? fields.Number("rope_theta", 10_000);

    public static RotaryScaling? Read(ConfigFields fields)
    {
        var section = fields.Section("rope_parameters") ?? fields.Section("rope_scaling");
        if (section is null)
            return null;
        var name = section.Text("rope_type", section.Text("type", "default"));
        // "type" is the older name, and some files carry both.
        _ = section.Text("type", name);
        _ = section.Number("rope_theta", 0);
        if (name == "default")
        {
            section.RefuseUnknown();
            return null;
        }
        var kind = Kinds.Where(known => known.Name == name).Select(known => (RotaryScalingKind?)known.Kind).FirstOrDefault()
            ?? throw new UserError($"{section.Path}: rope_type is \"{name}\"; this version runs default, {string.Join(", ", Kinds.Select(known => known.Name))}.");
        var scaling = new RotaryScaling
        {
            Kind = kind,
            Factor = section.Number("factor"),
            OriginalContext = section.Int("original_max_position_embeddings", kind == RotaryScalingKind.Linear ? 0 : fields.Int("max_position_embeddings")),
            LowFrequencyFactor = section.Number("low_freq_factor", 1),
            HighFrequencyFactor = section.Number("high_freq_factor", 4),
            BetaFast = section.Number("beta_fast", 32),
            BetaSlow = section.Number("beta_slow", 1),
            Truncate = section.Flag("truncate", true),
            AttentionFactor = section.Has("attention_factor") ? section.Number("attention_factor") : null,
        };
        section.RefuseUnknown();
        return scaling;
    }

    public static JsonObject? Write(RotaryScaling? scaling)
    {
        if (scaling is null)
            return null;
        var json = new JsonObject { ["rope_type"] = Kinds.First(known => known.Kind == scaling.Kind).Name, ["factor"] = scaling.Factor };
        if (scaling.Kind == RotaryScalingKind.Linear)
            return json;
        json["original_max_position_embeddings"] = scaling.OriginalContext;
        if (scaling.Kind == RotaryScalingKind.Llama3)
            (json["low_freq_factor"], json["high_freq_factor"]) = (scaling.LowFrequencyFactor, scaling.HighFrequencyFactor);
        else
            (json["beta_fast"], json["beta_slow"], json["truncate"]) = (scaling.BetaFast, scaling.BetaSlow, scaling.Truncate);
        if (scaling.AttentionFactor is { } factor)
            json["attention_factor"] = factor;
        return json;
    }
}
