using System.Diagnostics;

namespace Hone.Cli.Tests.Verbs;

/// <summary>Runs the program these tests were built with, as a person would.</summary>
internal static class BuiltProgram
{
    /// <summary>Starts the program, asks it to stop as a service manager would once <paramref name="sign"/> shows on stderr, and waits for its end.</summary>
    public static async Task<(int Code, string Error)> StopAtAsync(string directory, string sign, params string[] args)
    {
        using var process = Process.Start(Describe(directory, args))!;
        process.StandardInput.Close();
        var error = new System.Text.StringBuilder();
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            error.AppendLine(line);
            if (!line.Contains(sign, StringComparison.Ordinal))
                continue;
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error.ToString());
    }

    public static async Task<(int Code, string Out, string Error)> RunAsync(string directory, string input, params string[] args)
    {
        using var process = Process.Start(Describe(directory, args))!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    private static ProcessStartInfo Describe(string directory, string[] args) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "hone.dll"), .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
}
