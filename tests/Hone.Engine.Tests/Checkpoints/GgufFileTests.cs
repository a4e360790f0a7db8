using Hone.Core;
using Hone.Engine.Checkpoints.Gguf;

namespace Hone.Engine.Tests.Checkpoints;

public sealed class GgufFileTests : IDisposable
{
    private static readonly KeyValuePair<string, GgufValue>[] Metadata =
    [
        new("general.architecture", GgufValue.Of("llama")),
        new("a.uint8", new(GgufType.UInt8, (byte)200)),
        new("a.int8", new(GgufType.Int8, (sbyte)-100)),
        new("a.uint16", new(GgufType.UInt16, (ushort)60000)),
        new("a.int16", new(GgufType.Int16, (short)-30000)),
        new("a.uint32", GgufValue.Of(4_000_000_000u)),
        new("a.int32", new(GgufType.Int32, -2_000_000_000)),
        new("a.float32", GgufValue.Of(1.5f)),
        new("a.bool", GgufValue.Of(true)),
        new("a.uint64", new(GgufType.UInt64, ulong.MaxValue)),
        new("a.int64", new(GgufType.Int64, long.MinValue)),
        new("a.float64", new(GgufType.Float64, -1e300)),
        new("a.text", GgufValue.Of("naïve 🐎")),
        new("a.texts", GgufValue.Of(["", "Ġthe", "終"])),
        new("a.numbers", GgufValue.Of([0.25f, float.NegativeInfinity])),
        new("a.ints", GgufValue.Of([1, -1, 7])),
        new("a.flags", GgufValue.Of([true, false])),
        new("a.nested", new(GgufType.Array, new[] { GgufValue.Of([1, 2]), GgufValue.Of(["x"]), new GgufValue(GgufType.Array, Array.Empty<GgufValue>(), GgufType.Array) }, GgufType.Array)),
    ];

    private static readonly (GgufTensor Info, byte[] Data)[] Tensors =
    [
        (new("token_embd.weight", GgufTensorType.F32, [3, 2], 0), [.. Enumerable.Range(0, 24).Select(i => (byte)i)]),
        (new("blk.0.attn_norm.weight", GgufTensorType.BF16, [5], 0), [.. Enumerable.Range(50, 10).Select(i => (byte)i)]),
        (new("blk.0.ffn_down.weight", GgufTensorType.Q8_0, [64, 3], 0), [.. Enumerable.Range(0, 204).Select(i => (byte)i)]),
    ];

    private readonly TemporaryDirectory directory = new();

    [Fact]
    public unsafe void WriteRead_EveryKindOfValue_IsTheSame()
    {
        var path = directory.File("model.gguf");
        File.WriteAllBytes(path, Sample());

        using var read = GgufFile.Open(path);

        Assert.Equal(Flat(new GgufValue(GgufType.Array, Metadata.Select(pair => pair.Value).ToArray(), GgufType.Array)), Flat(Values(read)));
        foreach (var (info, data) in Tensors)
        {
            var tensor = read.Find(info.Name);
            Assert.Equal(info.Sizes, tensor.Sizes);
            Assert.Equal(0, tensor.Offset % 32);
            Assert.Equal(data, new Span<byte>(read.Pointer(tensor), (int)tensor.Bytes).ToArray());
        }
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(24u)]
    [InlineData(1u << 20)]
    [InlineData(128u)]
    public void Read_AlignmentThatCannotBeOrDoesNotHold_IsRefused(uint alignment)
        => Assert.Contains("align", Assert.Throws<UserError>(() => Read(Sample(new("general.alignment", GgufValue.Of(alignment))))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 0x55u, "begin with GGUF")]
    [InlineData(4, 1u, "version 1")]
    [InlineData(4, 0x03000000u, "version")]
    [InlineData(8, 0x7FFFFFFFu, "tensors")]
    [InlineData(12, 1u, "tensors")]
    [InlineData(16, 0x7FFFFFFFu, "metadata")]
    public void Read_ImpossibleHeader_SaysWhat(int place, uint value, string named)
    {
        var bytes = Sample();
        BitConverter.TryWriteBytes(bytes.AsSpan(place), value);

        Assert.Contains(named, Assert.Throws<UserError>(() => Read(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CutAnywhere_IsRefused()
    {
        var bytes = Sample();

        for (var length = 0; length < bytes.Length - 32; length++)
            Assert.Throws<UserError>(() => Read(bytes[..length]));
    }

    [Fact]
    public void Read_TypeThatIsNotRead_NamesIt()
    {
        var bytes = Sample(type: (GgufTensorType)11);

        Assert.Contains("Q3_K", Assert.Throws<UserError>(() => Read(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_OfAnotherKind_IsRefusedByKey()
    {
        var metadata = Read(Sample()).Metadata;

        Assert.Contains("a.text", Assert.Throws<UserError>(() => metadata.Int("a.text")).Message, StringComparison.Ordinal);
        Assert.Contains("a.int32", Assert.Throws<UserError>(() => metadata.Int("a.int32")).Message, StringComparison.Ordinal);
        Assert.Contains("a.uint64", Assert.Throws<UserError>(() => metadata.Int("a.uint64")).Message, StringComparison.Ordinal);
        Assert.Equal(200, metadata.Int("a.uint8"));
        Assert.Equal((int[])[200], metadata.Ints("a.uint8")!);
        Assert.Null(metadata.Int("a.absent"));
    }

    [Fact]
    public void WriteData_TooMuchOrTooLittle_IsABug()
    {
        var writer = new GgufWriter(new MemoryStream());
        writer.WriteHeader([], [Tensors[0].Info]);
        writer.WriteData(new byte[20]);

        Assert.Throws<InvalidOperationException>(writer.Finish);
        Assert.Throws<InvalidOperationException>(() => writer.WriteData(new byte[5]));
    }

    [Fact]
    public void Read_Mutated_IsReadOrRefused()
    {
        byte[] second = Sample();
        second[4] = 2;

        var refused = Fuzz.Run([Sample(), second, Sample(new("general.alignment", GgufValue.Of(32u)))], 10_000, 31, bytes =>
        {
            foreach (var tensor in Read(bytes).Tensors.Values)
                Assert.True(tensor.Offset >= 0 && tensor.Bytes > 0 && tensor.Offset + tensor.Bytes <= bytes.Length);
        });

        Assert.True(refused > 3000);
    }

    public void Dispose() => directory.Dispose();

    private static byte[] Sample(KeyValuePair<string, GgufValue>? extra = null, GgufTensorType type = GgufTensorType.F32)
    {
        var file = new MemoryStream();
        var writer = new GgufWriter(file);
        writer.WriteHeader([.. Metadata, .. extra is { } pair ? [pair] : Array.Empty<KeyValuePair<string, GgufValue>>()], [Tensors[0].Info with { Type = type }, .. Tensors.Skip(1).Select(tensor => tensor.Info)]);
        if (type == GgufTensorType.F32)
        {
            foreach (var (_, data) in Tensors)
            {
                writer.WriteData(data.AsSpan(0, 7));
                writer.WriteData(data.AsSpan(7));
            }
            writer.Finish();
        }
        return file.ToArray();
    }

    private static GgufFile Read(byte[] bytes) => GgufMemory.Read(bytes);

    private static GgufValue Values(GgufFile file) => new(GgufType.Array, file.Metadata.Keys.Select(key => file.Metadata.Value(key)).ToArray(), GgufType.Array);

    private static IEnumerable<object> Flat(GgufValue value) => value.Value switch
    {
        GgufValue[] items => [value.Element, items.Length, .. items.SelectMany(Flat)],
        Array items => [value.Element, .. items.Cast<object>()],
        _ => [value.Type, value.Value],
    };
}
