using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;
using Hone.Cli.Output;
using Hone.Cli.Verbs;
using Hone.Core;

namespace Hone.Cli;

/// <summary>The composition root: the list of verbs, and what every verb's end means for the exit code.</summary>
internal static class Application
{
    /// <summary>The root command is named after the running file; in tests that is the test program.</summary>
    public static string Name { get; } = RootCommand.ExecutableName;

    public static string Version { get; } =
        typeof(Application).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>A new verb is one file in Verbs/ and one line here.</summary>
    public static RootCommand CreateRoot(CliStreams io)
    {
        var root = new RootCommand("Turns a general small language model into a security team's own expert, offline.")
        {
            RunVerb.Create(io),
            FetchVerb.Create(io),
            ScrubVerb.Create(io),
            CurateVerb.Create(io),
            AdaptVerb.Create(io),
            EvalVerb.Create(io),
            ChatVerb.Create(io),
            ExportVerb.Create(io),
            MergeVerb.Create(io),
            DoctorVerb.Create(io),
            SchemaVerb.Create(io),
            DocsVerb.Create(io),
        };
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpAction { MaxWidth = 100 };
        return root;
    }

    public static async Task<int> RunAsync(string[] args, CliStreams io, CancellationToken cancel)
    {
        var parsed = CreateRoot(io).Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0)
            return ErrorPrinter.PrintUsage(io, parsed.CommandResult.Command.Name, parsed.Errors.Select(e => e.Message));
        var invocation = new InvocationConfiguration
        {
            Output = io.Out,
            Error = io.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(invocation, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            io.Error.WriteLine("stopped; what is finished is kept. To go on, give the same command again:");
            io.Error.WriteLine($"  hone {string.Join(' ', args.Select(Quote))}");
            return ExitCode.Interrupted;
        }
        catch (UserError error)
        {
            return ErrorPrinter.Print(io, error);
        }
        catch (Exception error)
        {
            return ErrorPrinter.PrintBug(io, error);
        }
    }

    /// <summary>For a shell: an argument with anything but plain letters is put in quotes.</summary>
    private static string Quote(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsLetterOrDigit(c) || "_-./\\:=,+@".Contains(c, StringComparison.Ordinal))
            ? argument
            : $"'{argument}'";
}
