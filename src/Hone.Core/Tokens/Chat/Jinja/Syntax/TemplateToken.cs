namespace Hone.Core.Tokens.Chat.Jinja.Syntax;

internal enum TokenKind
{
    /// <summary>Text between tags, whitespace control already done.</summary>
    Text,

    /// <summary>{%</summary>
    BlockBegin,

    /// <summary>{{</summary>
    OutputBegin,

    /// <summary>%} or }}</summary>
    TagEnd,
    Name,
    String,
    Integer,
    Float,
    Operator,
    End,
}

/// <summary>A piece of a template. The text is that of a string literal after its escapes, and without underscores for numbers.</summary>
internal readonly record struct TemplateToken(TokenKind Kind, string Text, int Line)
{
    public bool IsOperator(string text) => Kind == TokenKind.Operator && Text == text;

    public bool IsName(string text) => Kind == TokenKind.Name && Text == text;

    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end of the template",
        TokenKind.TagEnd => "the end of the tag",
        TokenKind.String => "a string",
        TokenKind.BlockBegin or TokenKind.OutputBegin or TokenKind.Text => "a text",
        _ => $"'{Text}'",
    };
}
