using System.Text;
using Hone.Core.Models;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation.Protocols;

/// <summary>Lets the model write on, with the same seed for every model, so that two models' texts differ by the models alone.</summary>
internal static class SampleText
{
    // A token of a sane vocabulary is far shorter; a model that streams for ever must not fill the memory.
    private const int MostCharactersPerToken = 256;

    public static async Task<SampleRow> WriteAsync(ILanguageModel model, string prompt, EvalSpec spec, CancellationToken cancel)
    {
        var options = new GenerationOptions
        {
            MaxTokens = spec.SampleTokens,
            Temperature = (float)spec.SampleTemperature,
            TopP = 0.95f,
            Seed = spec.Seed,
        };
        var text = new StringBuilder();
        await foreach (var piece in model.GenerateAsync(prompt, options, cancel).WithCancellation(cancel))
        {
            text.Append(piece);
            if (text.Length > spec.SampleTokens * MostCharactersPerToken)
                break;
        }
        return new SampleRow { Prompt = prompt, Text = text.ToString() };
    }
}
