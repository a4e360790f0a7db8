using System.Runtime.InteropServices;
using System.Text;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>
/// Writes a GGUF file of version 3: the header, then the tensors one after the other, in order, each from any number of pieces. Their
/// sizes are known beforehand, so a model of any size streams through.
/// </summary>
internal sealed class GgufWriter(Stream file)
{
    private readonly Queue<GgufTensor> waiting = new();
    private long dataStart;
    private long position;

    /// <summary>Offsets of <paramref name="tensors"/> are set here.</summary>
    public void WriteHeader(IReadOnlyList<KeyValuePair<string, GgufValue>> metadata, IReadOnlyList<GgufTensor> tensors)
    {
        Number(GgufFile.Magic);
        Number(GgufFile.Version);
        Number((ulong)tensors.Count);
        Number((ulong)metadata.Count);
        foreach (var (key, value) in metadata)
        {
            Text(key);
            Number((uint)value.Type);
            Value(value);
        }
        var offset = 0L;
        foreach (var tensor in tensors)
        {
            var placed = tensor with { Offset = offset };
            Info(placed);
            waiting.Enqueue(placed);
            offset = Align(offset + tensor.Bytes);
        }
        Pad(Align(position));
        dataStart = position;
    }

    /// <summary>Bytes of the tensor that is not yet complete.</summary>
    public void WriteData(ReadOnlySpan<byte> bytes)
    {
        var tensor = waiting.Peek();
        var end = dataStart + tensor.Offset + tensor.Bytes;
        if (position + bytes.Length > end)
            throw new InvalidOperationException($"more bytes than {tensor.Name} has");
        Write(bytes);
        if (position != end)
            return;
        waiting.Dequeue();
        Pad(Align(position));
    }

    /// <summary>Makes sure that nothing is missing.</summary>
    public void Finish()
    {
        if (waiting.TryPeek(out var tensor))
            throw new InvalidOperationException($"{tensor.Name} was not written whole");
    }

    private static long Align(long position) => (position + GgufFile.DefaultAlignment - 1) / GgufFile.DefaultAlignment * GgufFile.DefaultAlignment;

    private void Info(GgufTensor tensor)
    {
        Text(tensor.Name);
        Number((uint)tensor.Sizes.Length);
        foreach (var size in tensor.Sizes)
            Number((ulong)size);
        Number((uint)tensor.Type);
        Number((ulong)tensor.Offset);
    }

    private void Value(GgufValue value)
    {
        if (value.Type == GgufType.Array)
            Array(value);
        else
            Scalar(value.Value);
    }

    private void Array(GgufValue value)
    {
        var items = (System.Array)value.Value;
        Number((uint)value.Element);
        Number((ulong)items.Length);
        switch (items)
        {
            case float[] numbers:
                Write(MemoryMarshal.AsBytes(numbers.AsSpan()));
                break;
            case int[] numbers:
                Write(MemoryMarshal.AsBytes(numbers.AsSpan()));
                break;
            case GgufValue[] arrays:
                foreach (var array in arrays)
                    Array(array);
                break;
            default:
                foreach (var item in items)
                    Scalar(item);
                break;
        }
    }

    private void Scalar(object value)
    {
        switch (value)
        {
            case byte number:
                Number(number);
                break;
            case sbyte number:
                Number(number);
                break;
            case ushort number:
                Number(number);
                break;
            case short number:
                Number(number);
                break;
            case uint number:
                Number(number);
                break;
            case int number:
                Number(number);
                break;
            case float number:
                Number(number);
                break;
            case bool flag:
                Number((byte)(flag ? 1 : 0));
                break;
            case string text:
                Text(text);
                break;
            case ulong number:
                Number(number);
                break;
            case long number:
                Number(number);
                break;
            case double number:
                Number(number);
                break;
            default:
                throw new ArgumentException($"a {value.GetType().Name} is no metadata value", nameof(value));
        }
    }

    private void Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Number((ulong)bytes.Length);
        Write(bytes);
    }

    private unsafe void Number<T>(T value)
        where T : unmanaged
        => Write(new ReadOnlySpan<byte>(&value, sizeof(T)));

    private void Pad(long to)
    {
        Span<byte> zeros = stackalloc byte[GgufFile.DefaultAlignment];
        zeros.Clear();
        Write(zeros[..(int)(to - position)]);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        file.Write(bytes);
        position += bytes.Length;
    }
}
