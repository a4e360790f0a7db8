using Hone.Engine.Kernels.Cpu.Assembled;

namespace Hone.Engine.Tests.Kernels;

public sealed class ExecutableMemoryTests
{
    private const byte Return = 0xC3;

    [Fact]
    public void Memory_WhileItLives_IsExecutableAndNotWritable()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc/self/maps");
        using var memory = ExecutableMemory.TryCreate([Return]);
        Assert.NotNull(memory);

        Assert.StartsWith("r-x", Permissions(memory.Address), StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_Disposed_IsGone()
    {
        var memory = ExecutableMemory.TryCreate([Return]);
        Assert.NotNull(memory);

        memory.Dispose();

        Assert.True(memory.IsClosed);
    }

    private static string Permissions(nint address)
    {
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            var words = line.Split(' ', '-');
            if (nint.Parse(words[0], System.Globalization.NumberStyles.HexNumber, null) <= address && address < nint.Parse(words[1], System.Globalization.NumberStyles.HexNumber, null))
                return line.Split(' ')[1];
        }
        return "";
    }
}
