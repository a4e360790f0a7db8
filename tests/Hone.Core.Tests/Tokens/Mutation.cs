using System.Text;
using Hone.Core.Statistics;

namespace Hone.Core.Tests.Tokens;

/// <summary>Spoils a JSON file in the ways files are spoiled: bits, lost and doubled parts, and values of the wrong kind.</summary>
internal static class Mutation
{
    private static readonly string[] Values = ["null", "-1", "1e99", "4194303", "99999999999999999999", "true", "\"\"", "\"\\ud800\"", "[]", "{}", "\"x\":1,", ","];

    public static byte[] Mutate(byte[] good, Xoshiro256 random)
    {
        var bytes = good.ToList();
        for (int times = random.Next(1, 4); times > 0 && bytes.Count > 0; times--)
        {
            int place = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 12), bytes.Count - place);
            switch (random.Next(5))
            {
                case 0:
                    bytes[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(place, length);
                    break;
                case 2:
                    bytes.InsertRange(place, bytes.GetRange(place, length));
                    break;
                case 3:
                    ReplaceValue(bytes, place, random);
                    break;
                default:
                    if (random.Next(10) == 0)
                        bytes.RemoveRange(place, bytes.Count - place);
                    else
                        bytes[place] = (byte)"0123456789\"[]{}:,ab\\"[random.Next(20)];
                    break;
            }
        }
        return [.. bytes];
    }

    /// <summary>Puts another value where the next one stands after a colon or a comma.</summary>
    private static void ReplaceValue(List<byte> bytes, int place, Xoshiro256 random)
    {
        int start = bytes.FindIndex(place, value => value is (byte)':' or (byte)',');
        int end = start < 0 ? -1 : bytes.FindIndex(start + 1, value => value is (byte)',' or (byte)'}' or (byte)']');
        if (end < 0)
            return;
        bytes.RemoveRange(start + 1, end - start - 1);
        bytes.InsertRange(start + 1, Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]));
    }
}
