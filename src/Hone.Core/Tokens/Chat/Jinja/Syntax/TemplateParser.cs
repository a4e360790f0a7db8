using Hone.Core.Tokens.Chat.Jinja.Nodes;

namespace Hone.Core.Tokens.Chat.Jinja.Syntax;

/// <summary>Statements: texts, outputs and the tags of the chat template subset.</summary>
internal sealed class TemplateParser
{
    private readonly TokenReader _reader;
    private readonly ExpressionParser _expressions;
    private int _loops;

    private TemplateParser(TokenReader reader)
    {
        _reader = reader;
        _expressions = new ExpressionParser(reader);
    }

    public static IReadOnlyList<Statement> Parse(string source)
    {
        var parser = new TemplateParser(new TokenReader(TemplateLexer.Read(source)));
        var body = parser.ReadBody();
        return parser._reader.Current.Kind == TokenKind.End ? body : throw parser._reader.Wrong("no tag without its beginning");
    }

    /// <summary>Statements up to the tag that ends or divides what they are in: "endif", "else".</summary>
    private List<Statement> ReadBody(params string[] ends)
    {
        _reader.Enter();
        var body = new List<Statement>();
        while (true)
        {
            var token = _reader.Current;
            switch (token.Kind)
            {
                case TokenKind.Text:
                    body.Add(new TextStatement(_reader.Take().Line, token.Text));
                    break;
                case TokenKind.OutputBegin:
                    body.Add(ReadOutput());
                    break;
                case TokenKind.BlockBegin when !ends.Contains(_reader.Following.Text):
                    _reader.Take();
                    body.Add(ReadStatement());
                    break;
                case TokenKind.BlockBegin:
                    _reader.Take();
                    _reader.Leave();
                    return body;
                default:
                    if (ends.Length > 0)
                        throw new TemplateProblem($"a '{ends[^1]}' is missing", token.Line);
                    _reader.Leave();
                    return body;
            }
        }
    }

    private OutputStatement ReadOutput()
    {
        int line = _reader.Take().Line;
        var value = _expressions.ReadTuple();
        _reader.ExpectTagEnd();
        return new OutputStatement(line, value);
    }

    private Statement ReadStatement()
    {
        int line = _reader.Line;
        string name = _reader.TakeName();
        switch (name)
        {
            case "if":
                return ReadIf(line);
            case "for":
                return ReadFor(line);
            case "set":
                return ReadSet(line);
            case "macro":
                return new MacroStatement(line, ReadMacro(_reader.TakeName(), "endmacro"));
            case "call":
                return ReadCall(line);
            case "filter":
                var filters = ReadFilters();
                return new FilterBlock(line, filters, ReadBodyAndEnd("endfilter"));
            case "generation":
                _reader.ExpectTagEnd();
                return new GenerationBlock(line, ReadBodyAndEnd("endgeneration"));
            case "break" or "continue" when _loops > 0:
                _reader.ExpectTagEnd();
                return new FlowStatement(line, name == "break" ? Flow.Break : Flow.Continue);
            default:
                throw new TemplateProblem($"the tag '{name}' is unknown or does not belong here", line);
        }
    }

    private List<Statement> ReadBodyAndEnd(string end)
    {
        var body = ReadBody(end);
        _reader.ExpectName(end);
        _reader.ExpectTagEnd();
        return body;
    }

    private IfStatement ReadIf(int line)
    {
        var branches = new List<(Expression?, IReadOnlyList<Statement>)>();
        while (true)
        {
            var condition = _expressions.ReadTuple();
            _reader.ExpectTagEnd();
            branches.Add((condition, ReadBody("elif", "else", "endif")));
            if (_reader.TryTakeName("elif"))
                continue;
            if (_reader.TryTakeName("else"))
            {
                _reader.ExpectTagEnd();
                branches.Add((null, ReadBody("endif")));
            }
            _reader.ExpectName("endif");
            _reader.ExpectTagEnd();
            return new IfStatement(line, branches);
        }
    }

    private ForStatement ReadFor(int line)
    {
        var target = ReadTarget();
        _reader.ExpectName("in");
        var items = _expressions.ReadTuple(withCondition: false);
        var condition = _reader.TryTakeName("if") ? _expressions.Read() : null;
        _reader.ExpectTagEnd();
        _loops++;
        var body = ReadBody("else", "endfor");
        _loops--;
        var otherwise = new List<Statement>();
        if (_reader.TryTakeName("else"))
        {
            _reader.ExpectTagEnd();
            otherwise = ReadBody("endfor");
        }
        _reader.ExpectName("endfor");
        _reader.ExpectTagEnd();
        return new ForStatement(line, target, items, condition, body, otherwise);
    }

    /// <summary>a; a.b; a, b; (a, b)</summary>
    private Expression ReadTarget()
    {
        int line = _reader.Line;
        var first = ReadOneTarget();
        if (!_reader.Current.IsOperator(","))
            return first;
        var names = new List<Expression> { first };
        while (_reader.TryTakeOperator(",") && (_reader.Current.Kind == TokenKind.Name && !_reader.Current.IsName("in") || _reader.Current.IsOperator("(")))
            names.Add(ReadOneTarget());
        return new ListLiteral(line, names, isTuple: true);
    }

    private Expression ReadOneTarget()
    {
        int line = _reader.Line;
        if (_reader.TryTakeOperator("("))
        {
            _reader.Enter();
            var inner = ReadTarget();
            _reader.ExpectOperator(")");
            _reader.Leave();
            return inner;
        }
        var name = new Variable(line, _reader.TakeName());
        return _reader.TryTakeOperator(".") ? new AttributeAccess(line, name, _reader.TakeName()) : name;
    }

    private Statement ReadSet(int line)
    {
        var target = ReadTarget();
        if (_reader.TryTakeOperator("="))
        {
            var value = _expressions.ReadTuple();
            _reader.ExpectTagEnd();
            return new SetStatement(line, target, value);
        }
        var filters = _reader.Current.IsOperator("|") ? ReadFilters() : [];
        if (filters.Count == 0)
            _reader.ExpectTagEnd();
        return new SetBlock(line, target, filters, ReadBodyAndEnd("endset"));
    }

    /// <summary>"name(arguments) | name" and the end of the tag.</summary>
    private List<FilterStep> ReadFilters()
    {
        var filters = new List<FilterStep>();
        _reader.TryTakeOperator("|");
        do
            filters.Add(_expressions.Primary.ReadFilter(_expressions));
        while (_reader.TryTakeOperator("|"));
        _reader.ExpectTagEnd();
        return filters;
    }

    private CallBlock ReadCall(int line)
    {
        var parameters = _reader.Current.IsOperator("(") ? ReadParameters() : [];
        if (_expressions.Primary.Read(_expressions) is not Call call)
            throw new TemplateProblem("the tag 'call' takes a call", line);
        return new CallBlock(line, call, ReadMacroBody("caller", parameters, "endcall"));
    }

    private Macro ReadMacro(string name, string end) => ReadMacroBody(name, ReadParameters(), end);

    private Macro ReadMacroBody(string name, List<(string, Expression?)> parameters, string end)
    {
        _reader.ExpectTagEnd();
        int loops = _loops;
        bool sawMore = _expressions.Primary.SawMoreArguments;
        _loops = 0;
        _expressions.Primary.SawMoreArguments = false;
        var body = ReadBodyAndEnd(end);
        var macro = new Macro(name, parameters, body) { TakesMore = _expressions.Primary.SawMoreArguments };
        _loops = loops;
        _expressions.Primary.SawMoreArguments = sawMore;
        return macro;
    }

    private List<(string Name, Expression? Default)> ReadParameters()
    {
        var parameters = new List<(string, Expression?)>();
        _reader.ExpectOperator("(");
        while (!_reader.TryTakeOperator(")"))
        {
            if (parameters.Count > 0)
                _reader.ExpectOperator(",");
            if (_reader.TryTakeOperator(")"))
                break;
            parameters.Add((_reader.TakeName(), _reader.TryTakeOperator("=") ? _expressions.Read() : null));
        }
        return parameters;
    }
}
