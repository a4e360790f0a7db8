using System.Runtime.InteropServices;

namespace Hone.Engine.Tensors;

/// <summary>
/// Native memory for f32 values, aligned to 64 bytes (one AVX-512 register, one cache line), zeroed, freed with its handle. Blocks of
/// some MiB ask Linux for pages of 2 MiB: matrix products walk through more small pages than the processor can remember.
/// </summary>
internal sealed unsafe partial class NativeBlock : SafeHandle
{
    private const nuint Alignment = 64, LargePage = 1 << 21, LargeFrom = 2 * LargePage;
    private const int AdviseLargePages = 14;

    public NativeBlock(long length)
        : base(0, ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        var bytes = (nuint)Math.Max(length, 1) * sizeof(float);
        var large = OperatingSystem.IsLinux() && bytes >= LargeFrom;
        var pointer = NativeMemory.AlignedAlloc(bytes, large ? LargePage : Alignment);
        if (large)
            _ = Advise(pointer, bytes, AdviseLargePages); // advice: refused where the system has none
        NativeMemory.Clear(pointer, bytes);
        SetHandle((nint)pointer);
    }

    public static NativeBlock OfBytes(long bytes) => new((bytes + sizeof(float) - 1) / sizeof(float));

    /// <summary>In floats.</summary>
    public long Length { get; }

    public override bool IsInvalid => handle == 0;

    public float* Pointer => (float*)handle;

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
