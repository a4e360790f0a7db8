using System.Globalization;
using System.Text;
using Hone.Core.Tokens.Chat.Jinja.Nodes;

namespace Hone.Core.Tokens.Chat.Jinja.Syntax;

/// <summary>The closest parts of an expression: literals and names, then members, calls, filters and tests after them.</summary>
internal sealed class PrimaryParser(TokenReader reader)
{
    /// <summary>Set when a name was read that means more arguments than a macro has parameters.</summary>
    public bool SawMoreArguments { get; set; }

    /// <summary>A literal or name with its members and calls.</summary>
    public Expression Read(ExpressionParser expressions) => ReadMembers(expressions, ReadLiteral(expressions));

    public Expression ReadFiltersAndTests(ExpressionParser expressions, Expression value)
    {
        while (true)
        {
            int line = reader.Line;
            if (reader.TryTakeOperator("|"))
                value = new FilterUse(line, value, ReadFilter(expressions));
            else if (reader.Current.IsName("is"))
                value = ReadTest(expressions, value);
            else if (reader.Current.IsOperator("("))
                value = new Call(line, value, ReadArguments(expressions));
            else
                return value;
        }
    }

    /// <summary>"name(arguments)", after the bar or in the tag of a block.</summary>
    public FilterStep ReadFilter(ExpressionParser expressions)
    {
        string name = reader.TakeName();
        return new FilterStep(name, reader.Current.IsOperator("(") ? ReadArguments(expressions) : ArgumentList.Empty);
    }

    public ArgumentList ReadArguments(ExpressionParser expressions)
    {
        reader.ExpectOperator("(");
        var items = new List<(ArgumentKind, string, Expression)>();
        while (!reader.TryTakeOperator(")"))
        {
            if (items.Count > 0)
                reader.ExpectOperator(",");
            if (reader.TryTakeOperator(")"))
                break;
            items.Add(ReadArgument(expressions));
        }
        return new ArgumentList(items);
    }

    private (ArgumentKind, string, Expression) ReadArgument(ExpressionParser expressions)
    {
        if (reader.TryTakeOperator("*"))
            return (ArgumentKind.Spread, "", expressions.Read());
        if (reader.TryTakeOperator("**"))
            return (ArgumentKind.NamedSpread, "", expressions.Read());
        if (reader.Current.Kind != TokenKind.Name || !reader.Following.IsOperator("="))
            return (ArgumentKind.Positional, "", expressions.Read());
        string name = reader.TakeName();
        reader.ExpectOperator("=");
        return (ArgumentKind.Named, name, expressions.Read());
    }

    private Expression ReadLiteral(ExpressionParser expressions)
    {
        var token = reader.Take();
        switch (token.Kind)
        {
            case TokenKind.Name:
                SawMoreArguments |= token.Text is "varargs" or "kwargs";
                return token.Text switch
                {
                    "true" or "True" => new Constant(token.Line, true),
                    "false" or "False" => new Constant(token.Line, false),
                    "none" or "None" => new Constant(token.Line, null),
                    _ => new Variable(token.Line, token.Text),
                };
            case TokenKind.String:
                return new Constant(token.Line, ReadStrings(token.Text));
            case TokenKind.Integer:
                return new Constant(token.Line, ReadInteger(token));
            case TokenKind.Float:
                return new Constant(token.Line, double.Parse(token.Text, CultureInfo.InvariantCulture));
            case TokenKind.Operator when token.Text == "(":
                return ReadParenthesis(expressions, token.Line);
            case TokenKind.Operator when token.Text == "[":
                return ReadList(expressions, token.Line);
            case TokenKind.Operator when token.Text == "{":
                return ReadMap(expressions, token.Line);
            default:
                throw new TemplateProblem($"expected a value, found {token}", token.Line);
        }
    }

    /// <summary>Strings side by side are one.</summary>
    private string ReadStrings(string first)
    {
        if (reader.Current.Kind != TokenKind.String)
            return first;
        var text = new StringBuilder(first);
        while (reader.Current.Kind == TokenKind.String)
            text.Append(reader.Take().Text);
        return text.ToString();
    }

    private static long ReadInteger(TemplateToken token) =>
        long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw new TemplateProblem($"the number {token.Text} is too large", token.Line);

    private Expression ReadParenthesis(ExpressionParser expressions, int line)
    {
        if (reader.TryTakeOperator(")"))
            return new ListLiteral(line, [], isTuple: true);
        var value = expressions.ReadTuple();
        reader.ExpectOperator(")");
        return value;
    }

    private ListLiteral ReadList(ExpressionParser expressions, int line)
    {
        var items = new List<Expression>();
        while (!reader.TryTakeOperator("]"))
        {
            if (items.Count > 0)
                reader.ExpectOperator(",");
            if (reader.TryTakeOperator("]"))
                break;
            items.Add(expressions.Read());
        }
        return new ListLiteral(line, items, isTuple: false);
    }

    private MapLiteral ReadMap(ExpressionParser expressions, int line)
    {
        var entries = new List<(Expression, Expression)>();
        while (!reader.TryTakeOperator("}"))
        {
            if (entries.Count > 0)
                reader.ExpectOperator(",");
            if (reader.TryTakeOperator("}"))
                break;
            var key = expressions.Read();
            reader.ExpectOperator(":");
            entries.Add((key, expressions.Read()));
        }
        return new MapLiteral(line, entries);
    }

    private Expression ReadMembers(ExpressionParser expressions, Expression value)
    {
        while (true)
        {
            int line = reader.Line;
            if (reader.TryTakeOperator("."))
            {
                var member = reader.Take();
                value = member.Kind switch
                {
                    TokenKind.Name => new AttributeAccess(line, value, member.Text),
                    TokenKind.Integer => new ItemAccess(line, value, new Constant(line, ReadInteger(member))),
                    _ => throw new TemplateProblem($"expected a name after '.', found {member}", member.Line),
                };
            }
            else if (reader.TryTakeOperator("["))
            {
                value = ReadSubscript(expressions, value, line);
            }
            else if (reader.Current.IsOperator("("))
            {
                value = new Call(line, value, ReadArguments(expressions));
            }
            else
            {
                return value;
            }
        }
    }

    private Expression ReadSubscript(ExpressionParser expressions, Expression value, int line)
    {
        var parts = new Expression?[3];
        int place = 0;
        while (!reader.TryTakeOperator("]"))
        {
            if (reader.TryTakeOperator(":"))
                place++;
            else if (parts[Math.Min(place, 2)] is null)
                parts[Math.Min(place, 2)] = expressions.ReadTuple();
            else
                throw reader.Wrong("']'");
            if (place > 2)
                throw reader.Wrong("']'");
        }
        if (place > 0)
            return new SliceAccess(line, value, parts[0], parts[1], parts[2]);
        return new ItemAccess(line, value, parts[0] ?? throw new TemplateProblem("expected a key between '[' and ']'", line));
    }

    private TestUse ReadTest(ExpressionParser expressions, Expression value)
    {
        int line = reader.Take().Line;
        bool negated = reader.TryTakeName("not");
        string name = reader.TakeName();
        var arguments = ArgumentList.Empty;
        if (reader.Current.IsOperator("("))
            arguments = ReadArguments(expressions);
        else if (StartsOperand())
            arguments = new ArgumentList([(ArgumentKind.Positional, "", Read(expressions))]);
        return new TestUse(line, value, name, arguments, negated);
    }

    /// <summary>Whether a test's one argument follows without parentheses: "is divisibleby 3".</summary>
    private bool StartsOperand() => reader.Current.Kind switch
    {
        TokenKind.Name => reader.Current.Text is not ("else" or "or" or "and" or "is" or "if" or "in" or "not"),
        TokenKind.String or TokenKind.Integer or TokenKind.Float => true,
        TokenKind.Operator => reader.Current.Text is "[" or "{",
        _ => false,
    };
}
