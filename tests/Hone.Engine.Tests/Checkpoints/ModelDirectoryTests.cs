using System.Text;
using Hone.Core;
using Hone.Core.Statistics;
using Hone.Engine.Architectures;
using Hone.Engine.Checkpoints;
using Hone.Engine.Tests.Training;

namespace Hone.Engine.Tests.Checkpoints;

public sealed class ModelDirectoryTests : IDisposable
{
    private static readonly ModelShape Shape = new()
    {
        VocabularySize = 40,
        Hidden = 16,
        FeedForward = 24,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 2,
        HeadSize = 4,
        ContextLength = 32,
        TiedHead = false,
    };

    private readonly string directory = Directory.CreateTempSubdirectory("hone-test-").FullName;

    private string Tokenizer
    {
        get
        {
            var path = Path.Combine(directory, "source-tokenizer.json");
            File.WriteAllText(path, "{}");
            return path;
        }
    }

    [Fact]
    public void SaveLoad_F32_IsExact()
    {
        using var parameters = TrainerTests.RandomParameters(Shape, 1);
        ModelDirectory.Save(directory, Shape, parameters, Tokenizer, 3, WeightType.F32);

        var (shape, loaded) = ModelDirectory.Load(directory);

        using (loaded)
        {
            Assert.Equal(Shape, shape);
            Assert.Equal(parameters.All.Span.ToArray(), loaded.All.Span.ToArray());
        }
    }

    [Fact]
    public void SaveLoad_BF16_RoundsToNearest()
    {
        using var parameters = TrainerTests.RandomParameters(Shape, 1);
        ModelDirectory.Save(directory, Shape, parameters, Tokenizer, 3, WeightType.BF16);

        var (_, loaded) = ModelDirectory.Load(directory);

        using (loaded)
        {
            foreach (var (wanted, got) in parameters.All.Span.ToArray().Zip(loaded.All.Span.ToArray()))
                Assert.True(Math.Abs(wanted - got) <= Math.Abs(wanted) / 256f, $"{wanted} became {got}");
        }
    }

    [Theory]
    [InlineData(1f, 0x3F80)]
    [InlineData(1.00390625f, 0x3F80)]
    [InlineData(1.01171875f, 0x3F82)]
    [InlineData(float.PositiveInfinity, 0x7F80)]
    [InlineData(-0f, 0x8000)]
    public void ToBFloat16_Ties_GoToEven(float value, int expected) => Assert.Equal((ushort)expected, Rounding.ToBFloat16(value));

    [Fact]
    public void Load_MutatedWeights_NeverFailsOtherThanAsUserError()
    {
        using var parameters = TrainerTests.RandomParameters(Shape, 1);
        ModelDirectory.Save(directory, Shape, parameters, Tokenizer, 3, WeightType.F32);
        var path = Path.Combine(directory, ModelDirectory.Weights);
        var whole = File.ReadAllBytes(path);
        var header = 8 + (int)BitConverter.ToInt64(whole);
        var chance = new Xoshiro256(6);
        var refused = 0;
        for (var round = 0; round < 2000; round++)
        {
            File.WriteAllBytes(path, Mutate(whole, header, chance));
            try
            {
                ModelDirectory.Load(directory).Parameters.Dispose();
            }
            catch (UserError)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 2000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(300)]
    public void Load_TruncatedWeights_SaysSo(int length)
    {
        using var parameters = TrainerTests.RandomParameters(Shape, 1);
        ModelDirectory.Save(directory, Shape, parameters, Tokenizer, 3, WeightType.F32);
        var path = Path.Combine(directory, ModelDirectory.Weights);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..length]);

        var error = Assert.Throws<UserError>(() => ModelDirectory.Load(directory));

        Assert.Contains(ModelDirectory.Weights, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 2000000", "num_hidden_layers")]
    [InlineData("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 3", "num_key_value_heads")]
    [InlineData("\"model_type\": \"llama\"", "\"model_type\": \"mamba\"", "model_type")]
    [InlineData("\"attention_bias\": false", "\"attention_bias\": \"yes\"", "attention_bias")]
    [InlineData("\"attention_bias\": false", "\"logit_softcap\": 30", "logit_softcap")]
    [InlineData("\"vocab_size\": 40", "\"vocab_size\": 41", "embed_tokens")]
    [InlineData("\"hidden_size\": 16,", "", "hidden_size")]
    public void Load_ImpossibleConfig_NamesTheField(string right, string wrong, string named)
    {
        using var parameters = TrainerTests.RandomParameters(Shape, 1);
        ModelDirectory.Save(directory, Shape, parameters, Tokenizer, 3, WeightType.F32);
        var path = Path.Combine(directory, "config.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace(right, wrong, StringComparison.Ordinal));

        var error = Assert.Throws<UserError>(() => ModelDirectory.Load(directory));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    // Mostly the header is changed: bytes flipped, digits replaced, the file cut or lengthened.
    private static byte[] Mutate(byte[] whole, int header, Xoshiro256 chance)
    {
        var bytes = whole.ToArray();
        switch (chance.Next(4))
        {
            case 0:
                return bytes[..chance.Next(bytes.Length)];
            case 1:
                return [.. bytes, .. new byte[1 + chance.Next(100)]];
            case 2:
                BitConverter.TryWriteBytes(bytes, chance.NextUInt64() >> chance.Next(64));
                return bytes;
            default:
                for (var i = 0; i <= chance.Next(4); i++)
                    bytes[chance.Next(header)] = chance.Next(2) == 0 ? (byte)chance.Next(256) : (byte)Encoding.ASCII.GetBytes("0123456789[]{},:\"-e")[chance.Next(19)];
                return bytes;
        }
    }
}
