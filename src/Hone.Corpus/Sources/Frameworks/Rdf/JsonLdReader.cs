using System.Text.Json;
using Hone.Core;

namespace Hone.Corpus.Sources.Frameworks.Rdf;

/// <summary>JSON-LD with its nodes in "@graph" (or as one object), their names written out or with prefixes; contexts are not applied.</summary>
internal static class JsonLdReader
{
    /// <summary>Whether a file is JSON-LD at all.</summary>
    public static bool Read(string path, RdfGraph graph) => JsonText.Read(path, root =>
    {
        if (root.Child("@graph") is null && root.Child("@context") is null)
            return false;
        foreach (JsonElement node in root.Child("@graph") is null ? [root] : root.Items("@graph"))
            AddNode(node, path, graph);
        return true;
    });

    private static string AddNode(JsonElement node, string path, RdfGraph graph)
    {
        string subject = node.Text("@id") is { } id ? Name(id) : graph.NewUnnamed();
        if (node.ValueKind == JsonValueKind.Object)
            foreach (JsonProperty member in node.EnumerateObject())
                if (member.Name == "@type" || !member.Name.StartsWith('@'))
                    foreach (JsonElement value in member.Value.ValueKind == JsonValueKind.Array ? member.Value.EnumerateArray().ToArray() : [member.Value])
                        if (!graph.Add(subject, member.Name == "@type" ? "type" : RdfGraph.LocalName(member.Name), Value(value, member.Name == "@type", path, graph)))
                            throw new UserError($"{path}: too many statements");
        return subject;
    }

    private static RdfValue Value(JsonElement value, bool isName, string path, RdfGraph graph) => value.ValueKind switch
    {
        JsonValueKind.Object when value.Child("@value") is { } literal => new RdfValue(literal.ValueKind == JsonValueKind.String ? literal.GetString() ?? "" : literal.GetRawText(), true),
        JsonValueKind.Object when value.Text("@id") is { } id && value.EnumerateObject().Count() == 1 => new RdfValue(Name(id), false),
        JsonValueKind.Object => new RdfValue(AddNode(value, path, graph), false),
        JsonValueKind.String when isName => new RdfValue(RdfGraph.LocalName(value.GetString() ?? ""), false),
        JsonValueKind.String => new RdfValue(value.GetString() ?? "", true),
        _ => new RdfValue(value.GetRawText(), true),
    };

    private static string Name(string id) => id.StartsWith("_:", StringComparison.Ordinal) ? id : RdfGraph.LocalName(id);
}
