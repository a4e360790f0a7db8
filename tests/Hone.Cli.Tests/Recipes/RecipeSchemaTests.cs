using System.Text.Json.Nodes;
using Hone.Cli.Output;
using Hone.Cli.Recipes;
using Hone.Cli.Verbs;

namespace Hone.Cli.Tests.Recipes;

public class RecipeSchemaTests
{
    [Fact]
    public void GeneratedFiles_AreTheCommittedOnes()
    {
        var pages = DocsVerb.Pages(new CliStreams(TextReader.Null, TextWriter.Null, TextWriter.Null, TimeProvider.System));

        Assert.All(pages, page => Golden.CheckFile(page.Key, page.Value));
    }

    [Fact]
    public void Schema_EveryObject_IsClosed()
    {
        var schema = JsonNode.Parse(RecipeSchema.Write())!;

        Assert.All(Objects(schema), o => Assert.NotNull(o["additionalProperties"]));
        Assert.Equal(["name"], schema["required"]!.AsArray().Select(n => n!.GetValue<string>()));
    }

    private static IEnumerable<JsonNode> Objects(JsonNode node)
    {
        if (node["type"]?.GetValue<string>() == "object")
            yield return node;
        foreach (var child in node["properties"]?.AsObject() ?? [])
            foreach (var inner in Objects(child.Value!))
                yield return inner;
    }
}
