using System.Text;
using Hone.Core.Runs;
using Hone.Core.Statistics;
using Hone.Core.Tokens;
using Hone.Engine.Architectures;
using Hone.Engine.Checkpoints;
using Hone.Engine.Layers;

namespace Hone.Engine.Tests.Checkpoints;

/// <summary>A small random model of each family, as a directory with a tokenizer that was trained on the spot.</summary>
internal static class TinyModels
{
    public const int Vocabulary = 320;

    private static readonly ModelShape Common = new()
    {
        VocabularySize = Vocabulary,
        Hidden = 64,
        FeedForward = 96,
        Layers = 5,
        Heads = 4,
        KeyValueHeads = 2,
        HeadSize = 32,
        ContextLength = 256,
        NormEpsilon = 1e-6f,
        RotaryTheta = 10_000,
        TiedHead = false,
    };

    public static IReadOnlyDictionary<string, ModelShape> Shapes { get; } = new Dictionary<string, ModelShape>
    {
        ["llama"] = Common with { TiedHead = true, RotaryTheta = 500_000 },
        ["llama3"] = Common with { RotaryTheta = 500_000, RotaryScaling = new RotaryScaling { Kind = RotaryScalingKind.Llama3, Factor = 8, OriginalContext = 8192 } },
        ["llama3-other"] = Common with { RotaryScaling = new RotaryScaling { Kind = RotaryScalingKind.Llama3, Factor = 4, OriginalContext = 64, LowFrequencyFactor = 1.5, HighFrequencyFactor = 6 } },
        ["llama-bias"] = Common with { AttentionBias = true, AttentionOutBias = true, FeedForwardBias = true },
        ["llama-linear"] = Common with { RotaryScaling = new RotaryScaling { Kind = RotaryScalingKind.Linear, Factor = 2 } },
        ["mistral"] = Common with { Family = "mistral", Window = 200 },
        ["qwen2"] = Common with { Family = "qwen2", AttentionBias = true },
        ["qwen2-window"] = Common with { Family = "qwen2", AttentionBias = true, Window = 128, WindowedLayers = LayerSet.Where(5, layer => layer >= 3) },
        ["qwen3"] = Common with { Family = "qwen3", HeadNorm = true, TiedHead = true },
        ["qwen3-yarn"] = Common with { Family = "qwen3", HeadNorm = true, RotaryScaling = new RotaryScaling { Kind = RotaryScalingKind.Yarn, Factor = 4, OriginalContext = 64 } },
        ["granite"] = Common with { Family = "granite", TiedHead = true, EmbeddingScale = 12, AttentionScale = 0.015625f, ResidualScale = 0.22f, LogitScale = 0.125f },
        ["smollm3"] = Common with { Family = "smollm3", TiedHead = true, LayersWithoutRotary = LayerSet.Where(5, layer => layer == 3) },
        ["gpt_oss"] = Common with
        {
            Family = "gpt_oss",
            Layers = 2,
            AttentionBias = true,
            AttentionOutBias = true,
            FeedForwardBias = true,
            Sinks = true,
            Experts = 6,
            ExpertsPerToken = 2,
            Gate = Gate.ClampedSwiGlu,
            Window = 64,
            WindowedLayers = LayerSet.Where(2, layer => layer == 0),
            RotaryTheta = 150_000,
            RotaryScaling = new RotaryScaling { Kind = RotaryScalingKind.Yarn, Factor = 32, OriginalContext = 64, Truncate = false },
        },
    };

    public static ParameterSet Parameters(ModelShape shape, ulong seed)
    {
        var parameters = new ParameterSet(shape);
        var chance = new Xoshiro256(seed);
        foreach (var tensor in parameters.Named)
        {
            // The output wide enough that the likeliest tokens stand apart, the rest as a trained model has it.
            var spread = tensor.Kind is null ? (tensor.Name == "lm_head.weight" ? 2 : 1) / Math.Sqrt(tensor.Value.Columns) : 0.1;
            foreach (ref var value in tensor.Value.Span)
                value = (float)((tensor.Kind == VectorKind.Gain ? 1.0 : 0.0) + (spread * chance.NextGaussian()));
        }
        return parameters;
    }

    /// <summary>Writes the model and gives its parameters.</summary>
    public static ParameterSet Save(string directory, ModelShape shape, WeightType type = WeightType.F32, SplittingPattern pattern = SplittingPattern.Gpt2)
    {
        Directory.CreateDirectory(directory);
        var tokenizer = Path.Combine(directory, "trained.json");
        var trained = BpeTrainer.Train(Texts, new BpeTrainerOptions { VocabularySize = Vocabulary - 8, Pattern = pattern, SpecialTokens = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"] }, NoProgress.Instance);
        trained.Save(tokenizer);
        var parameters = Parameters(shape, 7);
        ModelDirectory.Save(directory, shape, parameters, tokenizer, trained.EndOfText, type);
        File.Delete(tokenizer);
        return parameters;
    }

    public static IEnumerable<string> Texts => Enumerable.Range(0, 40).Select(i => $"The {i * 37} firewalls of the harbour's network don't answer; 12345 packets were dropped at naïve hosts. Größe {i}.\n\n  Line {i}.");
}
