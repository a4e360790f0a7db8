using Hone.Core;
using Hone.Core.Models;
using Hone.Core.Tokens;
using Hone.Core.Tokens.Constraints;

namespace Hone.Cli.Models;

/// <summary>Turns forms into constraints over a model's tokens. The last form is kept: the same one is mostly asked for again and again.</summary>
internal sealed class FormCompiler(Tokenizer tokenizer, IReadOnlyList<int> endTokens, int modelVocabulary)
{
    private readonly Lock _lock = new();
    private TokenVocabulary? _vocabulary;
    private (OutputForm Form, OutputConstraint Constraint)? _last;

    public ITokenConstraint? Start(OutputForm? form)
    {
        if (form is null)
            return null;
        lock (_lock)
        {
            if (_last is not { } last || !ReferenceEquals(last.Form, form))
                _last = last = (form, Compile(form));
            return last.Constraint.Start();
        }
    }

    private OutputConstraint Compile(OutputForm form)
    {
        if (tokenizer.VocabularySize > modelVocabulary)
            throw new UserError($"the tokenizer has {tokenizer.VocabularySize} tokens, the model {modelVocabulary}", "The two belong to different models.");
        _vocabulary ??= TokenVocabulary.From(tokenizer, [.. endTokens]);
        return form switch
        {
            OutputForm.Choice choice => OutputConstraint.Choice(_vocabulary, [.. choice.Texts]),
            OutputForm.Regex regex => OutputConstraint.Regex(_vocabulary, regex.Expression),
            OutputForm.JsonSchema schema => OutputConstraint.JsonSchema(_vocabulary, schema.Schema),
            _ => throw new ArgumentOutOfRangeException(nameof(form)),
        };
    }
}
