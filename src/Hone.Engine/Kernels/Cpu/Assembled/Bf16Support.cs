using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Hone.Engine.Kernels.Cpu.Assembled;

/// <summary>Which bf16 instructions processor, system and user allow.</summary>
internal static partial class Bf16Support
{
    /// <summary>Set to 1, no assembled code is made or run.</summary>
    public const string Switch = "HONE_NO_ASSEMBLED_KERNELS";

    private const int ArchitectureControl = 158, RequestPermission = 0x1023, TileData = 18, FirstLettersOfAuthenticAmd = 0x68747541;

    // Avx512BW.IsSupported also says that the system keeps the registers.
    public static bool Avx512
        => Possible && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;

    // On Intel vdpbf16ps starts every other cycle (measured on Granite Rapids: 0.6 of the f32 tile); on AMD since Zen 4 it has twice the rate of f32.
    public static bool FastAvx512
        => Avx512 && X86Base.CpuId(0, 0).Ebx == FirstLettersOfAuthenticAmd;

    /// <summary>Linux hands out tile registers on request, for the whole process; it refuses where a thread's signal stack is too small for them.</summary>
    public static bool Amx
        => Avx512 && OperatingSystem.IsLinux() && (X86Base.CpuId(7, 0).Edx & (1 << 22)) != 0 && (X86Base.CpuId(7, 0).Edx & (1 << 24)) != 0
            && SystemCall(ArchitectureControl, RequestPermission, TileData) == 0;

    /// <summary>Assembled AVX-512 code may be made and run.</summary>
    public static bool Possible
        => Environment.GetEnvironmentVariable(Switch) != "1" && RuntimeInformation.ProcessArchitecture == Architecture.X64
            && (OperatingSystem.IsLinux() || OperatingSystem.IsWindows()) && Avx512BW.IsSupported && X86Base.CpuId(7, 0).Eax >= 1;

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint first, nint second);
}
