using System.Text.RegularExpressions;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Corpus.Sources.Yaml;

namespace Hone.Corpus.Sources.Detections;

/// <summary>LOLBAS: Windows binaries, libraries and scripts that attackers put to their own use; a document each.</summary>
internal sealed partial class LolbasSource : IDocumentSource
{
    public string Kind => "lolbas";

    public string Description => "LOLBAS entries (.yml), a file or a folder";

    public IEnumerable<SourcePart> Parts(SourceReference reference)
    {
        AttackNames names = AttackNames.Of(reference);
        return FileParts.Files(reference, [".yml", ".yaml"], (path, relative) =>
            YamlText.Read(reference, path, relative, document => [ReadEntry(reference, path, relative, document.Root, names)]));
    }

    private static SourceItem ReadEntry(SourceReference reference, string path, string relative, YamlNode entry, AttackNames names)
    {
        if (entry.Text("Name") is not { } name || entry.Child("Commands") is null)
            throw new UserError($"{path}:{entry.Line}: not a LOLBAS entry: it lacks Name or Commands");
        return SourceItem.Keep(new Document
        {
            Id = relative,
            Source = reference.Name,
            Title = name,
            Text = Tell(entry, name, names),
            Date = Prose.IsoDate(entry.Text("Created")),
            Licence = reference.Licence ?? "GPL-3.0",
            Tlp = reference.Tlp,
        });
    }

    private static string Tell(YamlNode entry, string name, AttackNames names)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, name);
        string[] paths = [.. entry.Items("Full_Path").Select(item => item.Text("Path")).OfType<string>().Where(path => path.Contains('\\')).Distinct()];
        string[] aliases = [.. entry.Items("Aliases").Select(item => item.Text("Alias")).OfType<string>()];
        text.Paragraph(string.Join(' ', new[]
        {
            Prose.Sentence(entry.Text("Description")),
            aliases.Length > 0 ? $"Also known as {Prose.List(aliases)}." : null,
            paths.Length > 0 ? $"It lies at {Prose.List([.. paths.Select(path => $"`{path}`")])}." : null,
            "Attackers can turn it to their own use, as follows.",
        }.OfType<string>()));
        foreach (YamlNode command in entry.Items("Commands"))
            Tell(text, command, name, names);
        text.Heading(2, "Detection");
        foreach (YamlNode detection in entry.Items("Detection"))
            text.Item(detection.Text("IOC") is { } sign ? $"Sign of use: {Prose.Sentence(sign)}" : null);
        return text.ToString();
    }

    private static void Tell(MarkdownBuilder text, YamlNode command, string name, AttackNames names)
    {
        text.Heading(2, command.Text("Usecase") is { } use ? MarkdownBuilder.OneLine(use).TrimEnd('.') : command.Text("Category") ?? name);
        text.Paragraph(Prose.Tidy(command.Text("Description") is { } description ? MarkdownBuilder.Sentence(description) : null));
        text.Code("bat", Filled(command.Text("Command") ?? ""));
        var sentences = new List<string>();
        if (command.Text("Category") is { } category)
            sentences.Add($"This is {Category(category)}.");
        if (command.Text("MitreID") is { } id && names.Tell("It corresponds to", [], id.Split(',')) is { } told)
            sentences.Add(told);
        if (command.Text("Privileges") is { } privileges)
            sentences.Add($"Privileges needed: {MarkdownBuilder.OneLine(privileges)}.");
        if (command.Text("OperatingSystem") is { } system)
            sentences.Add($"It works on {MarkdownBuilder.OneLine(system).TrimEnd('.')}.");
        text.Paragraph(string.Join(' ', sentences));
    }

    private static string Category(string category) => category switch
    {
        "ADS" => "use of alternate data streams",
        "AWL Bypass" => "a bypass of application allow-listing",
        "UAC Bypass" => "a bypass of user account control",
        "Credentials" => "theft of credentials",
        "Execute" => "execution of other code",
        "Dump" => "dumping of memory",
        "Reconnaissance" => "reconnaissance",
        "Download" or "Upload" or "Copy" => $"{(category == "Upload" ? "an" : "a")} {category.ToLowerInvariant()} of files",
        "Encode" or "Decode" => $"{category.ToLowerInvariant()[..^1]}ing of files",
        "Compile" => "compilation of code",
        "Conceal" => "concealment",
        "Tamper" => "tampering",
        _ => category,
    };

    /// <summary>"{REMOTEURL:.exe}" is written "https://www.example.org/file.exe", as the project's own site does.</summary>
    private static string Filled(string command) => Placeholder().Replace(command, m =>
    {
        string ending = m.Groups["ending"].Value;
        return m.Groups["name"].Value switch
        {
            "REMOTEURL" => $"https://www.example.org/file{ending}",
            "PATH" => $"file{ending}",
            "PATH_ABSOLUTE" => $@"C:\Windows\Temp\file{ending}",
            "PATH_SMB" => $@"\\servername\C$\Windows\Temp\file{ending}",
            "CMD" => "cmd.exe /c whoami",
            _ => m.Value,
        };
    });

    [GeneratedRegex(@"\{(?<name>[A-Z_]{2,30})(?::(?<ending>\.[A-Za-z0-9]{1,10})?[^{}\n]{0,80})?\}")]
    private static partial Regex Placeholder();
}
