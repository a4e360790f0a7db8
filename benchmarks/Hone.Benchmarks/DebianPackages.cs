using System.Diagnostics;

namespace Hone.Benchmarks;

/// <summary>Peers that Debian packages: found, or installed when run as root.</summary>
internal static class DebianPackages
{
    private static readonly Dictionary<string, bool> Asked = [];

    /// <summary>Those of <paramref name="packages"/> that are missing and could not be installed, as words for a row; empty: none.</summary>
    public static string Missing(params string[] packages)
    {
        var missing = packages.Where(package => !Has(package)).ToList();
        return missing.Count == 0 ? "" : $" (missing: {string.Join(", ", missing)})";
    }

    public static bool Has(string package)
    {
        if (!Asked.TryGetValue(package, out var present))
            Asked[package] = present = OperatingSystem.IsLinux() && (Installed(package) || (Environment.UserName == "root" && Install(package) && Installed(package)));
        return present;
    }

    private static bool Installed(string package) => Run("dpkg-query", "-W", "-f", "${Status}", package) is (0, var status) && status.Contains("ok installed", StringComparison.Ordinal);

    private static bool Install(string package)
    {
        Console.Error.WriteLine($"installing {package}");
        return Run("apt-get", "install", "-y", "-q", package).Code == 0;
    }

    private static (int Code, string Output) Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
            if (process is null)
                return (-1, "");
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "");
        }
    }
}
