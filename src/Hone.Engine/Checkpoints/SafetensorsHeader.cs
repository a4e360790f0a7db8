using System.Text.Json;
using Hone.Core;

namespace Hone.Engine.Checkpoints;

/// <summary>One tensor of a safetensors file: type, shape, and where its bytes lie in the file.</summary>
internal sealed record SafetensorsEntry(string Name, string Type, long[] Shape, long Offset, long Bytes)
{
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);
}

/// <summary>
/// The header of a safetensors file: u64 length, JSON, data. A file is untrusted: the length is bounded before it is believed, and the
/// tensors must fill the data exactly, without holes or overlaps (https://github.com/huggingface/safetensors, format section).
/// </summary>
internal static class SafetensorsHeader
{
    private const long MostHeaderBytes = 100_000_000;
    private const int MostTensors = 1_000_000;

    public static (IReadOnlyDictionary<string, SafetensorsEntry> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(Stream file, string path)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (file.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
            throw Broken(path, "it is shorter than its 8-byte header length");
        var length = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MostHeaderBytes || (long)length > file.Length - 8)
            throw Broken(path, $"its header claims {length} bytes, the file has {file.Length}");
        var json = new byte[(int)length];
        file.ReadExactly(json);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            return Parse(document.RootElement, 8 + (long)length, file.Length, path);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or OverflowException or KeyNotFoundException)
        {
            throw Broken(path, $"its header is not the JSON it should be ({error.Message})");
        }
    }

    private static (IReadOnlyDictionary<string, SafetensorsEntry> Tensors, IReadOnlyDictionary<string, string> Metadata) Parse(JsonElement root, long dataStart, long fileLength, string path)
    {
        var tensors = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name == "__metadata__")
            {
                foreach (var pair in property.Value.EnumerateObject())
                    metadata[pair.Name] = pair.Value.GetString() ?? "";
            }
            else if (tensors.Count >= MostTensors || !tensors.TryAdd(property.Name, Entry(property, dataStart, fileLength, path)))
            {
                throw Broken(path, $"tensor {property.Name} is listed twice, or there are more than {MostTensors}");
            }
        }
        CheckCover(tensors.Values, dataStart, fileLength, path);
        return (tensors, metadata);
    }

    private static SafetensorsEntry Entry(JsonProperty property, long dataStart, long fileLength, string path)
    {
        var type = property.Value.GetProperty("dtype").GetString() ?? "";
        var shape = property.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
        var offsets = property.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > fileLength - dataStart)
            throw Broken(path, $"tensor {property.Name} lies outside the file");
        if (shape.Length > 8 || shape.Any(size => size < 0))
            throw Broken(path, $"tensor {property.Name} has an impossible shape");
        var bytes = offsets[1] - offsets[0];
        if (BytesPerValue(type) is { } width && checked(Product(shape) * width) != bytes)
            throw Broken(path, $"tensor {property.Name} has {bytes} bytes, its shape and type need another number");
        return new SafetensorsEntry(property.Name, type, shape, dataStart + offsets[0], bytes);
    }

    private static long Product(long[] shape)
    {
        var product = 1L;
        foreach (var size in shape)
            product = checked(product * size);
        return product;
    }

    public static int? BytesPerValue(string type) => type switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "I8" or "U8" or "BOOL" or "F8_E4M3" or "F8_E5M2" => 1,
        _ => null,
    };

    private static void CheckCover(IEnumerable<SafetensorsEntry> tensors, long dataStart, long fileLength, string path)
    {
        var end = dataStart;
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Offset).ThenBy(tensor => tensor.Bytes))
        {
            if (tensor.Offset != end)
                throw Broken(path, $"tensor {tensor.Name} overlaps another or leaves a hole");
            end += tensor.Bytes;
        }
        if (end != fileLength)
            throw Broken(path, $"its tensors end at byte {end}, the file at {fileLength}: it is truncated or has something appended");
    }

    private static UserError Broken(string path, string why)
        => new($"{path} is not a sound safetensors file: {why}.", "Copy or download the file again.");
}
