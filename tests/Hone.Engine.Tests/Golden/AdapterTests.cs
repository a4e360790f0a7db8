using Hone.Engine.Checkpoints;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Tests.Golden;

/// <summary>LoRA adapters in PEFT's layout over a frozen base, against PyTorch.</summary>
public sealed class AdapterTests
{
    private const double Within = 1e-4;

    public static TheoryData<string> Adapters => ["lora-llama3", "lora-qwen2"];

    [Theory]
    [MemberData(nameof(Adapters))]
    public void Logits_WithAdapter_AreThoseOfPyTorch(string name)
    {
        using var model = new AdaptedModel(name);
        using var space = new Workspace();

        var hidden = model.Decoder.Forward(model.Golden.Batch(), space, model.Adapter).Hidden_ND;

        Distance.AssertWithin(Within, model.Golden.Logits, FamilyTests.Logits(model.Decoder, hidden, space), "logits");
    }

    [Theory]
    [InlineData("lora-llama3", false)]
    [InlineData("lora-llama3", true)]
    [InlineData("lora-qwen2", false)]
    [InlineData("lora-qwen2", true)]
    public void Gradients_OfBothMatrices_AreThoseOfPyTorch(string name, bool recompute)
    {
        using var model = new AdaptedModel(name);

        var loss = new DirectPass(model.Decoder, model.Golden).Run(model.Adapter, null, recompute);

        Assert.Equal(model.Golden.Losses[0], loss, Within * loss);
        Distance.AssertAll(Within, model.Golden.Of("gradient"), model.GradientValues());
    }

    /// <summary>A base, an adapter read from its files, and gradients for both matrices of each branch.</summary>
    private sealed class AdaptedModel : IDisposable
    {
        private readonly CpuDevice device = new(2);
        private readonly ParameterSet parameters;
        private readonly PeftAdapter files;

        public AdaptedModel(string name)
        {
            Golden = GoldenFile.Open(name);
            files = PeftAdapter.Read(GoldenFile.DirectoryOf(name));
            (var shape, parameters) = ModelDirectory.Load(Golden.Base);
            Decoder = new Decoder(device, shape, DecoderWeights.From(shape, parameters));
            Gradients = files.Pairs.SelectMany(pair => new[] { (Name(pair, 'A'), Cleared(pair.A_RI)), (Name(pair, 'B'), Cleared(pair.B_OR)) }).ToDictionary();
            Adapter = new Adapter(files.Pairs.ToDictionary(pair => pair.Module, pair => new LoraBranch(pair.A_RI, pair.B_OR, pair.Scale)
            {
                AGradient_RI = Gradients[Name(pair, 'A')],
                BGradient_OR = Gradients[Name(pair, 'B')],
            }));
        }

        public GoldenFile Golden { get; }

        public Decoder Decoder { get; }

        public Adapter Adapter { get; }

        private Dictionary<string, Tensor> Gradients { get; }

        public Dictionary<string, double[]> GradientValues()
            => Gradients.ToDictionary(pair => pair.Key, pair => pair.Value.Span.ToArray().Select(value => (double)value).ToArray());

        public void Dispose()
        {
            foreach (var tensor in Gradients.Values)
                tensor.Dispose();
            files.Dispose();
            parameters.Dispose();
            device.Dispose();
        }

        private static string Name(LoraPair pair, char matrix) => $"base_model.model.{pair.Module}.lora_{matrix}.weight";

        private static Tensor Cleared(Tensor alike)
        {
            var tensor = new Tensor(alike.Rows, alike.Columns);
            tensor.Clear();
            return tensor;
        }
    }
}
