using System.Text;
using Hone.Core;
using Hone.Core.Statistics;
using Hone.Engine.Checkpoints;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Tests.Checkpoints;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Fact]
    public void Write_BeyondTheLimit_MakesShardsThatReadBackTheSame()
    {
        var written = Random(("a.weight", 7, 5), ("b.weight", 3, 40), ("c.weight", 9, 9), ("d.weight", 1, 1));

        SafetensorsShards.Write(directory.Path, written, WeightType.F32, mostBytes: 500);

        Assert.Equal(["model-00001-of-00003.safetensors", "model-00002-of-00003.safetensors", "model-00003-of-00003.safetensors", "model.safetensors.index.json"], Files());
        var read = Random(("a.weight", 7, 5), ("b.weight", 3, 40), ("c.weight", 9, 9), ("d.weight", 1, 1));
        using var opened = SafetensorsDirectory.Open(directory.Path);
        opened.Fill(read);
        Assert.Equal(written.SelectMany(tensor => tensor.Value.Span.ToArray()), read.SelectMany(tensor => tensor.Value.Span.ToArray()));
    }

    [Fact]
    public void Write_OneFileAfterShards_IsWhatIsRead()
    {
        SafetensorsShards.Write(directory.Path, Random(("a.weight", 7, 5), ("b.weight", 3, 40)), WeightType.F32, mostBytes: 300);
        var last = Random(("a.weight", 7, 5), ("b.weight", 3, 40));

        SafetensorsShards.Write(directory.Path, last, WeightType.F32);

        using var opened = SafetensorsDirectory.Open(directory.Path);
        Assert.Equal(last[0].Value.Span.ToArray(), opened.Find("a.weight").ToTensor().Span.ToArray());
    }

    [Fact]
    public void Open_EveryTypeAtAnyByte_GivesTheSameValues()
    {
        float[] values = [1.5f, -2.25f, 0, 65504f, -0.0009765625f, 3, 0.5f, -8];
        File.WriteAllBytes(directory.File("model.safetensors"), Raw(
            ("pad", "U8", [3], new byte[3]),
            ("single", "F32", [2, 4], Bytes(values, value => BitConverter.GetBytes(value))),
            ("half", "F16", [2, 4], Bytes(values, value => BitConverter.GetBytes((Half)value))),
            ("brain", "BF16", [2, 4], Bytes(values, value => BitConverter.GetBytes(Rounding.ToBFloat16(value))))));

        using var opened = SafetensorsDirectory.Open(directory.Path);

        foreach (var (name, format) in new[] { ("single", WeightFormat.F32), ("half", WeightFormat.F16), ("brain", WeightFormat.BF16) })
        {
            var matrix = opened.Find(name).ToMatrix(2, 4);
            Assert.Equal(format, matrix.Format);
            Assert.Equal(opened.Find(name).Entry.Bytes, matrix.Bytes);
            Assert.True(matrix.Row(1).SequenceEqual(RawRow(opened.Find(name), 1)));
        }
        Assert.Equal(values, opened.Find("single").ToTensor().Span.ToArray());
        Assert.Equal(values, opened.Find("half").ToTensor().Span.ToArray());
        Assert.Equal(values.Select(value => value == 65504f ? 65536f : value), opened.Find("brain").ToTensor().Span.ToArray());
    }

    [Theory]
    [InlineData("../secret.safetensors")]
    [InlineData("/etc/secret.safetensors")]
    [InlineData("..\\\\secret.safetensors")]
    [InlineData("c:secret.safetensors")]
    [InlineData("secret.bin")]
    public void Open_ShardOutsideTheDirectory_IsRefused(string shard)
    {
        File.WriteAllText(directory.File(SafetensorsIndex.FileName), $$$"""{"weight_map": {"a": "{{{shard}}}"}}""");

        var error = Assert.Throws<UserError>(() => SafetensorsDirectory.Open(directory.Path));

        Assert.Contains("plain file name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TensorNotInItsShard_NamesBoth()
    {
        SafetensorsShards.Write(directory.Path, Random(("a.weight", 7, 5), ("b.weight", 3, 40)), WeightType.F32, mostBytes: 300);
        var index = directory.File(SafetensorsIndex.FileName);
        File.WriteAllText(index, File.ReadAllText(index).Replace("a.weight", "z.weight", StringComparison.Ordinal));

        var error = Assert.Throws<UserError>(() => SafetensorsDirectory.Open(directory.Path));

        Assert.Contains("z.weight", error.Message, StringComparison.Ordinal);
        Assert.Contains("model-00001-of-00002.safetensors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Header_ShapeWhoseSizeOverflows_IsRefused()
    {
        var file = Raw(("a", "F32", [1L << 62], []));

        Assert.Throws<UserError>(() => SafetensorsHeader.Read(new MemoryStream(file), "model.safetensors"));
    }

    [Fact]
    public void Header_Mutated_IsReadOrRefused()
    {
        byte[][] sound =
        [
            Raw(("model.embed_tokens.weight", "F32", [4, 3], new byte[48]), ("model.norm.weight", "BF16", [3], new byte[6])),
            Raw(("a", "F16", [2, 2], new byte[8]), ("b", "U8", [0], []), ("c", "F4", [1, 1, 2], new byte[1])),
        ];

        var refused = Fuzz.Run(sound, 5000, 11, bytes =>
        {
            foreach (var entry in SafetensorsHeader.Read(new MemoryStream(bytes), "model.safetensors").Tensors.Values)
                Assert.True(entry.Offset >= 8 && entry.Bytes >= 0 && entry.Offset + entry.Bytes <= bytes.Length);
        });

        Assert.True(refused > 1000);
    }

    [Fact]
    public void Index_Mutated_IsReadOrRefused()
    {
        byte[][] sound = [Encoding.UTF8.GetBytes("""{"metadata": {"total_size": 1000}, "weight_map": {"model.norm.weight": "model-00001-of-00002.safetensors", "lm_head.weight": "model-00002-of-00002.safetensors"}}""")];

        var refused = Fuzz.Run(sound, 5000, 12, bytes => SafetensorsIndex.Parse(bytes, "model.safetensors.index.json"));

        Assert.True(refused > 1000);
    }

    public void Dispose() => directory.Dispose();

    private static unsafe byte[] RawRow(StoredTensor tensor, int row)
    {
        var bytes = (int)tensor.Entry.Bytes / 2;
        return new Span<byte>(tensor.Pointer + (row * bytes), bytes).ToArray();
    }

    private static byte[] Bytes(float[] values, Func<float, byte[]> encode) => [.. values.SelectMany(encode)];

    internal static byte[] Raw(params (string Name, string Type, long[] Shape, byte[] Data)[] tensors)
    {
        var offset = 0;
        var entries = tensors.Select(tensor => $"\"{tensor.Name}\":{{\"dtype\":\"{tensor.Type}\",\"shape\":[{string.Join(",", tensor.Shape)}],\"data_offsets\":[{offset},{offset += tensor.Data.Length}]}}");
        var json = Encoding.UTF8.GetBytes($"{{\"__metadata__\":{{\"format\":\"pt\"}},{string.Join(",", entries)}}}");
        return [.. BitConverter.GetBytes((long)json.Length), .. json, .. tensors.SelectMany(tensor => tensor.Data)];
    }

    private static List<NamedTensor> Random(params (string Name, int Rows, int Columns)[] shapes)
    {
        var chance = new Xoshiro256((ulong)shapes.Length);
        var tensors = new List<NamedTensor>();
        foreach (var (name, rows, columns) in shapes)
        {
            var tensor = new Tensor(rows, columns);
            foreach (ref var value in tensor.Span)
                value = (float)chance.NextGaussian();
            tensors.Add(new NamedTensor(name, tensor, null));
        }
        return tensors;
    }

    private string[] Files() => [.. Directory.GetFiles(directory.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
