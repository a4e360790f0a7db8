using System.Text;
using Hone.Engine.Architectures;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Tests.Generation;

/// <summary>
/// A small importer for the pretrained stories260k model (llama2.c, MIT): its own file format with vocabulary, interleaved rotary pairs.
/// </summary>
internal static class Stories260K
{
    public const int BeginOfText = 1;

    public static string? Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var path = Path.Combine(directory.FullName, "data-unpacked", "models", "stories260k", "tinystories_260k_v1.bin");
            if (File.Exists(path))
                return path;
        }
        return null;
    }

    public static (ModelShape Shape, ParameterSet Parameters, byte[][] Vocabulary) Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        reader.BaseStream.Position = 1;
        reader.ReadBytes(reader.ReadInt32());
        var numbers = Enumerable.Range(0, 7).Select(_ => reader.ReadInt32()).ToArray();
        var shape = new ModelShape
        {
            Hidden = numbers[0],
            FeedForward = numbers[1],
            ContextLength = numbers[2],
            VocabularySize = numbers[3],
            Layers = numbers[4],
            Heads = numbers[5],
            KeyValueHeads = numbers[6],
            HeadSize = numbers[0] / numbers[5],
            NormEpsilon = 1e-5f,
            RotaryTheta = 10_000,
            TiedHead = true,
        };
        reader.BaseStream.Position = 256;
        var vocabulary = Enumerable.Range(0, shape.VocabularySize).Select(_ => ReadPiece(reader)).ToArray();
        var parameters = new ParameterSet(shape);
        var byName = parameters.Named.ToDictionary(tensor => tensor.Name, tensor => tensor.Value);
        foreach (var name in Order(shape))
            ReadTensor(reader, name, byName[name], shape);
        return (shape, parameters, vocabulary);
    }

    private static byte[] ReadPiece(BinaryReader reader)
    {
        reader.ReadSingle();
        return reader.ReadBytes(reader.ReadInt32());
    }

    // Tensors are grouped by kind, each kind over all layers.
    private static IEnumerable<string> Order(ModelShape shape)
    {
        string[] kinds = ["input_layernorm", "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "post_attention_layernorm", "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"];
        int[] order = [0, 1, 2, 3, 4, 5, 6, 7, 8];
        return ["model.embed_tokens.weight", .. order.SelectMany(kind => Enumerable.Range(0, shape.Layers).Select(layer => $"model.layers.{layer}.{kinds[kind]}.weight")), "model.norm.weight"];
    }

    private static void ReadTensor(BinaryReader reader, string name, Tensor tensor, ModelShape shape)
    {
        var values = tensor.Span;
        for (var i = 0; i < values.Length; i++)
            values[i] = reader.ReadSingle();
        if (name.Contains("q_proj", StringComparison.Ordinal) || name.Contains("k_proj", StringComparison.Ordinal))
            SplitPairs(tensor, shape.HeadSize);
    }

    // Interleaved pairs (2i, 2i+1) become halves (i, i + size/2), head by head.
    private static void SplitPairs(Tensor tensor, int headSize)
    {
        var rows = Enumerable.Range(0, tensor.Rows).Select(row => tensor.Row(row).ToArray()).ToArray();
        for (var row = 0; row < rows.Length; row++)
        {
            var (head, i) = (row / headSize * headSize, row % headSize);
            rows[row].CopyTo(tensor.Row(head + (i / 2) + (i % 2 * headSize / 2)));
        }
    }

    public static string Text(byte[][] vocabulary, IEnumerable<int> tokens)
        => Encoding.UTF8.GetString([.. tokens.SelectMany(token => vocabulary[token])]).Replace('\u2581', ' ').TrimStart();
}
