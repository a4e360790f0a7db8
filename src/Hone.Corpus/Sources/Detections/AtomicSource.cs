using System.Text.RegularExpressions;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Corpus.Sources.Yaml;

namespace Hone.Corpus.Sources.Detections;

/// <summary>
/// Atomic Red Team: small tests of detections, several a technique; a document each. Arguments are put into the commands, so
/// that they read as they run.
/// </summary>
internal sealed partial class AtomicSource : IDocumentSource
{
    public string Kind => "atomic";

    public string Description => "Atomic Red Team tests (.yaml), a file or a folder";

    public IEnumerable<SourcePart> Parts(SourceReference reference) => FileParts.Files(reference, [".yaml", ".yml"], (path, relative) =>
        YamlText.Read(reference, path, relative, document => ReadFile(reference, path, relative, document.Root)));

    private static IEnumerable<SourceItem> ReadFile(SourceReference reference, string path, string relative, YamlNode root)
    {
        // The repository has lists and indexes beside the tests.
        if (root.Child("atomic_tests") is null && root.Text("attack_technique") is null)
            yield break;
        string technique = root.Text("attack_technique") ?? throw new UserError($"{path}: it has tests but no attack_technique");
        string display = root.Text("display_name") is { } name ? $"{technique} {name}" : technique;
        int number = 0;
        foreach (YamlNode test in root.Items("atomic_tests"))
        {
            number++;
            yield return test.Text("name") is { } title
                ? SourceItem.Keep(new Document
                {
                    Id = $"{technique}-{number}",
                    Source = reference.Name,
                    Title = $"{display}: {MarkdownBuilder.OneLine(title)}",
                    Text = Tell(test, MarkdownBuilder.OneLine(title), display),
                    Url = $"https://github.com/redcanaryco/atomic-red-team/blob/master/atomics/{technique}/{technique}.md",
                    Licence = reference.Licence ?? "MIT",
                    Tlp = reference.Tlp,
                })
                : SourceItem.Broken(reference, $"{relative}:{test.Line}", $"{path}:{test.Line}: a test without a name");
        }
    }

    private static string Tell(YamlNode test, string title, string technique)
    {
        Dictionary<string, string> arguments = test.Members("input_arguments").GroupBy(entry => entry.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Value.Text("default") ?? "", StringComparer.Ordinal);
        YamlNode? executor = test.Child("executor");
        var text = new MarkdownBuilder();
        text.Heading(1, title);
        text.Paragraph(Introduction(test, executor, technique));
        text.Paragraph(Prose.Tidy(Filled(test.Text("description"), arguments)));
        Prepare(text, test, arguments);
        text.Heading(2, "Run");
        text.Paragraph(Prose.Tidy(executor?.Text("steps")));
        Code(text, executor?.Text("command"), executor?.Text("name"), arguments);
        text.Heading(2, "Clean up");
        Code(text, executor?.Text("cleanup_command"), executor?.Text("name"), arguments);
        return text.ToString();
    }

    private static string Introduction(YamlNode test, YamlNode? executor, string technique)
    {
        string platforms = Prose.List([.. test.Texts("supported_platforms").Select(Platform)]);
        string sentence = $"This Atomic Red Team test exercises the ATT&CK technique {technique}{(platforms.Length > 0 ? " on " + platforms : "")}.";
        string run = executor?.Text("name") switch
        {
            "manual" => " It is done by hand.",
            "command_prompt" => " It runs in the Windows command prompt.",
            "powershell" => " It runs in PowerShell.",
            { } shell => $" It runs in {shell}.",
            null => "",
        };
        return sentence + run + (executor?.Flag("elevation_required") == true ? " It needs elevated rights." : "");
    }

    private static void Prepare(MarkdownBuilder text, YamlNode test, Dictionary<string, string> arguments)
    {
        string? shell = test.Text("dependency_executor_name") ?? test.Child("executor")?.Text("name");
        text.Heading(2, "Prepare");
        foreach (YamlNode dependency in test.Items("dependencies"))
        {
            string? need = Prose.Sentence(Filled(dependency.Text("description"), arguments));
            text.Paragraph(need is null ? null : $"Needed: {need}");
            Code(text, dependency.Text("get_prereq_command"), shell, arguments);
        }
    }

    private static void Code(MarkdownBuilder text, string? command, string? shell, Dictionary<string, string> arguments)
    {
        string language = shell switch { "command_prompt" => "bat", "powershell" or "bash" or "sh" => shell, _ => "" };
        text.Code(language, Filled(command, arguments) ?? "");
    }

    /// <summary>With every "#{argument}" replaced by its default.</summary>
    private static string? Filled(string? command, Dictionary<string, string> arguments) => command is null ? null
        : Argument().Replace(command, m => arguments.TryGetValue(m.Groups[1].Value, out string? value) && value.Length > 0 ? value : m.Value);

    private static string Platform(string platform) => platform switch
    {
        "windows" => "Windows",
        "linux" => "Linux",
        "macos" => "macOS",
        "containers" => "containers",
        "office-365" => "Office 365",
        "azure-ad" => "Azure AD",
        "google-workspace" => "Google Workspace",
        _ when platform.StartsWith("iaas:", StringComparison.Ordinal) => $"cloud infrastructure ({platform[5..].ToUpperInvariant()})",
        _ => platform,
    };

    [GeneratedRegex(@"#\{([A-Za-z0-9_.-]{1,100})\}")]
    private static partial Regex Argument();
}
