using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Hone.Core;

namespace Hone.Engine.Checkpoints;

/// <summary>
/// A file in memory, read-only: pages come from the disk as they are touched and can be dropped again, so a model larger than memory can
/// be opened. Views of it are valid until it is disposed.
/// </summary>
internal sealed unsafe partial class MappedFile : SafeHandle
{
    private readonly SafeHandle view;
    private readonly Action release;

    private MappedFile(string path, MemoryMappedViewAccessor accessor, long length)
        : base(0, ownsHandle: true)
    {
        byte* pointer = null;
        var buffer = accessor.SafeMemoryMappedViewHandle;
        buffer.AcquirePointer(ref pointer);
        (Path, Length, view, release) = (path, length, buffer, buffer.ReleasePointer);
        SetHandle((nint)(pointer + accessor.PointerOffset));
    }

    public string Path { get; }

    public long Length { get; }

    public override bool IsInvalid => handle == 0;

    public byte* Pointer => (byte*)handle;

    public static MappedFile Open(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length == 0)
                throw new UserError($"{path} is empty.", "Copy or download the file again.");
            using var map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            return new MappedFile(path, map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read), stream.Length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"cannot read {path}: {error.Message}", inner: error);
        }
    }

    /// <summary>A reading position of its own over the whole file.</summary>
    public Stream OpenStream() => new UnmanagedMemoryStream(Pointer, Length);

    /// <summary>Gives the file's pages back to the system; those that are read again come from its cache or the disk. Does nothing where systems have no such call.</summary>
    public void Forget()
    {
        const int DontNeed = 4;
        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
            _ = Advise(handle, (nuint)Length, DontNeed);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);

    protected override bool ReleaseHandle()
    {
        release();
        view.Dispose();
        return true;
    }
}
