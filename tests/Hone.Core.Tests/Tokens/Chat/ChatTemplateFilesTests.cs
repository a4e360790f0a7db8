using System.Text.Json.Nodes;
using Hone.Core.Tokens.Chat;

namespace Hone.Core.Tests.Tokens.Chat;

public sealed class ChatTemplateFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_NoTemplate_IsNull()
    {
        Assert.Null(ChatTemplate.Load(_folder.Path(".")));

        Write("tokenizer_config.json", """{"bos_token": "<s>"}""");

        Assert.Null(ChatTemplate.Load(_folder.Path(".")));
    }

    [Fact]
    public void Load_TemplateInTheConfiguration_HasItsTokens()
    {
        Write("tokenizer_config.json", """{"bos_token": {"content": "<s>", "lstrip": false}, "eos_token": "</s>", "pad_token": null, "chat_template": "{{ bos_token ~ messages[0].content ~ eos_token ~ pad_token }}"}""");

        Assert.Equal("<s>hello</s>", Render(ChatTemplate.Load(_folder.Path("."))!));
    }

    [Fact]
    public void Load_TemplateOfItsOwn_ComesFirst()
    {
        Write("tokenizer_config.json", """{"eos_token": "</s>", "chat_template": "other"}""");
        Write("chat_template.jinja", "own {{ eos_token }}\n");

        Assert.Equal("own </s>", Render(ChatTemplate.Load(_folder.Path("."))!));
    }

    [Fact]
    public void Load_NamedTemplates_ToolsChooseTheirs()
    {
        Write("tokenizer_config.json", """{"chat_template": [{"name": "default", "template": "plain"}, {"name": "tool_use", "template": "{{ tools | length }} tools"}, {"name": "rag", "template": "{% broken"}]}""");

        var template = ChatTemplate.Load(_folder.Path("."))!;

        Assert.Equal("plain", Render(template));
        Assert.Equal("1 tools", template.Render(new ChatRequest { Messages = [], Tools = [[]] }));
    }

    [Theory]
    [InlineData("{", "tokenizer_config.json")]
    [InlineData("[]", "the file must be an object")]
    [InlineData("""{"chat_template": 5}""", "chat_template must be a string")]
    [InlineData("""{"chat_template": []}""", "no template named \"default\"")]
    [InlineData("""{"chat_template": [{"name": "default", "template": "a"}, {"name": "default", "template": "a"}]}""", "a second time")]
    [InlineData("""{"chat_template": [{"name": "default"}]}""", "chat_template[0].template")]
    [InlineData("""{"chat_template": "{% if %}"}""", "chat_template, line 1")]
    [InlineData("""{"bos_token": 5}""", "bos_token")]
    [InlineData("""{"bos_token": {"lstrip": true}}""", "bos_token.content")]
    public void Load_FileItCannotUse_NamesTheField(string json, string expected)
    {
        Write("tokenizer_config.json", json);

        var error = Assert.Throws<UserError>(() => ChatTemplate.Load(_folder.Path(".")));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("tokenizer_config.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoDirectory_IsAUserError() => Assert.Throws<UserError>(() => ChatTemplate.Load(_folder.Path("none")));

    private static string Render(ChatTemplate template) =>
        template.Render(new ChatRequest { Messages = [new JsonObject { ["role"] = "user", ["content"] = "hello" }] });

    private void Write(string name, string text) => File.WriteAllText(_folder.Path(name), text);
}
