using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Hone.Core;
using Hone.Core.Statistics;

namespace Hone.Engine.Tests.Checkpoints;

/// <summary>
/// Feeds a reader spoiled files: it may refuse them as UserError and do nothing else, must not hang, and must not allocate beyond the size class of
/// what it was given. HONE_FUZZ_ROUNDS=1000000 turns the quick look into a long one.
/// </summary>
internal static class Fuzz
{
    private static readonly byte[][] Pieces =
    [
        .. new[] { "null", "true", "-1", "0", "1e99", "1e-99", "4294967295", "9223372036854775807", "99999999999999999999", "\"\"", "\"\\ud800\"", "[]", "{}", "[[[[[[[[[[[[", "\"x\":1,", ",", "../", "F32", "U8" }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly ulong[] Numbers = [0, 1, 2, 7, 8, 12, 31, 32, 63, 127, 128, 255, 256, 1 << 16, (1 << 24) + 1, int.MaxValue, 1UL << 31, uint.MaxValue, 1UL << 32, 1UL << 40, 1UL << 61, 1UL << 62, long.MaxValue, 1UL << 63, ulong.MaxValue];

    /// <summary>How many were refused.</summary>
    public static int Run(IReadOnlyList<byte[]> sound, int rounds, ulong seed, Action<byte[]> read)
    {
        foreach (var bytes in sound)
            read(bytes);
        if (int.TryParse(Environment.GetEnvironmentVariable("HONE_FUZZ_ROUNDS"), CultureInfo.InvariantCulture, out var asked))
            rounds = asked;
        var chance = new Xoshiro256(seed);
        var refused = 0;
        for (var round = 0; round < rounds; round++)
        {
            var bytes = Spoil(sound[chance.Next(sound.Count)], sound, chance);
            refused += Survives(bytes, round, read) ? 0 : 1;
        }
        return refused;
    }

    private static bool Survives(byte[] bytes, int round, Action<byte[]> read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = TimeProvider.System.GetTimestamp();
        var accepted = true;
        try
        {
            read(bytes);
        }
        catch (UserError)
        {
            accepted = false;
        }
        catch (Exception error)
        {
            Assert.Fail($"round {round}: {error}\n{Convert.ToBase64String(bytes)}");
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= (1 << 17) + (64L * bytes.Length), $"round {round}: {bytes.Length} bytes made it allocate {allocated}\n{Convert.ToBase64String(bytes)}");
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(20), $"round {round} hung\n{Convert.ToBase64String(bytes)}");
        return accepted;
    }

    private static byte[] Spoil(byte[] whole, IReadOnlyList<byte[]> others, Xoshiro256 chance)
    {
        var bytes = whole.ToList();
        for (var times = 1 + chance.Next(3); times > 0 && bytes.Count > 0; times--)
        {
            // Headers matter most: half of the places are among the first bytes.
            var place = chance.Next(chance.Next(2) == 0 ? bytes.Count : Math.Min(bytes.Count, 200));
            var length = Math.Min(1 + chance.Next(16), bytes.Count - place);
            switch (chance.Next(9))
            {
                case 0:
                    bytes[place] ^= (byte)(1 << chance.Next(8));
                    break;
                case 1:
                    bytes[place] = (byte)chance.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(place, length);
                    break;
                case 3:
                    bytes.InsertRange(place, bytes.GetRange(place, length));
                    break;
                case 4:
                    bytes.InsertRange(place, Pieces[chance.Next(Pieces.Length)]);
                    break;
                case 5:
                    ReplaceValue(bytes, place, chance);
                    break;
                case 6:
                    ReplaceNumber(bytes, place, chance);
                    break;
                case 7 when chance.Next(4) == 0:
                    bytes.RemoveRange(place, bytes.Count - place);
                    break;
                case 7:
                    bytes[place] = (byte)"0123456789\"[]{}:,-e"[chance.Next(19)];
                    break;
                default:
                    var other = others[chance.Next(others.Count)];
                    bytes.InsertRange(place, other.AsSpan(chance.Next(other.Length)).ToArray().Take(1 + chance.Next(64)));
                    break;
            }
        }
        return [.. bytes];
    }

    private static void ReplaceNumber(List<byte> bytes, int place, Xoshiro256 chance)
    {
        Span<byte> number = stackalloc byte[8];
        var value = Numbers[chance.Next(Numbers.Length)];
        BinaryPrimitives.WriteUInt64LittleEndian(number, chance.Next(4) == 0 ? (ulong)-(long)value : value);
        var width = 1 << chance.Next(4);
        for (var i = 0; i < width && place + i < bytes.Count; i++)
            bytes[place + i] = number[i];
    }

    private static void ReplaceValue(List<byte> bytes, int place, Xoshiro256 chance)
    {
        var start = bytes.FindIndex(place, value => value is (byte)':' or (byte)',');
        var end = start < 0 ? -1 : bytes.FindIndex(start + 1, value => value is (byte)',' or (byte)'}' or (byte)']');
        if (end < 0)
            return;
        bytes.RemoveRange(start + 1, end - start - 1);
        bytes.InsertRange(start + 1, Pieces[chance.Next(Pieces.Length)]);
    }
}
