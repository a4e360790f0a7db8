using System.Runtime.InteropServices;

namespace Hone.Engine.Kernels.Cpu.Assembled;

/// <summary>Machine code in pages of its own: written while they are writable, then made executable and no longer writable.</summary>
internal sealed unsafe partial class ExecutableMemory : SafeHandle
{
    private const int ReadWrite = 0x1 | 0x2, ReadExecute = 0x1 | 0x4, PrivateAnonymous = 0x02 | 0x20;
    private const uint CommitReserve = 0x1000 | 0x2000, PageReadWrite = 0x04, PageExecuteRead = 0x20, Release = 0x8000;
    private readonly nuint length;

    private ExecutableMemory(nint address, nuint length)
        : base(0, ownsHandle: true)
    {
        this.length = length;
        SetHandle(address);
    }

    public override bool IsInvalid => handle is 0 or -1;

    public nint Address => handle;

    /// <summary>Null where the system allows no such pages.</summary>
    public static ExecutableMemory? TryCreate(ReadOnlySpan<byte> code)
    {
        var length = (nuint)code.Length;
        var windows = OperatingSystem.IsWindows();
        var memory = new ExecutableMemory(windows ? VirtualAlloc(0, length, CommitReserve, PageReadWrite) : Map(0, length, ReadWrite, PrivateAnonymous, -1, 0), length);
        if (memory.IsInvalid)
            return null;
        code.CopyTo(new Span<byte>((void*)memory.handle, code.Length));
        if (windows ? VirtualProtect(memory.handle, length, PageExecuteRead, out _) != 0 : Protect(memory.handle, length, ReadExecute) == 0)
            return memory;
        memory.Dispose();
        return null;
    }

    protected override bool ReleaseHandle()
        => OperatingSystem.IsWindows() ? VirtualFree(handle, 0, Release) != 0 : Unmap(handle, length) == 0;

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);

    [LibraryImport("kernel32")]
    private static partial nint VirtualAlloc(nint address, nuint length, uint type, uint protection);

    [LibraryImport("kernel32")]
    private static partial int VirtualProtect(nint address, nuint length, uint protection, out uint previous);

    [LibraryImport("kernel32")]
    private static partial int VirtualFree(nint address, nuint length, uint type);
}
