using System.Diagnostics;
using System.Globalization;

namespace Hone.Benchmarks;

/// <summary>peers/gemm_peer.cpp, built where it is not and asked for one product after the other in one process.</summary>
internal sealed class GemmPeer
{
    private static readonly string[] Packages = ["g++", "libopenblas0-pthread", "libdnnl-dev"];
    private readonly Lazy<Process?> process = new(Start);

    public static string Missing => DebianPackages.Missing(Packages);

    public double? Measure(GemmShape shape, int threads, bool bf16)
    {
        if (process.Value is not { } peer)
            return null;
        peer.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{shape.M} {shape.N} {shape.K} {threads} {(bf16 ? "bf16" : "f32")} {shape.Repetitions} {shape.Layout}"));
        return double.TryParse(peer.StandardOutput.ReadLine(), CultureInfo.InvariantCulture, out var rate) ? rate : null;
    }

    private static Process? Start()
    {
        if (Missing.Length > 0)
            return null;
        var root = Environment.GetEnvironmentVariable("HONE_BENCHMARKS") ?? "benchmarks";
        var (source, program) = (Path.Combine(root, "peers", "gemm_peer.cpp"), Path.Combine(root, "..", "artifacts", "peers", "gemm_peer"));
        if (!File.Exists(program) || File.GetLastWriteTimeUtc(program) < File.GetLastWriteTimeUtc(source))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(program) ?? ".");
            using var compiler = Process.Start("g++", ["-O2", "-std=c++17", "-fopenmp", source, "-o", program, "-ldnnl", "-ldl"]);
            compiler.WaitForExit();
            if (compiler.ExitCode != 0)
                return null;
        }
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // The libraries shall choose kernels, blocks and threads themselves.
        foreach (var name in (string[])["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"])
            start.Environment.Remove(name);
        var peer = Process.Start(start);
        Console.Error.WriteLine($"peer: {peer?.StandardOutput.ReadLine()}");
        return peer;
    }
}
