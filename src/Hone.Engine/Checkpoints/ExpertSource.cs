using Hone.Core;
using Hone.Engine.Architectures;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Checkpoints;

/// <summary>
/// The weights of gpt-oss, whose files hold all experts of a layer in one tensor with gate and up in turn: gate_up_proj [expert, in, 2 out]
/// and down_proj [expert, in, out] in floats, or ..._blocks [expert, out, in / 32, 16] and ..._scales [expert, out, in / 32] in MXFP4.
/// The decoder asks for experts.E.gate_proj, up_proj and down_proj and gets copies with outputs as rows.
/// </summary>
internal sealed unsafe class ExpertSource(ModelShape shape, SafetensorsDirectory files) : IWeightSource
{
    private const int BlockCodes = 16;
    private readonly SafetensorsSource plain = new(files);

    public IReadOnlyList<WeightMatrix> Stack(int columns, params ReadOnlySpan<MatrixPart> parts)
    {
        if (ExpertName.Parse(parts[0].Name) is null)
            return plain.Stack(columns, parts);
        var stack = new List<WeightMatrix>();
        foreach (var part in parts)
        {
            var name = ExpertName.Parse(part.Name) ?? throw new ArgumentException($"{part.Name} is no expert's", nameof(parts));
            stack.Add(files.Has(name.Weights + "_blocks") ? FromBlocks(name, part.Rows, columns) : FromFloats(name, part.Rows, columns));
        }
        return stack;
    }

    public Tensor Vector(string name, int length, VectorKind kind)
    {
        if (ExpertName.Parse(name) is not { } expert)
            return plain.Vector(name, length, kind);
        var row = new float[length * expert.Step];
        files.Find(expert.Weights + "_bias").Expect(shape.Experts, row.Length).CopyTo(row, (long)expert.Expert * row.Length);
        var vector = new Tensor(1, length);
        for (var i = 0; i < length; i++)
            vector.Span[i] = row[(i * expert.Step) + expert.First];
        return vector;
    }

    private WeightMatrix FromFloats(ExpertName name, int rows, int columns)
    {
        var stored = files.Find(name.Weights).Expect(shape.Experts, columns, rows * name.Step);
        var matrix = WeightMatrix.Allocate(rows, columns, stored.Format);
        var width = stored.Format.BlockBytes();
        var source = stored.Pointer + ((long)name.Expert * columns * rows * name.Step * width);
        for (var column = 0; column < columns; column++)
        {
            for (var row = 0; row < rows; row++)
            {
                var from = source + ((((long)column * rows * name.Step) + (row * name.Step) + name.First) * width);
                new ReadOnlySpan<byte>(from, width).CopyTo(matrix.Row(row)[(column * width)..]);
            }
        }
        return matrix;
    }

    // The file has neighbours in one byte, our blocks value i and i + 16.
    private WeightMatrix FromBlocks(ExpertName name, int rows, int columns)
    {
        if (columns % (2 * BlockCodes) != 0)
            throw new UserError($"{files.Path}: {name.Weights} has rows of {columns} values, which MXFP4 cannot hold.");
        var blocks = columns / (2 * BlockCodes);
        var codes = files.Find(name.Weights + "_blocks").Expect(shape.Experts, rows * name.Step, blocks, BlockCodes).Bytes("U8");
        var scales = files.Find(name.Weights + "_scales").Expect(shape.Experts, rows * name.Step, blocks).Bytes("U8");
        var matrix = WeightMatrix.Allocate(rows, columns, WeightFormat.MXFP4);
        for (var row = 0; row < rows; row++)
        {
            var target = matrix.Row(row);
            var first = ((((long)name.Expert * rows) + row) * name.Step + name.First) * blocks;
            for (var block = 0; block < blocks; block++, target = target[(BlockCodes + 1)..])
            {
                target[0] = scales[first + block];
                Reorder(new ReadOnlySpan<byte>(codes + ((first + block) * BlockCodes), BlockCodes), target.Slice(1, BlockCodes));
            }
        }
        return matrix;
    }

    private static void Reorder(ReadOnlySpan<byte> pairs, Span<byte> halves)
    {
        for (var i = 0; i < BlockCodes; i++)
            halves[i] = (byte)(Code(pairs, i) | (Code(pairs, i + BlockCodes) << 4));
    }

    private static int Code(ReadOnlySpan<byte> pairs, int index) => (pairs[index / 2] >> (index % 2 * 4)) & 15;
}
