using Hone.Corpus.Sources.Yaml;

namespace Hone.Corpus.Sources.Detections;

/// <summary>A program of GTFOBins: for every function a sentence, the commands, and who may run them.</summary>
internal static class GtfobinsStory
{
    public static string Tell(string name, YamlNode entry)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, name);
        if (entry.Text("alias") is { } alias)
            text.Paragraph($"`{name}` is another name of `{alias}`: what an attacker can do with `{alias}` on a Unix system can be done with `{name}` too.");
        string[] functions = [.. entry.Members("functions").Select(function => Words(function.Key).Name).Distinct()];
        if (functions.Length > 0)
            text.Paragraph($"`{name}` is a Unix program that an attacker can use to get around local restrictions. Its uses: {Prose.List(functions)}.");
        text.Paragraph(Prose.Tidy(entry.Text("comment") ?? entry.Text("description")));
        foreach (YamlEntry function in entry.Members("functions"))
        {
            (string title, string sentence) = Words(function.Key);
            text.Heading(2, char.ToUpperInvariant(title[0]) + title[1..]);
            text.Paragraph(sentence.Replace("{0}", $"`{name}`", StringComparison.Ordinal));
            foreach (YamlNode example in entry.Child("functions")?.Items(function.Key) ?? [])
                Tell(text, name, example);
        }
        return text.ToString();
    }

    private static void Tell(MarkdownBuilder text, string name, YamlNode example)
    {
        if (example.Text("from") is { } other)
            text.Paragraph($"It can run `{other}`, and then everything that `{other}` can do.");
        text.Paragraph(Prose.Tidy(example.Text("comment") ?? example.Text("description")));
        text.Paragraph(example.Text("version") is { } version ? $"This holds for the {MarkdownBuilder.OneLine(version)} version." : null);
        text.Code("sh", example.Text("code") ?? "");
        foreach (string side in (string[])["receiver", "sender", "listener", "connector"])
            OtherSide(text, example.Child(side));
        text.Paragraph(string.Join(' ', new[]
        {
            example.Text("tty") == "false" ? "The shell is a plain one without a terminal." : null,
            example.Flag("blind") ? "The output is not seen." : null,
            example.Text("binary") == "false" ? "Binary data do not come through unchanged." : null,
            WhoMay(example),
        }.OfType<string>()));
        foreach (YamlEntry context in example.Members("contexts"))
            if (context.Value.Text("code") is { } code && code != example.Text("code"))
            {
                text.Paragraph($"{Context(context.Key)}, the command is:");
                text.Code("sh", code);
            }
    }

    private static void OtherSide(MarkdownBuilder text, YamlNode? side)
    {
        text.Paragraph(side?.Scalar is { } kind ? $"On the other side there is {Side(kind)}." : Prose.Tidy(side?.Text("comment")));
        if (side?.Text("code") is { } code)
            text.Paragraph("On the other side:").Code("sh", code);
    }

    private static string? WhoMay(YamlNode example)
    {
        var sentences = new List<string>();
        string[] kinds = [.. example.Members("contexts").Select(context => context.Key).Where(key => key is "unprivileged" or "sudo" or "suid" or "capabilities")];
        if (kinds.Length > 0)
            sentences.Add($"It works {Prose.List([.. kinds.Select(When)])}.");
        foreach (YamlEntry context in example.Members("contexts"))
        {
            if (context.Value.Texts("list") is { Count: > 0 } capabilities)
                sentences.Add($"Capabilities needed: {Prose.List(capabilities)}.");
            if (context.Key == "suid" && context.Value.Flag("shell"))
                sentences.Add("With SUID it goes through the system's shell, so that rights are kept only where that shell does not drop them.");
            if (context.Value.Text("comment") is { } comment)
                sentences.Add($"{Context(context.Key)}: {Prose.Sentence(comment)}");
        }
        return sentences.Count > 0 ? string.Join(' ', sentences) : null;
    }

    private static string When(string context) => context switch
    {
        "unprivileged" => "for any user",
        "sudo" => "as root through `sudo`",
        "suid" => "as the owner where the SUID bit is set",
        _ => "with file capabilities",
    };

    private static string Context(string context) => context switch
    {
        "unprivileged" => "For any user",
        "sudo" => "Through `sudo`",
        "suid" => "With the SUID bit",
        "capabilities" => "With capabilities",
        _ => context,
    };

    private static string Side(string kind) => kind switch
    {
        "http-server" => "an HTTP server",
        "http-client" => "an HTTP client",
        "tcp-server" => "a TCP server",
        "tcp-server-tty" => "a TCP server with a terminal",
        "tcp-client" => "a TCP client",
        "tcp-client-tty" => "a TCP client with a terminal",
        "tls-server" => "a TLS server",
        "tls-client" => "a TLS client",
        "ssh-server" => "an SSH server",
        "ftp-server" => "an FTP server",
        "smb-server" => "an SMB server",
        "dns-server" => "a DNS server",
        _ => "a " + kind.Replace('-', ' '),
    };

    /// <summary>What a function is called in a list, and its sentence with {0} for the program.</summary>
    private static (string Name, string Sentence) Words(string function) => function switch
    {
        "shell" => ("an interactive shell", "{0} can start an interactive system shell."),
        "command" => ("running commands", "{0} can run commands of the system."),
        "non-interactive-reverse-shell" => ("a non-interactive reverse shell", "{0} can connect a shell without a terminal back to an attacker who listens."),
        "reverse-shell" => ("a reverse shell", "{0} can connect a shell back to an attacker who listens."),
        "non-interactive-bind-shell" => ("a non-interactive bind shell", "{0} can offer a shell without a terminal on a local port."),
        "bind-shell" => ("a bind shell", "{0} can offer a shell on a local port to an attacker who connects."),
        "file-upload" or "upload" => ("upload of files", "{0} can send local data elsewhere."),
        "file-download" or "download" => ("download of files", "{0} can fetch remote data."),
        "file-write" => ("writing files", "{0} can write data to local files."),
        "file-read" => ("reading files", "{0} can read local files."),
        "library-load" => ("loading libraries", "{0} can load a shared library, and with it any code."),
        "privilege-escalation" => ("more privileges", "{0} can give an attacker more privileges indirectly."),
        "inherit" => ("what other programs can do", "{0} can start other programs and has their uses."),
        "suid" => ("more privileges by SUID", "With the SUID bit set, {0} keeps the rights of its owner."),
        "limited-suid" => ("more privileges by SUID, within limits", "With the SUID bit set, {0} keeps the rights of its owner where the shell does not drop them."),
        "sudo" => ("more privileges by sudo", "Where `sudo` allows {0}, it keeps the rights of root."),
        "capabilities" => ("more privileges by capabilities", "With the right capabilities {0} can change its user."),
        _ => (function.Replace('-', ' ') is { Length: > 0 } words ? words : "other uses", "{0} offers this too."),
    };
}
