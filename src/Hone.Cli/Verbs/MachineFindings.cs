using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Hone.Engine.Kernels;

namespace Hone.Cli.Verbs;

/// <summary>One fact about the machine; the remark says what follows from it.</summary>
internal sealed record MachineFinding(string Key, string Label, string Value, string Remark = "");

/// <summary>What doctor reports. Everything is looked at, nothing is changed or started.</summary>
internal static class MachineFindings
{
    private static readonly (string Name, string Purpose)[] OptionalTools =
    [
        ("pdftotext", "turns PDF reports into text that curate reads; Debian and Ubuntu: poppler-utils, macOS: brew install poppler"),
    ];

    public static IReadOnlyList<MachineFinding> Collect() =>
    [
        new("version", "hone", Application.Version),
        new("runtime", ".NET", RuntimeInformation.FrameworkDescription),
        new("system", "system", $"{RuntimeInformation.OSDescription.Trim()} {RuntimeInformation.OSArchitecture}"),
        new("vector_instructions", "vector instructions", Instructions(), VectorWidth()),
        new("kernels_f32", "kernels, f32", KernelChoice.Describe(ComputeType.F32), "compute: f32"),
        new("kernels_bf16", "kernels, bf16", KernelChoice.Describe(ComputeType.BF16), "compute: bf16; HONE_NO_ASSEMBLED_KERNELS=1 turns assembled kernels off"),
        new("threads", "threads", Invariant(Environment.ProcessorCount)),
        new("memory_mib", "memory", Invariant(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20), "MiB that this process may use"),
        Gpu(),
        .. OptionalTools.Select(Tool),
    ];

    private static string Instructions()
    {
        var names = new (bool Has, string Name)[]
        {
            (Avx2.IsSupported, "avx2"), (Fma.IsSupported, "fma"), (Avx512F.IsSupported, "avx512f"), (Avx512BW.IsSupported, "avx512bw"),
            (AdvSimd.IsSupported, "neon"), (Dp.IsSupported, "dotprod"),
        };
        var found = names.Where(n => n.Has).Select(n => n.Name).ToList();
        return found.Count > 0 ? string.Join(' ', found) : "none";
    }

    private static string VectorWidth() =>
        Vector512.IsHardwareAccelerated ? "512-bit kernels"
        : Vector256.IsHardwareAccelerated ? "256-bit kernels"
        : Vector128.IsHardwareAccelerated ? "128-bit kernels"
        : "no vector kernels: everything will be slow";

    private static MachineFinding Gpu()
    {
        var library = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        var driver = NativeLibrary.TryLoad(library, out var handle);
        if (driver)
            NativeLibrary.Free(handle);
        var tool = FindOnPath("nvidia-smi") is not null;
        var value = (driver, tool) switch
        {
            (true, _) => "NVIDIA driver found",
            (false, true) => "nvidia-smi found, driver library missing",
            _ => "none found",
        };
        return new MachineFinding("gpu", "GPU", value, "this version computes on the processor");
    }

    private static MachineFinding Tool((string Name, string Purpose) tool) =>
        new(tool.Name, tool.Name, FindOnPath(tool.Name) ?? "not found", tool.Purpose);

    private static string? FindOnPath(string name)
    {
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, file))
            .FirstOrDefault(File.Exists);
    }

    private static string Invariant(long value) => value.ToString(CultureInfo.InvariantCulture);
}
