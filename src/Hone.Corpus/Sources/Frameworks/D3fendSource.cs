using Hone.Core;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources.Frameworks.Rdf;

namespace Hone.Corpus.Sources.Frameworks;

/// <summary>MITRE D3FEND, the knowledge of defence, as its ontology: Turtle or JSON-LD. The files of a folder are one graph.</summary>
internal sealed class D3fendSource : IDocumentSource
{
    private const int MaxBytes = 256 << 20;

    private static readonly string[] _endings = [".ttl", ".jsonld", ".json"];

    public string Kind => "d3fend";

    public string Description => "MITRE D3FEND as its ontology (.ttl, .jsonld, .json), a file or a folder";

    public bool ItemsStandAlone => true;

    public IEnumerable<SourcePart> Parts(SourceReference reference)
    {
        IReadOnlyList<(string Path, string Relative)> files = SourceFiles.Of(reference, _endings);
        return [new SourcePart(Path.GetFileName(reference.Path), () => Read(reference, files))];
    }

    private static List<SourceItem> Read(SourceReference reference, IReadOnlyList<(string Path, string Relative)> files)
    {
        var graph = new RdfGraph();
        var items = new List<SourceItem>();
        foreach ((string path, string relative) in files)
        {
            // What was read of a file before it broke is kept; the file is named.
            items.AddRange(FileParts.OrBroken(reference, relative, () =>
            {
                if (SourceFiles.HasEnding(relative, ".ttl"))
                    TurtleReader.Read(EncodedText.Decode(InputFile.ReadAll(path, MaxBytes)), path, graph);
                else if (!JsonLdReader.Read(path, graph) && files.Count == 1)
                    throw new UserError($"{path}: not JSON-LD: it has neither \"@graph\" nor \"@context\"");
                return [];
            }));
        }
        var ontology = new D3fendOntology(graph);
        items.AddRange(graph.Names.Select(name => ReadClass(reference, ontology, name)).OfType<SourceItem>());
        return items;
    }

    private static SourceItem? ReadClass(SourceReference reference, D3fendOntology ontology, string name)
    {
        if (!ontology.IsTold(name))
            return null;
        var document = new Document
        {
            Id = name,
            Source = reference.Name,
            Title = ontology.Label(name),
            Text = D3fendStory.Tell(name, ontology),
            Url = Url(ontology, name),
            Licence = reference.Licence ?? "MIT",
            Tlp = reference.Tlp,
        };
        return ontology.IsDeprecated(name) ? SourceItem.Drop(document, Reasons.Deprecated) : SourceItem.Keep(document);
    }

    private static string? Url(D3fendOntology ontology, string name) => ontology.KindOf(name) switch
    {
        D3fendKind.Technique => $"https://d3fend.mitre.org/technique/d3f:{name}",
        D3fendKind.Artifact => $"https://d3fend.mitre.org/dao/artifact/d3f:{name}",
        _ => null,
    };
}
