using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Hone.Core;

namespace Hone.Corpus.Sources.Files.Pdf;

/// <summary>What a tool printed, or why there is nothing.</summary>
internal sealed record ToolOutput(string Text, string? Problem, bool Encrypted = false);

/// <summary>
/// Runs pdftotext and pdfinfo: a PDF is a program for a large parser in C++, so that parser gets a process of its own that can be
/// ended, and where there is a shell its memory and processor time are limited too.
/// </summary>
internal static class PopplerTools
{
    public const int MaxFileBytes = 512 << 20;

    private const int MaxOutputBytes = 64 << 20;
    private const int MaxErrorCharacters = 4_096;
    private const string Limits = "ulimit -v 3145728 2>/dev/null; ulimit -t 120 2>/dev/null; exec \"$0\" \"$@\"";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(180);

    public static UserError? Lacking(string? searchPath = null) => Find("pdftotext", searchPath) is not null ? null : new UserError(
        "PDF files are read through pdftotext, which is not installed",
        "Debian, Ubuntu: apt install poppler-utils. Fedora: dnf install poppler-utils. macOS: brew install poppler. Windows: winget install oschwartz10612.Poppler. Then try again.");

    public static ToolOutput Text(string path) => Run("pdftotext", ["-enc", "UTF-8", "-eol", "unix", Path.GetFullPath(path), "-"]);

    /// <summary>Title and dates, or nothing where pdfinfo is missing.</summary>
    public static string Facts(string path) => Find("pdfinfo", null) is null ? "" : Run("pdfinfo", ["-enc", "UTF-8", "-isodates", Path.GetFullPath(path)]).Text;

    private static ToolOutput Run(string tool, string[] arguments)
    {
        using var process = new Process { StartInfo = Start(Find(tool, null) ?? tool, arguments) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new ToolOutput("", $"{tool} cannot be started: {e.Message}");
        }
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
                if (errors.Length < MaxErrorCharacters)
                    errors.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
        bool late = false;
        using var clock = new Timer(_ => { late = true; End(process); }, null, _patience, Timeout.InfiniteTimeSpan);
        byte[] output = ReadBounded(process.StandardOutput.BaseStream);
        if (output.Length > MaxOutputBytes)
            End(process);
        process.WaitForExit();
        string said;
        lock (errors)
            said = errors.ToString();
        return output.Length > MaxOutputBytes ? new ToolOutput("", $"it holds more than {MaxOutputBytes >> 20} MiB of text")
            : late ? new ToolOutput("", $"{tool} did not end within {_patience.TotalSeconds:0} seconds")
            : process.ExitCode == 0 ? new ToolOutput(Encoding.UTF8.GetString(output), null)
            : said.Contains("password", StringComparison.OrdinalIgnoreCase) || process.ExitCode == 3 ? new ToolOutput("", "protected by a password", Encrypted: true)
            : new ToolOutput("", $"{tool}: {FirstError(said)}");
    }

    private static ProcessStartInfo Start(string tool, string[] arguments)
    {
        bool shell = !OperatingSystem.IsWindows() && File.Exists("/bin/sh");
        var start = new ProcessStartInfo(shell ? "/bin/sh" : tool)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (string argument in shell ? ["-c", Limits, tool, .. arguments] : arguments)
            start.ArgumentList.Add(argument);
        return start;
    }

    private static byte[] ReadBounded(Stream output)
    {
        using var content = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int read; content.Length <= MaxOutputBytes && (read = output.Read(buffer)) > 0;)
            content.Write(buffer, 0, read);
        return content.ToArray();
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It ended by itself in the meantime.
        }
    }

    private static string FirstError(string said) =>
        said.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Contains("Error", StringComparison.Ordinal)) ?? "not a PDF file that can be read";

    private static string? Find(string tool, string? searchPath)
    {
        string file = OperatingSystem.IsWindows() ? tool + ".exe" : tool;
        return (searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified) // never from the working directory
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }
}
