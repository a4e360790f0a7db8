using System.IO.Compression;
using System.Xml;
using Hone.Core;

namespace Hone.Corpus.Sources.Files.Office;

/// <summary>
/// The zip file that a .docx or .xlsx is (ECMA-376 part 2), as untrusted as any: entries are counted, what is unpacked is bounded
/// in all and against the file's size, XML has no document types and no entities, and nothing outside the file is ever followed.
/// </summary>
internal sealed class OfficePackage : IDisposable
{
    private const int MaxEntries = 20_000;
    private const long MaxUnpacked = 256L << 20;
    private const int MaxRatio = 100;
    private const int SlackBytes = 16 << 20;

    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _parts = new(StringComparer.OrdinalIgnoreCase);
    private readonly UnpackBudget _budget;

    public OfficePackage(byte[] content)
    {
        _zip = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
        if (_zip.Entries.Count > MaxEntries)
            throw new InvalidDataException($"more than {MaxEntries} files inside");
        foreach (ZipArchiveEntry entry in _zip.Entries)
            _parts.TryAdd(entry.FullName.Replace('\\', '/').TrimStart('/'), entry);
        _budget = new UnpackBudget(Math.Min(MaxUnpacked, SlackBytes + ((long)content.Length * MaxRatio)));
    }

    /// <summary>A file that is no zip because it is an old or an encrypted one: what it is, or null.</summary>
    public static string? OldFormat(ReadOnlySpan<byte> content)
    {
        if (!content.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
            return null;
        ReadOnlySpan<byte> stream = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"u8;
        return content.IndexOf(stream) >= 0 ? "protected by a password" : "an Office file of before 2007: save it in the present format";
    }

    /// <summary>Opens a part of the package, or null where it has none of that name.</summary>
    public XmlReader? Open(string? name) => name is not null && _parts.TryGetValue(name.TrimStart('/'), out ZipArchiveEntry? entry)
        ? XmlReader.Create(_budget.Bound(entry.Open()), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, CloseInput = true })
        : null;

    /// <summary>The main part of the package: by its relationships, or where it usually is.</summary>
    public string MainPart(string usual) => Relations("").Values.FirstOrDefault(r => r.Type.EndsWith("/officeDocument", StringComparison.Ordinal)).Target ?? usual;

    /// <summary>The parts that a part points to, by id; external ones are left out.</summary>
    public Dictionary<string, (string Type, string Target)> Relations(string part)
    {
        int slash = part.LastIndexOf('/') + 1;
        var relations = new Dictionary<string, (string, string)>();
        using XmlReader? reader = Open($"{part[..slash]}_rels/{part[slash..]}.rels");
        while (reader?.Read() == true)
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "Relationship" && reader.GetAttribute("TargetMode") != "External")
                relations.TryAdd(reader.GetAttribute("Id") ?? "", (reader.GetAttribute("Type") ?? "", Resolve(part[..slash], reader.GetAttribute("Target") ?? "")));
        return relations;
    }

    /// <summary>The target of the relation whose type ends so, or null.</summary>
    public static string? Related(Dictionary<string, (string Type, string Target)> relations, string kind) =>
        relations.Values.FirstOrDefault(r => r.Type.EndsWith("/" + kind, StringComparison.Ordinal)).Target;

    private static string Resolve(string folder, string target)
    {
        var path = new Stack<string>();
        foreach (string step in (target.StartsWith('/') ? target : folder + target).Split('/', StringSplitOptions.RemoveEmptyEntries))
            if (step == "..")
                path.TryPop(out _);
            else if (step != ".")
                path.Push(step);
        return string.Join('/', path.Reverse());
    }

    public void Dispose() => _zip.Dispose();
}
