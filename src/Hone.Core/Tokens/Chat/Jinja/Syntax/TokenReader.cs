namespace Hone.Core.Tokens.Chat.Jinja.Syntax;

/// <summary>The tokens one after the other, with the nesting of what is being read: a parser calls itself for every level.</summary>
internal sealed class TokenReader(List<TemplateToken> tokens)
{
    private const int DeepestNesting = 100;

    private int _place;
    private int _depth;

    public TemplateToken Current => tokens[_place];

    public TemplateToken Following => tokens[Math.Min(_place + 1, tokens.Count - 1)];

    public int Line => Current.Line;

    public TemplateToken Take()
    {
        var token = Current;
        if (token.Kind != TokenKind.End)
            _place++;
        return token;
    }

    public bool TryTakeOperator(string text)
    {
        if (!Current.IsOperator(text))
            return false;
        _place++;
        return true;
    }

    public bool TryTakeName(string text)
    {
        if (!Current.IsName(text))
            return false;
        _place++;
        return true;
    }

    public void ExpectOperator(string text)
    {
        if (!TryTakeOperator(text))
            throw Wrong($"'{text}'");
    }

    public void ExpectName(string text)
    {
        if (!TryTakeName(text))
            throw Wrong($"'{text}'");
    }

    public string TakeName() => Current.Kind == TokenKind.Name ? Take().Text : throw Wrong("a name");

    public void ExpectTagEnd()
    {
        if (Current.Kind != TokenKind.TagEnd)
            throw Wrong("the end of the tag");
        _place++;
    }

    public TemplateProblem Wrong(string wanted) => new($"expected {wanted}, found {Current}", Line);

    public void Enter()
    {
        if (++_depth > DeepestNesting)
            throw new TemplateProblem($"the template nests deeper than {DeepestNesting} levels", Line);
    }

    public void Leave() => _depth--;
}
