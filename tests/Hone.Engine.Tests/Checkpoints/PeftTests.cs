using System.Text;
using Hone.Core;
using Hone.Core.Statistics;
using Hone.Engine.Checkpoints;
using Hone.Engine.Tensors;

namespace Hone.Engine.Tests.Checkpoints;

public sealed class PeftTests : IDisposable
{
    // As PEFT itself writes it.
    private const string Published = """
        {
          "alpha_pattern": {"q_proj": 64}, "auto_mapping": null, "base_model_name_or_path": "meta-llama/Llama-3.2-1B", "bias": "none", "fan_in_fan_out": false,
          "inference_mode": true, "init_lora_weights": true, "layer_replication": null, "layers_pattern": null, "layers_to_transform": null, "loftq_config": {},
          "lora_alpha": 16, "lora_dropout": 0.05, "megatron_config": null, "megatron_core": "megatron.core", "modules_to_save": null, "peft_type": "LORA", "r": 4,
          "rank_pattern": {"layers.0.self_attn.q_proj": 2}, "revision": null, "target_modules": ["q_proj", "down_proj"], "task_type": "CAUSAL_LM", "use_dora": false, "use_rslora": false
        }
        """;

    private readonly TemporaryDirectory directory = new();

    [Fact]
    public void WriteRead_Adapter_IsTheSame()
    {
        using var written = Sample();

        written.Write(directory.Path);
        using var read = PeftAdapter.Read(directory.Path);

        Assert.Equal(written.Pairs.Select(pair => (pair.Module, pair.Scale)), read.Pairs.Select(pair => (pair.Module, pair.Scale)));
        Assert.Equal(written.Pairs.SelectMany(Values), read.Pairs.SelectMany(Values));
        Assert.Equal("models/base", read.Config.BaseModel);
    }

    [Fact]
    public void Config_AsPeftWritesIt_HonoursPatterns()
    {
        var config = PeftConfig.Parse(Encoding.UTF8.GetBytes(Published), PeftAdapter.ConfigFile);

        Assert.Equal(2, config.RankOf("model.layers.0.self_attn.q_proj"));
        Assert.Equal(4, config.RankOf("model.layers.10.self_attn.q_proj"));
        Assert.Equal(32, config.ScaleOf("model.layers.0.self_attn.q_proj"));
        Assert.Equal(16, config.ScaleOf("model.layers.1.self_attn.q_proj"));
        Assert.Equal(4, config.ScaleOf("model.layers.0.mlp.down_proj"));
    }

    [Fact]
    public void Config_RankStabilised_DividesByTheRoot()
    {
        var config = PeftConfig.Parse(Encoding.UTF8.GetBytes(Published.Replace("\"use_rslora\": false", "\"use_rslora\": true", StringComparison.Ordinal)), PeftAdapter.ConfigFile);

        Assert.Equal(8, config.ScaleOf("model.layers.0.mlp.down_proj"));
    }

    [Theory]
    [InlineData("\"use_dora\": false", "\"use_dora\": true", "use_dora")]
    [InlineData("\"modules_to_save\": null", "\"modules_to_save\": [\"lm_head\"]", "modules_to_save")]
    [InlineData("\"bias\": \"none\"", "\"bias\": \"lora_only\"", "bias")]
    [InlineData("\"fan_in_fan_out\": false", "\"fan_in_fan_out\": true", "fan_in_fan_out")]
    [InlineData("\"init_lora_weights\": true", "\"init_lora_weights\": \"pissa\"", "init_lora_weights")]
    [InlineData("\"peft_type\": \"LORA\"", "\"peft_type\": \"IA3\"", "peft_type")]
    [InlineData("\"r\": 4", "\"r\": 0", "r must")]
    [InlineData("\"q_proj\": 64", "\"(q|k)_proj\": 64", "(q|k)_proj")]
    public void Config_WhatIsNotComputed_IsRefusedByName(string right, string wrong, string named)
    {
        var error = Assert.Throws<UserError>(() => PeftConfig.Parse(Encoding.UTF8.GetBytes(Published.Replace(right, wrong, StringComparison.Ordinal)), PeftAdapter.ConfigFile));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RankOtherThanConfigured_IsRefused()
    {
        using var written = Sample();
        written.Write(directory.Path);
        var config = directory.File(PeftAdapter.ConfigFile);
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"r\": 4", "\"r\": 8", StringComparison.Ordinal));

        Assert.Contains("rank", Assert.Throws<UserError>(() => PeftAdapter.Read(directory.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TensorOfAnotherKind_IsRefusedByName()
    {
        using var written = Sample();
        written.Write(directory.Path);
        File.WriteAllBytes(directory.File(PeftAdapter.WeightsFile), SafetensorsTests.Raw(("base_model.model.lm_head.lora_magnitude_vector", "F32", [1], new byte[4])));

        Assert.Contains("lora_magnitude_vector", Assert.Throws<UserError>(() => PeftAdapter.Read(directory.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Config_Mutated_IsReadOrRefused()
    {
        var refused = Fuzz.Run([Encoding.UTF8.GetBytes(Published)], 5000, 21, bytes => PeftConfig.Parse(bytes, PeftAdapter.ConfigFile));

        Assert.True(refused > 500);
    }

    [Fact]
    public void Read_MutatedWeights_AreReadOrRefused()
    {
        using var written = Sample();
        written.Write(directory.Path);
        var path = directory.File(PeftAdapter.WeightsFile);

        var refused = Fuzz.Run([File.ReadAllBytes(path)], 1000, 22, bytes =>
        {
            File.WriteAllBytes(path, bytes);
            using var adapter = PeftAdapter.Read(directory.Path);
            Assert.True(adapter.Pairs.Sum(pair => pair.A_RI.Length + pair.B_OR.Length) * 2 <= bytes.Length);
        });

        Assert.True(refused > 100);
    }

    public void Dispose() => directory.Dispose();

    private static PeftAdapter Sample()
    {
        var config = new PeftConfig { Rank = 4, Alpha = 8, BaseModel = "models/base", AlphaPattern = new Dictionary<string, double> { ["down_proj"] = 2.5 } };
        string[] modules = ["model.layers.0.mlp.down_proj", "model.layers.0.self_attn.q_proj"];
        var chance = new Xoshiro256(5);
        return new PeftAdapter(config, [.. modules.Select(module => new LoraPair(module, Random(4, 6, chance), Random(10, 4, chance), config.ScaleOf(module)))]);
    }

    private static Tensor Random(int rows, int columns, Xoshiro256 chance)
    {
        var tensor = new Tensor(rows, columns);
        foreach (ref var value in tensor.Span)
            value = (float)chance.NextGaussian();
        return tensor;
    }

    private static IEnumerable<float> Values(LoraPair pair) => [.. pair.A_RI.Span, .. pair.B_OR.Span];
}
