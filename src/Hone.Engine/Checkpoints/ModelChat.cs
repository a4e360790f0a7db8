using System.Text;
using Hone.Core.Tokens;
using Hone.Core.Tokens.Chat;
using Hone.Engine.Checkpoints.Gguf;

namespace Hone.Engine.Checkpoints;

/// <summary>The chat template that belongs to a model.</summary>
public static class ModelChat
{
    /// <param name="model">A model directory or a GGUF file.</param>
    /// <param name="tokenizer">That of the model: the template of a GGUF file names its tokens.</param>
    /// <returns>Null: the model was not trained on conversations.</returns>
    /// <exception cref="Hone.Core.UserError">It uses what this version does not know.</exception>
    public static ChatTemplate? Open(string model, Tokenizer tokenizer)
    {
        if (!GgufFile.IsGguf(model))
            return ChatTemplate.Load(model);
        using var file = GgufFile.Open(model);
        if (file.Metadata.Text(GgufTokenizerKeys.ChatTemplate) is not { Length: > 0 } source)
            return null;
        var tokens = new Dictionary<string, string>();
        Add("bos_token", tokenizer.Special.Bos);
        Add("eos_token", tokenizer.Special.Eos);
        return ChatTemplate.Parse(source, $"{model}: {GgufTokenizerKeys.ChatTemplate}").WithTokens(tokens);

        void Add(string name, int? token)
        {
            if (token is { } id)
                tokens[name] = Encoding.UTF8.GetString(tokenizer.TokenBytes(id));
        }
    }
}
