using Hone.Core;
using Hone.Core.Documents;
using Hone.Corpus.Sources.Yaml;

namespace Hone.Corpus.Sources.Detections;

/// <summary>
/// GTFOBins: what Unix programs let one do where they may run with more rights. A file a program, its knowledge in the YAML head;
/// in today's files an example says in which contexts it holds, in older ones the context is a function of its own.
/// </summary>
internal sealed class GtfobinsSource : IDocumentSource
{
    public string Kind => "gtfobins";

    public string Description => "GTFOBins entries (the files of _gtfobins, or .md), a file or a folder";

    public IEnumerable<SourcePart> Parts(SourceReference reference) => FileParts.Files(reference, [""], (path, relative) =>
    {
        string name = Path.GetFileName(relative);
        name = name.EndsWith(".md", StringComparison.Ordinal) ? name[..^3] : name;
        // The licence, the data of the site and other files have no head.
        return IsText(path) && YamlText.ReadHead(path) is { } head ? [ReadEntry(reference, path, name, head.Root)] : [];
    });

    private static bool IsText(string path)
    {
        Span<byte> start = stackalloc byte[4];
        using Stream file = InputFile.Open(path);
        return file.ReadAtLeast(start, 4, throwOnEndOfStream: false) == 4 && start is [(byte)'-', (byte)'-', (byte)'-', (byte)'\n' or (byte)'\r'];
    }

    private static SourceItem ReadEntry(SourceReference reference, string path, string name, YamlNode entry)
    {
        if (entry.Text("alias") is null && entry.Child("functions") is not { Kind: YamlKind.Map })
            throw new UserError($"{path}:{entry.Line}: not a GTFOBins entry: it has neither functions nor alias");
        return SourceItem.Keep(new Document
        {
            Id = name,
            Source = reference.Name,
            Title = name,
            Text = GtfobinsStory.Tell(name, entry),
            Url = $"https://gtfobins.github.io/gtfobins/{Uri.EscapeDataString(name)}/",
            Licence = reference.Licence ?? "GPL-3.0",
            Tlp = reference.Tlp,
        });
    }
}
