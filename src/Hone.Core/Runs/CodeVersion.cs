using System.Reflection;

namespace Hone.Core.Runs;

/// <summary>Which build wrote something: the version, and the commit where the build knew it.</summary>
public sealed record CodeVersion(string Version, string? Commit)
{
    public static CodeVersion Current { get; } = Parse(
        typeof(CodeVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");

    /// <summary>The build appends the commit to the informational version: "0.1.0+3f2c...".</summary>
    internal static CodeVersion Parse(string informational)
    {
        int plus = informational.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? new(informational, null) : new(informational[..plus], informational[(plus + 1)..]);
    }
}
