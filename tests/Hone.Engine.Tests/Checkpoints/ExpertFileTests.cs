using System.Buffers.Binary;
using System.Text;
using Hone.Engine.Architectures;
using Hone.Engine.Checkpoints;
using Hone.Engine.Layers;
using Hone.Engine.Tensors.Blocks;
using Hone.Engine.Tests.Training;

namespace Hone.Engine.Tests.Checkpoints;

public sealed class ExpertFileTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("hone-test-").FullName;

    private static readonly ModelShape Shape = new()
    {
        Family = "gpt_oss",
        VocabularySize = 20,
        Hidden = 32,
        FeedForward = 64,
        Layers = 1,
        Heads = 2,
        KeyValueHeads = 1,
        HeadSize = 8,
        ContextLength = 32,
        TiedHead = false,
        AttentionBias = true,
        AttentionOutBias = true,
        FeedForwardBias = true,
        Sinks = true,
        Experts = 3,
        ExpertsPerToken = 2,
        Gate = Gate.ClampedSwiGlu,
        Window = 8,
        WindowedLayers = LayerSet.Where(1, _ => true),
    };

    [Fact]
    public void SaveAndLoad_OfExperts_GivesTheSameParameters()
    {
        using var parameters = TrainerTests.RandomParameters(Shape, 1);
        var tokenizer = Path.Combine(directory, "tokenizer.json");
        File.WriteAllText(tokenizer, "{}");

        ModelDirectory.Save(Path.Combine(directory, "model"), Shape, parameters, tokenizer, 3, WeightType.F32);
        var (shape, loaded) = ModelDirectory.Load(Path.Combine(directory, "model"));

        Assert.Equal(Shape, shape);
        Assert.Equal(parameters.All.Span.ToArray(), loaded.All.Span.ToArray());
        loaded.Dispose();
    }

    // Value i of a row of the file is nibble i, gate and up take turns: a code says where it came from.
    [Fact]
    public void Blocks_InMxfp4_BecomeRowsOfGateAndUp()
    {
        const int Outputs = 128, Blocks = 1;
        byte[] codes = new byte[3 * Outputs * Blocks * 16], scales = new byte[3 * Outputs * Blocks];
        for (var row = 0; row < 3 * Outputs; row++)
        {
            scales[row] = (byte)(120 + (row % 8));
            for (var i = 0; i < 32; i++)
                codes[(row * 16) + (i / 2)] |= (byte)(((row + (3 * i)) % 16) << (i % 2 * 4));
        }
        var path = Path.Combine(directory, "model.safetensors");
        WriteBytes(path, ("model.layers.0.mlp.experts.gate_up_proj_blocks", [3, Outputs, Blocks, 16], codes), ("model.layers.0.mlp.experts.gate_up_proj_scales", [3, Outputs, Blocks], scales));
        using var files = SafetensorsDirectory.OpenFile(path);

        var stack = new ExpertSource(Shape, files).Stack(32, new MatrixPart("model.layers.0.mlp.experts.1.gate_proj.weight", 64), new MatrixPart("model.layers.0.mlp.experts.1.up_proj.weight", 64));

        float[] magnitudes = [0, 0.5f, 1, 1.5f, 2, 3, 4, 6], values = new float[32];
        for (var row = 0; row < 128; row++)
        {
            WeightBlocks.Decode(stack[row / 64].Format, stack[row / 64].Row(row % 64), values);
            var stored = Outputs + (2 * (row % 64)) + (row / 64);
            for (var i = 0; i < 32; i++)
            {
                var code = (stored + (3 * i)) % 16;
                Assert.Equal((code < 8 ? 1 : -1) * magnitudes[code % 8] * MathF.Pow(2, (stored % 8) - 7), values[i]);
            }
        }
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private static void WriteBytes(string path, params (string Name, int[] Shape, byte[] Data)[] tensors)
    {
        var offset = 0;
        var entries = tensors.Select(tensor => $"\"{tensor.Name}\":{{\"dtype\":\"U8\",\"shape\":[{string.Join(',', tensor.Shape)}],\"data_offsets\":[{offset},{offset += tensor.Data.Length}]}}").ToList();
        var header = Encoding.UTF8.GetBytes("{" + string.Join(',', entries) + "}");
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        File.WriteAllBytes(path, [.. length, .. header, .. tensors.SelectMany(tensor => tensor.Data)]);
    }
}
