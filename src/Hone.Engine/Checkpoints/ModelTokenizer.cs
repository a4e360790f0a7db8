using Hone.Core.Tokens;
using Hone.Engine.Checkpoints.Gguf;

namespace Hone.Engine.Checkpoints;

/// <summary>The tokenizer that belongs to a model.</summary>
public static class ModelTokenizer
{
    /// <param name="model">A model directory or a GGUF file.</param>
    /// <exception cref="Hone.Core.UserError">There is none, or one this version does not do exactly.</exception>
    public static Tokenizer Open(string model)
    {
        if (!GgufFile.IsGguf(model))
            return Tokenizer.Load(Path.Combine(model, "tokenizer.json"));
        using var file = GgufFile.Open(model);
        return GgufTokenizerReader.Read(file.Metadata);
    }
}
