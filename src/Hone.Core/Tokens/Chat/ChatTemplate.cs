using Hone.Core.Tokens.Chat.Jinja;
using Hone.Core.Tokens.Chat.Jinja.Nodes;
using Hone.Core.Tokens.Chat.Jinja.Syntax;

namespace Hone.Core.Tokens.Chat;

/// <summary>
/// A model's chat template: the Jinja program of its repository that writes a conversation as text. Our own interpreter of the
/// subset in docs/reference/chat-templates.md; it gives what transformers gives. A template is untrusted: it sees the values of the request
/// alone, and its source, nesting, steps and output are bounded.
/// </summary>
public sealed class ChatTemplate
{
    private const int LongestSource = 1 << 20;
    private const long BaseSteps = 5_000_000;
    private const long StepsPerCharacter = 8;

    private readonly IReadOnlyList<Statement> _body;

    private ChatTemplate(string name, IReadOnlyList<Statement> body)
    {
        Name = name;
        _body = body;
    }

    /// <summary>Where the template comes from; errors say it.</summary>
    public string Name { get; }

    /// <summary>bos_token, eos_token and the other named tokens, which the template reads by these names.</summary>
    public IReadOnlyDictionary<string, string> SpecialTokens { get; private init; } = new Dictionary<string, string>();

    /// <summary>The template that is used instead where the request has tools; most models have one for all.</summary>
    private ChatTemplate? ForTools { get; init; }

    /// <param name="source">Text of the template.</param>
    /// <param name="name">Name of the file or field it stands in, for errors.</param>
    public static ChatTemplate Parse(string source, string name)
    {
        if (source.Length > LongestSource)
            throw new UserError($"{name}: the chat template has {source.Length} characters; at most {LongestSource} are read");
        try
        {
            return new ChatTemplate(name, TemplateParser.Parse(source));
        }
        catch (TemplateProblem problem)
        {
            throw new UserError($"{name}, line {problem.Line}: {problem.Message}", "The chat template uses something this program does not know, or is damaged; docs/reference/chat-templates.md lists what it knows.", problem);
        }
    }

    /// <summary>
    /// The template of a model directory, from chat_template.jinja or tokenizer_config.json, with its special tokens;
    /// null where the model has none, as base models do not.
    /// </summary>
    public static ChatTemplate? Load(string modelDirectory) => ChatTemplateFiles.Load(modelDirectory);

    /// <summary>The same template with these named tokens: "bos_token", "eos_token".</summary>
    public ChatTemplate WithTokens(IReadOnlyDictionary<string, string> tokens) => new(Name, _body) { SpecialTokens = tokens, ForTools = ForTools };

    internal ChatTemplate WithTools(ChatTemplate forTools) => new(Name, _body) { SpecialTokens = SpecialTokens, ForTools = forTools };

    /// <summary>The conversation as text. Special tokens are written out: encode it with allowSpecial, and add no beginning-of-text token.</summary>
    public string Render(ChatRequest request)
    {
        if (ForTools is not null && request.Tools is { Count: > 0 })
            return ForTools.Render(request);
        var variables = new ChatVariables(Name);
        var scope = variables.MakeScope(request, SpecialTokens);
        var state = new RenderState(request.Time, BaseSteps + StepsPerCharacter * variables.Characters);
        try
        {
            Statement.ExecuteAll(_body, state, scope);
            return state.Finish();
        }
        catch (TemplateProblem problem)
        {
            throw new UserError($"{Name}, line {state.Line}: {problem.Message}", "The template does not fit this conversation, or is damaged.", problem);
        }
        catch (TemplateRefusal refusal)
        {
            throw new UserError($"{Name} refuses the conversation: {refusal.Message}", "The model was not trained on such a conversation; change its roles or their order.", refusal);
        }
    }
}
