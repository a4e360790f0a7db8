using System.Text.RegularExpressions;

namespace Hone.Core.Runs;

/// <summary>
/// A run on disk: runs/&lt;name&gt;/&lt;stage&gt;/. With <see cref="StageDirectory"/> the only code that knows paths inside a run.
/// Two processes cannot work in the same run: one of them holds its lock file open.
/// </summary>
public sealed partial class RunDirectory
{
    private readonly Lock _gate = new();
    private FileStream? _lock;
    private int _holders;

    private RunDirectory(string path, string name)
    {
        Path = path;
        Name = name;
    }

    public string Path { get; }

    public string Name { get; }

    /// <summary>Opens the run <paramref name="name"/> below <paramref name="root"/>; nothing is written yet.</summary>
    public static RunDirectory Open(string root, string name)
    {
        Check(name, "run");
        return new RunDirectory(System.IO.Path.Combine(root, name), name);
    }

    public StageDirectory Stage(string name)
    {
        Check(name, "stage");
        return new StageDirectory(System.IO.Path.Combine(Path, name));
    }

    /// <summary>
    /// Takes the run for this process until disposed. The lock is an open file, so a killed process leaves none behind.
    /// Taking it again in the same process is free: a recipe holds it around all its stages.
    /// </summary>
    public IDisposable Hold()
    {
        lock (_gate)
        {
            if (_holders == 0)
                _lock = OpenLock();
            _holders++;
        }
        return new Holder(this);
    }

    private FileStream OpenLock()
    {
        string file = System.IO.Path.Combine(Path, "run.lock");
        try
        {
            Directory.CreateDirectory(Path);
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IsSharingViolation(e))
        {
            throw new UserError($"{Path}: another hone is working in this run", "Wait for it to end, or give this run another name.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{file}: cannot be written: {e.Message}", null, e);
        }
    }

    /// <summary>Windows: ERROR_SHARING_VIOLATION or ERROR_LOCK_VIOLATION; elsewhere EWOULDBLOCK of Linux (11) and macOS (35).</summary>
    private static bool IsSharingViolation(IOException e) =>
        OperatingSystem.IsWindows() ? (e.HResult & 0xFFFF) is 32 or 33 : e.HResult is 11 or 35;

    private void Release()
    {
        lock (_gate)
        {
            if (--_holders > 0)
                return;
            _lock?.Dispose();
            _lock = null;
        }
    }

    private static void Check(string name, string what)
    {
        if (!NamePattern().IsMatch(name))
            throw new UserError($"'{name}' cannot be the name of a {what}", "Use letters, digits, '-', '_' and '.', at most 64, beginning with a letter or digit.");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex NamePattern();

    private sealed class Holder(RunDirectory run) : IDisposable
    {
        private RunDirectory? _run = run;

        public void Dispose() => Interlocked.Exchange(ref _run, null)?.Release();
    }
}
