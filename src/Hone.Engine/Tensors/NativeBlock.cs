using System.Runtime.InteropServices;

namespace Hone.Engine.Tensors;

/// <summary>Native memory for f32 values, aligned to 64 bytes (one AVX-512 register, one cache line), zeroed, freed with its handle.</summary>
internal sealed unsafe class NativeBlock : SafeHandle
{
    private const nuint Alignment = 64;

    public NativeBlock(long length)
        : base(0, ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        var bytes = (nuint)Math.Max(length, 1) * sizeof(float);
        var pointer = NativeMemory.AlignedAlloc(bytes, Alignment);
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
}
