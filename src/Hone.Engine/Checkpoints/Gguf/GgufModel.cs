using Hone.Core;
using Hone.Core.Tokens;
using Hone.Engine.Architectures;
using Hone.Engine.Layers;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>A model in one GGUF file: shape, weights where they lie, tokenizer, chat template. Views are valid until it is disposed.</summary>
internal sealed class GgufModel : IDisposable
{
    private readonly GgufFile file;
    private GgufModel(GgufFile file)
    {
        this.file = file;
        Shape = GgufShape.Read(file);
        CheckRoom(file, Shape);
        Source = new GgufSource(file, GgufArchitecture.Of(Shape.Family), Shape);
    }

    public ModelShape Shape { get; }

    public IWeightSource Source { get; }

    public string? ChatTemplate => file.Metadata.Text(GgufTokenizerKeys.ChatTemplate);

    /// <summary>Takes over the file, which is disposed with the model, or now where it is no model.</summary>
    public static GgufModel From(GgufFile file)
    {
        try
        {
            return new GgufModel(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public static GgufModel Open(string path) => From(GgufFile.Open(path));

    public Tokenizer ReadTokenizer() => GgufTokenizerReader.Read(file.Metadata);

    /// <summary>What the metadata says of the tokenizer, as it stands.</summary>
    public IEnumerable<KeyValuePair<string, GgufValue>> TokenizerMetadata
        => file.Metadata.Keys.Where(key => key.StartsWith("tokenizer.", StringComparison.Ordinal)).Select(key => KeyValuePair.Create(key, file.Metadata.Value(key)));

    public void Dispose() => file.Dispose();

    // Metadata must not make us list the parts of a giant: no format takes less than four bits a weight.
    private static void CheckRoom(GgufFile file, ModelShape shape)
    {
        if (shape.Parameters / 2 > file.Length || shape.Layers > file.Tensors.Count)
            throw new UserError($"{file.Path} has {file.Length} bytes, its metadata describes {shape.Parameters} parameters.", "The file is truncated.");
    }
}
