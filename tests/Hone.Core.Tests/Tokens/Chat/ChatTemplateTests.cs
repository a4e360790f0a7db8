using System.Text.Json.Nodes;
using Hone.Core.Tokens.Chat;

namespace Hone.Core.Tests.Tokens.Chat;

public sealed class ChatTemplateTests
{
    [Theory]
    [InlineData("{{ 1 + }}", "expected a value")]
    [InlineData("{% if a %}", "a 'endif' is missing")]
    [InlineData("text\n{% for a in b %}\n{% endif %}", "line 3")]
    [InlineData("{% include 'other' %}", "the tag 'include' is unknown")]
    [InlineData("{% break %}", "'break'")]
    [InlineData("{% endif %}", "'endif'")]
    [InlineData("{{ 'a }}", "a string has no end")]
    [InlineData("{{ a", "a tag has no '}}'")]
    [InlineData("{# a", "a comment has no end")]
    [InlineData("{% raw %}{{ a }}", "a raw block has no end")]
    [InlineData("{{ 99999999999999999999 }}", "too large")]
    [InlineData("{{ a ? b }}", "unexpected character '?'")]
    [InlineData("{{ a[1:2:3:4] }}", "expected ']'")]
    [InlineData("{% set 1 = 2 %}", "expected a name")]
    [InlineData("{{ '\\u12' }}", "without its digits")]
    public void Parse_Mistake_SaysWhatAndWhere(string source, string expected)
    {
        var error = Assert.Throws<UserError>(() => ChatTemplate.Parse(source, "x/chat_template.jinja"));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("x/chat_template.jinja, line ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ missing.field }}", "'missing' is undefined")]
    [InlineData("\n\n{{ 'a' + 1 }}", "line 3: '+' does not work on a string and a whole number")]
    [InlineData("{{ 'a' | nothing }}", "there is no filter 'nothing'")]
    [InlineData("{{ 'a' is nothing }}", "there is no test 'nothing'")]
    [InlineData("{{ 1 // 0 }}", "division by zero")]
    [InlineData("{{ 9223372036854775807 + 1 }}", "too large")]
    [InlineData("{{ 5() }}", "cannot be called")]
    [InlineData("{% for a in 5 %}{% endfor %}", "cannot be walked through")]
    [InlineData("{% for a, b in [[1]] %}{% endfor %}", "1 values for 2 names")]
    [InlineData("{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}", "m() takes only 1 arguments")]
    [InlineData("{{ messages | tojson(indnt=2) }}", "'indnt'")]
    [InlineData("{{ raise_exception | tojson }}", "cannot be written as JSON")]
    [InlineData("{% set messages.x = 1 %}", "only names and attributes of a namespace")]
    [InlineData("{{ range(1000000) }}", "range()")]
    public void Render_Mistake_SaysWhatAndWhere(string source, string expected)
    {
        var template = ChatTemplate.Parse(source, "x/chat_template.jinja");

        var error = Assert.Throws<UserError>(() => template.Render(Request()));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("x/chat_template.jinja, line ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_TemplateRefuses_GivesItsMessage()
    {
        var template = ChatTemplate.Parse("{{ raise_exception('no ' ~ messages[0].role) }}", "t");

        var error = Assert.Throws<UserError>(() => template.Render(Request()));

        Assert.Equal("t refuses the conversation: no user", error.Message);
        Assert.NotNull(error.Hint);
    }

    [Theory]
    [InlineData("{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}")]
    [InlineData("{% set n = namespace(s='ab') %}{% for i in range(100) %}{% set n.s = n.s ~ n.s %}{% endfor %}")]
    [InlineData("{% set n = namespace(l=[1]) %}{% for i in range(100) %}{% set n.l = n.l + n.l %}{% endfor %}")]
    [InlineData("{% set n = namespace(l=[1]) %}{% for i in range(60) %}{% set n.l = [n.l, n.l] %}{% endfor %}{{ n.l }}")]
    [InlineData("{% set n = namespace(l=[1]) %}{% for i in range(60) %}{% set n.l = [n.l, n.l] %}{% endfor %}{{ n.l | tojson }}")]
    [InlineData("{% set n = namespace(l=[1], m=[1]) %}{% for i in range(60) %}{% set n.l = [n.l, n.l] %}{% set n.m = [n.m, n.m] %}{% endfor %}{{ n.l == n.m }}")]
    [InlineData("{{ 'abc' * 99999999999 }}")]
    [InlineData("{{ [1] * 99999999999 }}")]
    [InlineData("{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}")]
    [InlineData("{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}")]
    [InlineData("{% for i in range(100000) %}{{ '0123456789' * 100 }}{% endfor %}")]
    [InlineData("{% set n = namespace(l=[]) %}{% for i in range(5000) %}{% set n.l = [n.l] %}{% endfor %}{{ n.l }}")]
    [InlineData("{% set s = 'a' * 1000000 %}{% for i in range(1000) %}{{ ('a' * 500000 ~ 'b') in s }}{% endfor %}")]
    public void Render_TemplateThatWantsTooMuch_IsRefusedSoon(string source)
    {
        var template = ChatTemplate.Parse(source, "t");

        Assert.Throws<UserError>(() => template.Render(Request()));
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("not ", "")]
    [InlineData("-", "")]
    [InlineData("a(", ")")]
    [InlineData("a[", "]")]
    [InlineData("{'a': ", "}")]
    [InlineData("1 if 1 else ", "")]
    [InlineData("a|map(", ")")]
    public void Parse_DeepNesting_IsRefused(string open, string close)
    {
        string source = $"{{{{ {string.Concat(Enumerable.Repeat(open, 5000))}1{string.Concat(Enumerable.Repeat(close, 5000))} }}}}";

        OnSmallStack(() => Assert.Throws<UserError>(() => ChatTemplate.Parse(source, "t")));
    }

    [Theory]
    [InlineData(" + 1")]
    [InlineData(" ~ 'a'")]
    [InlineData("|string")]
    [InlineData(" and 1")]
    public void Render_LongChain_IsRefusedOrWorks(string link)
    {
        var template = ChatTemplate.Parse($"{{{{ 1{string.Concat(Enumerable.Repeat(link, 20_000))} }}}}", "t");

        OnSmallStack(() => Assert.Throws<UserError>(() => template.Render(Request())));
    }

    [Fact]
    public void Render_NestedBlocks_AreRefusedBeforeTheStackEnds()
    {
        string source = string.Concat(Enumerable.Repeat("{% if 1 %}", 2000)) + string.Concat(Enumerable.Repeat("{% endif %}", 2000));
        var recursive = ChatTemplate.Parse("{% macro m() %}{% for a in [1] %}{% if 1 %}{% set x %}{% filter trim %}{{ ((m())) }}{% endfilter %}{% endset %}{% endif %}{% endfor %}{% endmacro %}{{ m() }}", "t");

        OnSmallStack(() =>
        {
            Assert.Throws<UserError>(() => ChatTemplate.Parse(source, "t"));
            Assert.Throws<UserError>(() => recursive.Render(Request()));
        });
    }

    [Fact]
    public void Render_DeepJson_IsRefused()
    {
        JsonNode deep = new JsonArray();
        for (int i = 0; i < 1000; i++)
            deep = new JsonArray(deep);

        Assert.Throws<UserError>(() => ChatTemplate.Parse("{{ x }}", "t").Render(Request() with { Variables = new JsonObject { ["x"] = deep } }));
    }

    [Fact]
    public void Render_LongConversation_HasStepsEnough()
    {
        var template = ChatTemplate.Parse(TemplateFiles.Read("qwen-3.jinja"), "t");
        string text = string.Concat(Enumerable.Repeat("<think>some words</think>\n", 4000));
        var messages = Enumerable.Range(0, 200).Select(i => new JsonObject { ["role"] = i % 2 == 0 ? "user" : "assistant", ["content"] = text });

        string rendered = template.Render(new ChatRequest { Messages = [.. messages] });

        Assert.InRange(rendered.Length, 100 * text.Length, 200 * text.Length);
    }

    [Fact]
    public void Render_NumbersOfAnyKind_KeepTheirKind()
    {
        var variables = new JsonObject { ["a"] = 1, ["b"] = 1.5f, ["c"] = 2.0m, ["d"] = JsonNode.Parse("1e3"), ["e"] = long.MaxValue, ["f"] = JsonNode.Parse("[1.0, -0.5]") };

        string text = ChatTemplate.Parse("{{ a }} {{ b }} {{ c }} {{ d }} {{ e }} {{ f }}", "t").Render(Request() with { Variables = variables });

        Assert.Equal("1 1.5 2.0 1000.0 9223372036854775807 [1.0, -0.5]", text);
    }

    private static ChatRequest Request() => TemplateFiles.Request("one question");

    /// <summary>The main thread of a program may have little stack; what is refused must be refused there too.</summary>
    private static void OnSmallStack(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action), 512 * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
