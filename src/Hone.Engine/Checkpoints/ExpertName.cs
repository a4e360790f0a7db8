using System.Globalization;
using System.Text.RegularExpressions;

namespace Hone.Engine.Checkpoints;

/// <summary>
/// Where one expert's matrix or bias lies in gpt-oss files: the tensor that holds it for all experts, and which of its outputs are
/// ours: every <paramref name="Step"/>-th from <paramref name="First"/> on (gate and up take turns).
/// </summary>
internal sealed partial record ExpertName(string Weights, int Expert, int First, int Step)
{
    public static ExpertName? Parse(string name)
    {
        var match = Pattern().Match(name);
        if (!match.Success)
            return null;
        var expert = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups[3].Value switch
        {
            "gate" => new ExpertName(match.Groups[1].Value + "gate_up_proj", expert, 0, 2),
            "up" => new ExpertName(match.Groups[1].Value + "gate_up_proj", expert, 1, 2),
            _ => new ExpertName(match.Groups[1].Value + "down_proj", expert, 0, 1),
        };
    }

    [GeneratedRegex(@"^(model\.layers\.\d+\.mlp\.experts\.)(\d{1,4})\.(gate|up|down)_proj\.(weight|bias)$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
