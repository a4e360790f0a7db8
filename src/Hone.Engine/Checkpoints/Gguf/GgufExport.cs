using System.Runtime.InteropServices;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Core.Runs;
using Hone.Engine.Architectures;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>Writes a model as one GGUF file, tensor after tensor: what is in memory is a few thousand rows.</summary>
internal sealed class GgufExport(ModelShape shape, GgufMix mix, IWeightSource source)
{
    private const int ChunkBytes = 1 << 24;
    private readonly string architecture = GgufArchitecture.Of(shape.Family);

    /// <summary>A tensor of the file and the parameters it is made of: one, or one an expert.</summary>
    private sealed record Item(GgufTensor Tensor, IReadOnlyList<ParameterSpec> Parts, WeightFormat Format);

    /// <summary>Tensors whose rows did not fit the format they would have had.</summary>
    public int Fallbacks { get; private set; }

    public void Write(string path, string name, IEnumerable<KeyValuePair<string, GgufValue>> tokenizer, IProgressReporter progress, CancellationToken cancel)
    {
        var items = Plan();
        var factors = GgufRotary.Factors(shape);
        List<GgufTensor> tensors = [.. items.Select(item => item.Tensor)];
        if (factors is not null)
            tensors.Insert(0, new GgufTensor(GgufNames.RotaryFactors, GgufTensorType.F32, [factors.Length], 0));
        using var file = new AtomicFile(path);
        var writer = new GgufWriter(file.Stream);
        writer.WriteHeader([.. GgufMetadataWriter.Write(shape, name, mix.FileType), .. tokenizer], tensors);
        if (factors is not null)
            writer.WriteData(MemoryMarshal.AsBytes(factors.AsSpan()));
        progress.Begin($"write {Path.GetFileName(path)}", items.Count, "tensors");
        for (var i = 0; i < items.Count; i++)
        {
            foreach (var part in items[i].Parts)
                WritePart(writer, items[i], part, cancel);
            progress.Report(i + 1, items[i].Tensor.Name);
        }
        writer.Finish();
        file.Complete();
    }

    private List<Item> Plan()
    {
        var items = new List<Item>();
        foreach (var group in ParameterSpec.Of(shape).GroupBy(spec => GgufNames.Of(spec.Name, architecture)))
        {
            var parts = group.ToList();
            var format = FormatOf(group.Key, parts[0]);
            var isExpert = ExpertName.Parse(parts[0].Name) is not null;
            long[] sizes = [parts[0].Columns, .. parts[0].IsMatrix ? [parts[0].Rows] : Array.Empty<long>(), .. isExpert ? [parts.Count] : Array.Empty<long>()];
            items.Add(new Item(new GgufTensor(group.Key, GgufTensorTypes.Of(format), sizes, 0), parts, format));
        }
        return items;
    }

    private WeightFormat FormatOf(string name, ParameterSpec spec)
    {
        // MXFP4 is what such a model was trained in: any other format would be larger and no better.
        if (spec.IsMatrix && ExpertName.Parse(spec.Name) is not null && StoredFormat(spec) == WeightFormat.MXFP4)
            return WeightFormat.MXFP4;
        var format = mix.FormatOf(name, spec.Columns, spec.IsMatrix, shape);
        if (spec.IsMatrix && mix.Format.BlockValues() > 1 && format is WeightFormat.F16 || (format == WeightFormat.Q8_0 && mix.Format != WeightFormat.Q8_0))
            Fallbacks++;
        return format;
    }

    private WeightFormat StoredFormat(ParameterSpec spec)
    {
        var matrix = Matrix(spec);
        Release(matrix);
        return matrix.Format;
    }

    private WeightMatrix Matrix(ParameterSpec spec) => source.Stack(spec.Columns, new MatrixPart(spec.Name, spec.Rows))[0];

    private void WritePart(GgufWriter writer, Item item, ParameterSpec spec, CancellationToken cancel)
    {
        var isPaired = GgufArchitecture.HasPairedRows(architecture) && (item.Tensor.Name.Contains(".attn_q.", StringComparison.Ordinal) || item.Tensor.Name.Contains(".attn_k.", StringComparison.Ordinal));
        int SourceRow(int row) => isPaired ? RotaryRows.ToHalves(row, shape.HeadSize) : row;
        if (spec.Vector is { } kind)
        {
            var vector = source.Vector(spec.Name, spec.Columns, kind);
            float[] values = [.. Enumerable.Range(0, spec.Columns).Select(i => vector.Span[SourceRow(i)])];
            writer.WriteData(MemoryMarshal.AsBytes(values.AsSpan()));
        }
        else
        {
            WriteRows(writer, item.Format, spec, SourceRow, cancel);
        }
    }

    private void WriteRows(GgufWriter writer, WeightFormat format, ParameterSpec spec, Func<int, int> sourceRow, CancellationToken cancel)
    {
        var matrix = Matrix(spec);
        var rowBytes = checked((int)format.RowBytes(spec.Columns));
        var rowsAtOnce = Math.Clamp(ChunkBytes / rowBytes, 1, spec.Rows);
        var chunk = new byte[rowsAtOnce * rowBytes];
        for (var first = 0; first < spec.Rows; first += rowsAtOnce)
        {
            cancel.ThrowIfCancellationRequested();
            var (start, count) = (first, Math.Min(rowsAtOnce, spec.Rows - first));
            try
            {
                Parallel.For(0, count, row => Encode(matrix, sourceRow(start + row), format, chunk.AsSpan(row * rowBytes, rowBytes), spec.Name));
            }
            catch (AggregateException errors) when (errors.InnerException is UserError error)
            {
                throw new UserError(error.Message, error.Hint, errors);
            }
            writer.WriteData(chunk.AsSpan(0, count * rowBytes));
        }
        Release(matrix);
    }

    // A matrix that is no view of a file was made for us, and a model's copies together are a model.
    private static void Release(WeightMatrix matrix)
    {
        if (matrix.Owner is NativeBlock copy)
            copy.Dispose();
    }

    private static void Encode(WeightMatrix matrix, int row, WeightFormat format, Span<byte> target, string name)
    {
        if (matrix.Format == format)
        {
            matrix.Row(row).CopyTo(target);
            return;
        }
        var values = new float[matrix.Columns];
        WeightBlocks.Decode(matrix.Format, matrix.Row(row), values);
        foreach (var value in values)
        {
            if (!float.IsFinite(value) || (format == WeightFormat.F16 && Math.Abs(value) >= 65520))
                throw new UserError($"{name} has the value {value} in row {row}, which {format} does not hold.", format == WeightFormat.F16 ? "Write bf16 or q8_0." : "The model is damaged.");
        }
        WeightBlocks.Encode(format, values, target);
    }
}
