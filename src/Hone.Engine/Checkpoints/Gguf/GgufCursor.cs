using System.Runtime.CompilerServices;
using System.Text;
using Hone.Core;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>Reads a GGUF file from its beginning. Nothing is believed: every length is held against the bytes that are left before it is used.</summary>
internal sealed unsafe class GgufCursor(byte* start, long length, string path)
{
    private const int DeepestArray = 4;

    public long Position { get; private set; }

    public long Left => length - Position;

    public string Path => path;

    public T Number<T>()
        where T : unmanaged
    {
        Need(sizeof(T));
        var value = Unsafe.ReadUnaligned<T>(start + Position);
        Position += sizeof(T);
        return value;
    }

    /// <summary>A count of things that take at least <paramref name="least"/> bytes each.</summary>
    public int Count(int least, string what)
    {
        var count = Number<ulong>();
        return count <= (ulong)(Left / least) && count <= int.MaxValue / 8 ? (int)count : throw Broken($"it claims {count} {what}, but has {Left} bytes left");
    }

    public string Text(string what)
    {
        var bytes = Count(1, $"bytes of {what}");
        var text = Encoding.UTF8.GetString(start + Position, bytes);
        Position += bytes;
        return text;
    }

    public GgufValue Value(string key)
    {
        var type = Type(key);
        return type == GgufType.Array ? Array(key, 1) : new GgufValue(type, Scalar(type, key));
    }

    public UserError Broken(string why) => new($"{path} is not a sound GGUF file: {why}.", "Copy or download the file again.");

    private GgufType Type(string key)
    {
        var type = Number<uint>();
        return type <= (uint)GgufType.Float64 ? (GgufType)type : throw Broken($"the metadata {key} has the unknown type {type}");
    }

    private object Scalar(GgufType type, string key) => type switch
    {
        GgufType.UInt8 => Number<byte>(),
        GgufType.Int8 => Number<sbyte>(),
        GgufType.UInt16 => Number<ushort>(),
        GgufType.Int16 => Number<short>(),
        GgufType.UInt32 => Number<uint>(),
        GgufType.Int32 => Number<int>(),
        GgufType.Float32 => Number<float>(),
        GgufType.Bool => Number<byte>() switch { 0 => false, 1 => true, var other => throw Broken($"the metadata {key} is the truth value {other}") },
        GgufType.String => Text(key),
        GgufType.UInt64 => Number<ulong>(),
        GgufType.Int64 => Number<long>(),
        _ => Number<double>(),
    };

    private GgufValue Array(string key, int depth)
    {
        var element = Type(key);
        return new GgufValue(GgufType.Array, element switch
        {
            GgufType.UInt8 => Numbers<byte>(key),
            GgufType.Int8 => Numbers<sbyte>(key),
            GgufType.UInt16 => Numbers<ushort>(key),
            GgufType.Int16 => Numbers<short>(key),
            GgufType.UInt32 => Numbers<uint>(key),
            GgufType.Int32 => Numbers<int>(key),
            GgufType.Float32 => Numbers<float>(key),
            GgufType.UInt64 => Numbers<ulong>(key),
            GgufType.Int64 => Numbers<long>(key),
            GgufType.Float64 => Numbers<double>(key),
            GgufType.Bool => Items(key, 1, () => (bool)Scalar(GgufType.Bool, key)),
            GgufType.String => Items(key, 8, () => Text(key)),
            _ when depth < DeepestArray => Items(key, 12, () => Array(key, depth + 1)),
            _ => throw Broken($"the metadata {key} has arrays more than {DeepestArray} deep"),
        }, element);
    }

    private T[] Numbers<T>(string key)
        where T : unmanaged
    {
        var values = new T[Count(sizeof(T), $"numbers of {key}")];
        new ReadOnlySpan<byte>(start + Position, values.Length * sizeof(T)).CopyTo(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        Position += (long)values.Length * sizeof(T);
        return values;
    }

    private T[] Items<T>(string key, int least, Func<T> read)
    {
        var values = new T[Count(least, $"values of {key}")];
        for (var i = 0; i < values.Length; i++)
            values[i] = read();
        return values;
    }

    private void Need(int bytes)
    {
        if (bytes > Left)
            throw Broken($"it ends at byte {length} in the middle of its header");
    }
}
