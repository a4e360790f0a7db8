using Hone.Core.Tokens.Chat.Jinja.Nodes;

namespace Hone.Core.Tokens.Chat.Jinja.Syntax;

/// <summary>
/// Expressions by recursive descent. Loosest first, in Jinja's order: condition, or, and, not, comparison, + -, ~, * / // %, **, sign,
/// and closest the members, calls, filters and tests.
/// </summary>
internal sealed class ExpressionParser(TokenReader reader)
{
    private readonly PrimaryParser _primary = new(reader);

    public PrimaryParser Primary => _primary;

    /// <summary>a if b else c</summary>
    public Expression Read()
    {
        reader.Enter();
        var value = ReadWithoutCondition();
        while (reader.Current.IsName("if"))
        {
            int line = reader.Take().Line;
            var condition = ReadWithoutCondition();
            value = new Conditional(line, condition, value, reader.TryTakeName("else") ? Read() : null);
        }
        reader.Leave();
        return value;
    }

    /// <summary>What stands after "in" of a for: an "if" there begins the filter.</summary>
    public Expression ReadWithoutCondition()
    {
        var left = ReadAnd();
        while (reader.Current.IsName("or"))
            left = new Logical(reader.Take().Line, isAnd: false, left, ReadAnd());
        return left;
    }

    /// <summary>One expression, or a tuple where commas follow.</summary>
    public Expression ReadTuple(bool withCondition = true)
    {
        int line = reader.Line;
        var first = withCondition ? Read() : ReadWithoutCondition();
        if (!reader.Current.IsOperator(","))
            return first;
        var items = new List<Expression> { first };
        while (reader.TryTakeOperator(",") && !EndsTuple())
            items.Add(withCondition ? Read() : ReadWithoutCondition());
        return new ListLiteral(line, items, isTuple: true);
    }

    private bool EndsTuple() => reader.Current.Kind == TokenKind.TagEnd || reader.Current.IsOperator(")") || reader.Current.IsOperator("=") || reader.Current.IsName("in");

    private Expression ReadAnd()
    {
        var left = ReadNot();
        while (reader.Current.IsName("and"))
            left = new Logical(reader.Take().Line, isAnd: true, left, ReadNot());
        return left;
    }

    private Expression ReadNot()
    {
        if (!reader.Current.IsName("not"))
            return ReadComparison();
        int line = reader.Take().Line;
        reader.Enter();
        var operand = ReadNot();
        reader.Leave();
        return new Not(line, operand);
    }

    private Expression ReadComparison()
    {
        int line = reader.Line;
        var first = ReadSum();
        var rest = new List<(string, Expression)>();
        while (TakeComparison() is { } operation)
            rest.Add((operation, ReadSum()));
        return rest.Count == 0 ? first : new Comparison(line, first, rest);
    }

    private string? TakeComparison()
    {
        if (reader.Current is { Kind: TokenKind.Operator, Text: "==" or "!=" or "<" or "<=" or ">" or ">=" })
            return reader.Take().Text;
        if (reader.TryTakeName("in"))
            return "in";
        if (!reader.Current.IsName("not") || !reader.Following.IsName("in"))
            return null;
        reader.Take();
        reader.Take();
        return "not in";
    }

    private Expression ReadSum()
    {
        var left = ReadJoin();
        while (reader.Current is { Kind: TokenKind.Operator, Text: "+" or "-" })
        {
            var operation = reader.Take();
            left = new Binary(operation.Line, operation.Text, left, ReadJoin());
        }
        return left;
    }

    private Expression ReadJoin()
    {
        var left = ReadProduct();
        while (reader.Current.IsOperator("~"))
            left = new Join(reader.Take().Line, left, ReadProduct());
        return left;
    }

    private Expression ReadProduct()
    {
        var left = ReadPower();
        while (reader.Current is { Kind: TokenKind.Operator, Text: "*" or "/" or "//" or "%" })
        {
            var operation = reader.Take();
            left = new Binary(operation.Line, operation.Text, left, ReadPower());
        }
        return left;
    }

    private Expression ReadPower()
    {
        var left = ReadSigned(withFilters: true);
        while (reader.Current.IsOperator("**"))
            left = new Binary(reader.Take().Line, "**", left, ReadSigned(withFilters: true));
        return left;
    }

    private Expression ReadSigned(bool withFilters)
    {
        Expression value;
        if (reader.Current is { Kind: TokenKind.Operator, Text: "-" or "+" })
        {
            var sign = reader.Take();
            reader.Enter();
            value = new Signed(sign.Line, sign.Text == "-", ReadSigned(withFilters: false));
            reader.Leave();
        }
        else
        {
            value = _primary.Read(this);
        }
        return withFilters ? _primary.ReadFiltersAndTests(this, value) : value;
    }
}
