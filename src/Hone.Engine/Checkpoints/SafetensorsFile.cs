using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Checkpoints;

/// <summary>How weights are written: full f32, or bf16 rounded to nearest even, half the size.</summary>
public enum WeightType
{
    F32,
    BF16,
}

/// <summary>Reads and writes named f32 tensors as one safetensors file; f16 and bf16 are widened on reading.</summary>
internal static class SafetensorsFile
{
    private const int ChunkValues = 1 << 16;

    /// <summary>Writes the file whole or not at all.</summary>
    public static void Write(string path, IReadOnlyList<NamedTensor> tensors, WeightType type, IReadOnlyDictionary<string, string> metadata)
        => Write(path, TensorToWrite.Of(tensors), type, metadata);

    /// <summary>The same, reading each tensor when its turn comes.</summary>
    public static void Write(string path, IReadOnlyList<TensorToWrite> tensors, WeightType type, IReadOnlyDictionary<string, string> metadata)
    {
        var width = type == WeightType.F32 ? 4 : 2;
        var header = Header(tensors, type, width, metadata);
        using var file = new AtomicFile(path);
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        file.Stream.Write(prefix);
        file.Stream.Write(header);
        foreach (var tensor in tensors)
        {
            var values = tensor.Read();
            WriteValues(file.Stream, values, type);
            if (tensor.IsMadeForThis)
                values.Dispose();
        }
        file.Complete();
    }

    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using var file = File.OpenRead(path);
        return SafetensorsHeader.Read(file, path).Metadata;
    }

    /// <summary>Fills each of <paramref name="tensors"/> from the file; a missing one or one of another shape is an error, others in the file are ignored.</summary>
    public static void Read(string path, IReadOnlyList<NamedTensor> tensors)
    {
        using var file = SafetensorsDirectory.OpenFile(path);
        file.Fill(tensors);
    }

    private static byte[] Header(IReadOnlyList<TensorToWrite> tensors, WeightType type, int width, IReadOnlyDictionary<string, string> metadata)
    {
        var header = new JsonObject { ["__metadata__"] = new JsonObject(metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))) };
        var offset = 0L;
        foreach (var tensor in tensors)
        {
            var end = offset + (tensor.Length * width);
            header[tensor.Name] = new JsonObject
            {
                ["dtype"] = type.ToString(),
                ["shape"] = new JsonArray([.. tensor.Dimensions.Select(size => (JsonNode)size)]),
                ["data_offsets"] = new JsonArray(offset, end),
            };
            offset = end;
        }
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        // Spaces pad the header so that the data begins on an 8-byte boundary, as the format asks.
        var padded = new byte[(json.Length + 7) / 8 * 8];
        padded.AsSpan().Fill((byte)' ');
        json.CopyTo(padded, 0);
        return padded;
    }

    private static void WriteValues(Stream file, Tensor tensor, WeightType type)
    {
        if (type == WeightType.F32)
        {
            for (long done = 0; done < tensor.Length; done += ChunkValues)
                file.Write(MemoryMarshal.AsBytes(Part(tensor, done)));
            return;
        }
        var rounded = new ushort[ChunkValues];
        for (long done = 0; done < tensor.Length; done += ChunkValues)
        {
            var part = Part(tensor, done);
            for (var i = 0; i < part.Length; i++)
                rounded[i] = Rounding.ToBFloat16(part[i]);
            file.Write(MemoryMarshal.AsBytes(rounded.AsSpan(0, part.Length)));
        }
    }

    private static unsafe Span<float> Part(Tensor tensor, long from)
        => new(tensor.Pointer + from, (int)Math.Min(ChunkValues, tensor.Length - from));
}
