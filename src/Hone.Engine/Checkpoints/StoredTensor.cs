using Hone.Core;
using Hone.Engine.Tensors;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.Checkpoints;

/// <summary>A tensor where it lies in a mapped safetensors file.</summary>
internal sealed unsafe record StoredTensor(MappedFile File, SafetensorsEntry Entry)
{
    public byte* Pointer => File.Pointer + Entry.Offset;

    /// <summary>Refuses another shape than the model's configuration asks for.</summary>
    public StoredTensor Expect(params ReadOnlySpan<int> shape)
    {
        var same = shape.Length == Entry.Shape.Length;
        for (var i = 0; same && i < shape.Length; i++)
            same = shape[i] == Entry.Shape[i];
        return same ? this : throw new UserError($"{File.Path}: tensor {Entry.Name} has shape [{string.Join(", ", Entry.Shape)}], config.json asks for [{string.Join(", ", shape.ToArray())}].", "Does config.json belong to this file?");
    }

    /// <summary>Values from <paramref name="first"/> on, as f32.</summary>
    public void CopyTo(Span<float> target, long first = 0)
    {
        if (first < 0 || target.Length > Entry.Count - first)
            throw new ArgumentOutOfRangeException(nameof(first), "the values must lie inside the tensor");
        var width = Format.BlockBytes();
        WeightBlocks.Decode(Format, new ReadOnlySpan<byte>(Pointer + (first * width), checked(width * target.Length)), target);
    }

    /// <summary>The bytes of a tensor of bytes.</summary>
    public byte* Bytes(string type)
        => Entry.Type == type ? Pointer : throw new UserError($"{File.Path}: tensor {Entry.Name} has type {Entry.Type}, not {type}.");

    /// <summary>The tensor as f32 in memory of its own: vectors become one row.</summary>
    public Tensor ToTensor()
    {
        var (rows, columns) = Entry.Shape.Length == 2 ? (Entry.Shape[0], Entry.Shape[1]) : (1, Entry.Count);
        var tensor = new Tensor(checked((int)rows), checked((int)columns));
        for (var row = 0; row < tensor.Rows; row++)
            CopyTo(tensor.Row(row), row * columns);
        return tensor;
    }

    /// <summary>
    /// The weights in the format they are stored in: a view of the file, or a copy where a tensor does not begin at a multiple of its
    /// values' size, which the format allows and processors do not like.
    /// </summary>
    public WeightMatrix ToMatrix(int rows, int columns)
    {
        Expect(rows, columns);
        return Entry.Offset % Format.BlockBytes() == 0 ? new WeightMatrix(File, Pointer, rows, columns, Format) : Copy(rows, columns);
    }

    public WeightFormat Format => Entry.Type switch
    {
        "F32" => WeightFormat.F32,
        "F16" => WeightFormat.F16,
        "BF16" => WeightFormat.BF16,
        _ => throw new UserError($"{File.Path}: tensor {Entry.Name} has type {Entry.Type}.", "Weights must be F32, F16 or BF16."),
    };

    private WeightMatrix Copy(int rows, int columns)
    {
        var copy = WeightMatrix.Allocate(rows, columns, Format);
        Buffer.MemoryCopy(Pointer, copy.Pointer, copy.Bytes, Entry.Bytes);
        return copy;
    }
}
