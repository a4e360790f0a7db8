using System.Runtime.InteropServices;
using Hone.Core;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>
/// A GGUF file, mapped: metadata in memory, tensors where they lie (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, versions 2
/// and 3, little-endian). The header is checked whole before anything is used.
/// </summary>
internal sealed unsafe class GgufFile : IDisposable
{
    public const uint Magic = 0x46554747;
    public const uint Version = 3;
    public const int DefaultAlignment = 32;
    public const string AlignmentKey = "general.alignment";
    private const int LongestName = 1024;
    private readonly byte* start;

    private GgufFile(SafeHandle owner, byte* start, long length, GgufMetadata metadata, IReadOnlyDictionary<string, GgufTensor> tensors)
    {
        this.start = start;
        (Owner, Length, Metadata, Tensors) = (owner, length, metadata, tensors);
    }

    /// <summary>Keeps the bytes alive.</summary>
    public SafeHandle Owner { get; }

    public long Length { get; }

    public GgufMetadata Metadata { get; }

    public IReadOnlyDictionary<string, GgufTensor> Tensors { get; }

    public string Path => Metadata.Path;

    public static bool IsGguf(string path)
    {
        if (!File.Exists(path))
            return false;
        using var stream = File.OpenRead(path);
        Span<byte> magic = stackalloc byte[4];
        return stream.ReadAtLeast(magic, 4, throwOnEndOfStream: false) == 4 && BitConverter.ToUInt32(magic) == Magic;
    }

    public static GgufFile Open(string path)
    {
        var file = MappedFile.Open(path);
        try
        {
            return Read(file, file.Pointer, file.Length, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads the header of a file that lies in memory.</summary>
    public static GgufFile Read(SafeHandle owner, byte* start, long length, string path)
    {
        var cursor = new GgufCursor(start, length, path);
        if (cursor.Left < 24 || cursor.Number<uint>() != Magic)
            throw cursor.Broken("it does not begin with GGUF");
        var version = cursor.Number<uint>();
        if (version is not (2 or 3))
            throw new UserError($"{path} is GGUF version {version}.", "Versions 2 and 3, little-endian, can be read: convert it with a present llama.cpp.");
        var tensorCount = cursor.Count(24, "tensors");
        var keyCount = cursor.Count(13, "metadata entries");
        var values = new Dictionary<string, GgufValue>(StringComparer.Ordinal);
        for (var i = 0; i < keyCount; i++)
        {
            var key = cursor.Text("a key");
            if (!values.TryAdd(key, cursor.Value(key)))
                throw cursor.Broken($"it has the metadata {key} twice");
        }
        var metadata = new GgufMetadata(path, values);
        var tensors = new List<GgufTensor>();
        for (var i = 0; i < tensorCount; i++)
            tensors.Add(ReadTensor(cursor));
        return new GgufFile(owner, start, length, metadata, Place(cursor, tensors, Alignment(metadata), length));
    }

    public bool Has(string name) => Tensors.ContainsKey(name);

    public GgufTensor Find(string name) => Tensors.TryGetValue(name, out var tensor) ? tensor : throw new UserError($"{Path} has no tensor {name}.", "The file is incomplete, or of a kind this version does not know.");

    public byte* Pointer(GgufTensor tensor) => start + tensor.Offset;

    public void Dispose() => Owner.Dispose();

    private static GgufTensor ReadTensor(GgufCursor cursor)
    {
        var name = cursor.Text("a tensor's name");
        if (name.Length is 0 or > LongestName)
            throw cursor.Broken($"a tensor's name has {name.Length} characters");
        var dimensions = cursor.Number<uint>();
        if (dimensions is < 1 or > 4)
            throw cursor.Broken($"tensor {name} has {dimensions} dimensions");
        var sizes = new long[dimensions];
        var count = 1L;
        for (var i = 0; i < sizes.Length; i++)
        {
            sizes[i] = cursor.Number<long>();
            if (sizes[i] < 1 || sizes[i] > (1L << 50) / count)
                throw cursor.Broken($"tensor {name} has an impossible size");
            count *= sizes[i];
        }
        var type = cursor.Number<uint>();
        if (!Enum.IsDefined((GgufTensorType)type))
            throw new UserError($"{cursor.Path}: tensor {name} is of type {type}{Known(type)}.", $"Types that can be read: {string.Join(", ", Enum.GetNames<GgufTensorType>())}.");
        var tensor = new GgufTensor(name, (GgufTensorType)type, sizes, cursor.Number<long>());
        if (tensor.Columns % GgufTensorTypes.BlockValues(tensor.Type) != 0)
            throw cursor.Broken($"tensor {name} has rows of {tensor.Columns} values, which are no whole blocks of {tensor.Type}");
        return tensor;
    }

    // Offsets count from the first aligned byte after the header; tensors must lie in the file, aligned, and apart from each other.
    private static Dictionary<string, GgufTensor> Place(GgufCursor cursor, List<GgufTensor> tensors, int alignment, long length)
    {
        var start = (cursor.Position + alignment - 1) / alignment * alignment;
        var placed = new Dictionary<string, GgufTensor>(tensors.Count, StringComparer.Ordinal);
        var end = 0L;
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Offset))
        {
            if (tensor.Offset < end || tensor.Offset % alignment != 0)
                throw cursor.Broken($"tensor {tensor.Name} overlaps another or is not aligned to {alignment} bytes");
            if (tensor.Bytes > length - start - tensor.Offset)
                throw cursor.Broken($"tensor {tensor.Name} lies outside the file: it is truncated");
            end = tensor.Offset + tensor.Bytes;
            if (!placed.TryAdd(tensor.Name, tensor with { Offset = start + tensor.Offset }))
                throw cursor.Broken($"it has the tensor {tensor.Name} twice");
        }
        return placed;
    }

    private static int Alignment(GgufMetadata metadata)
    {
        var alignment = metadata.Int(AlignmentKey) ?? DefaultAlignment;
        return alignment is >= 8 and <= 1 << 16 && (alignment & (alignment - 1)) == 0 ? alignment : throw metadata.Wrong(AlignmentKey, "must be a power of two between 8 and 65536");
    }

    private static string Known(uint type) => type switch
    {
        3 => " (Q4_1)",
        7 => " (Q5_1)",
        10 => " (Q2_K)",
        11 => " (Q3_K)",
        >= 16 and <= 23 or 29 => " (an IQ type)",
        34 or 35 => " (ternary)",
        _ => "",
    };
}
