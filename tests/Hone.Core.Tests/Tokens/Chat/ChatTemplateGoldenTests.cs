using System.Text.Json.Nodes;
using Hone.Core.Tokens.Chat;

namespace Hone.Core.Tests.Tokens.Chat;

/// <summary>
/// Templates in the style of the families we run, over conversations with tools, system turns and mistakes, against what @huggingface/jinja
/// and Python's jinja2 made of them (templates/regenerate.mjs). Where the two differ jinja2 is right: models are trained with it.
/// </summary>
public sealed class ChatTemplateGoldenTests
{
    public static TheoryData<string> Templates => [.. TemplateFiles.Names];

    [Theory]
    [MemberData(nameof(Templates))]
    public void Render_FamilyTemplate_EqualsTheReference(string file)
    {
        var template = ChatTemplate.Parse(TemplateFiles.Read(file), file).WithTokens(TemplateFiles.Tokens);
        foreach (var (name, golden) in TemplateFiles.Goldens[file]!.AsObject())
        {
            var expected = golden!["jinja2"] ?? golden;

            string? text = null;
            string? problem = null;
            try
            {
                text = template.Render(TemplateFiles.Request(name));
            }
            catch (UserError error)
            {
                problem = error.Message;
            }

            Assert.True((string?)expected["text"] == text, $"{file}, {name}: expected\n{expected.ToJsonString()}\nbut it is\n{JsonValue.Create(text)?.ToJsonString()} {problem}");
            if ((string?)expected["refused"] is { } refusal)
                Assert.Contains($"refuses the conversation: {refusal}", problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Goldens_MostTemplates_AreThoseOfBothReferences()
    {
        var agreeing = TemplateFiles.Goldens.Count(pair => pair.Value!.AsObject().Count(golden => golden.Value!["jinja2"] is null && golden.Value["text"] is not null) >= 10);

        Assert.True(agreeing >= 20, $"only {agreeing} templates give the same text in @huggingface/jinja and jinja2");
    }
}
