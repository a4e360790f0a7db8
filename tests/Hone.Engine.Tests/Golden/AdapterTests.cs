using Hone.Engine.Checkpoints;
using Hone.Engine.Kernels;
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
        Distance.AssertAll(Within, model.Golden.Of("gradient"), AdaptedModel.Values(model.Gradients));
    }

    [Theory]
    [MemberData(nameof(Adapters))]
    public void Training_TenSteps_GoesAsInPyTorch(string name)
    {
        using var model = new AdaptedModel(name);
        var pass = new DirectPass(model.Decoder, model.Golden);

        for (var step = 0; step < model.Golden.Losses.Length - 1; step++)
        {
            Assert.Equal(model.Golden.Losses[step], pass.Run(model.Adapter, null, recompute: false), Within * model.Golden.Losses[step]);
            model.Step(step);
        }

        Assert.Equal(model.Golden.Losses[^1], pass.Run(model.Adapter, null, recompute: false), Within * model.Golden.Losses[^1]);
        var after = AdaptedModel.Values(model.Trained).ToDictionary(pair => pair.Key, pair => model.Golden.Sample(pair.Value));
        Distance.AssertAll(Within, model.Golden.Of("after"), after);
    }

    /// <summary>A base, an adapter read from its files, and gradients and moments for both matrices of each branch.</summary>
    private sealed class AdaptedModel : IDisposable
    {
        private readonly CpuDevice device = new(2);
        private readonly ParameterSet parameters;
        private readonly PeftAdapter files;
        private readonly Dictionary<string, Tensor> first, second;

        public AdaptedModel(string name)
        {
            Golden = GoldenFile.Open(name);
            files = PeftAdapter.Read(GoldenFile.DirectoryOf(name));
            (var shape, parameters) = ModelDirectory.Load(Golden.Base);
            Decoder = new Decoder(device, shape, DecoderWeights.From(shape, parameters));
            Trained = files.Pairs.SelectMany(pair => new[] { (Name(pair, 'A'), pair.A_RI), (Name(pair, 'B'), pair.B_OR) }).ToDictionary();
            (Gradients, first, second) = (Alike(), Alike(), Alike());
            Adapter = new Adapter(files.Pairs.ToDictionary(pair => pair.Module, pair => new LoraBranch(pair.A_RI, pair.B_OR, pair.Scale)
            {
                AGradient_RI = Gradients[Name(pair, 'A')],
                BGradient_OR = Gradients[Name(pair, 'B')],
            }));
        }

        public GoldenFile Golden { get; }

        public Decoder Decoder { get; }

        public Adapter Adapter { get; }

        public Dictionary<string, Tensor> Trained { get; }

        public Dictionary<string, Tensor> Gradients { get; }

        public static Dictionary<string, double[]> Values(Dictionary<string, Tensor> tensors)
            => tensors.ToDictionary(pair => pair.Key, pair => pair.Value.Span.ToArray().Select(value => (double)value).ToArray());

        public void Step(int step)
        {
            var spec = Golden.Spec();
            var numbers = new AdamWStep(step + 1, (float)spec.LearningRate, (float)spec.Beta1, (float)spec.Beta2, 1e-8f, (float)spec.WeightDecay, 1);
            foreach (var (name, tensor) in Trained)
            {
                device.AdamW(tensor, Gradients[name], first[name], second[name], numbers);
                Gradients[name].Clear();
            }
        }

        public void Dispose()
        {
            foreach (var tensor in (IEnumerable<Tensor>)[.. Gradients.Values, .. first.Values, .. second.Values])
                tensor.Dispose();
            files.Dispose();
            parameters.Dispose();
            device.Dispose();
        }

        private static string Name(LoraPair pair, char matrix) => $"base_model.model.{pair.Module}.lora_{matrix}.weight";

        private Dictionary<string, Tensor> Alike() => Trained.ToDictionary(pair => pair.Key, pair =>
        {
            var tensor = new Tensor(pair.Value.Rows, pair.Value.Columns);
            tensor.Clear();
            return tensor;
        });
    }
}
