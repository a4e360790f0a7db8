using System.Buffers.Binary;
using System.Text;
using Hone.Core.Statistics;
using Hone.Core.Tokens;
using Hone.Core.Tokens.Normalisers;

namespace Hone.Core.Tests.Tokens;

public sealed class PrecompiledNormaliserTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("ﬁsh", "fish")]
    [InlineData("①②x", "12x")]
    [InlineData("e\u0301t", "ét")]
    [InlineData("e\u0301\u0301t", "ét")]
    [InlineData("e\u0301\u0301\u0301t", "e\u0301\u0301\u0301t")]
    [InlineData("a\u200bb", "ab")]
    [InlineData("\r\n", "\r\n")]
    public void TryApply_SmallMap_ReplacesGraphemesThenCharacters(string text, string expected)
    {
        var map = PrecompiledNormaliser.TryRead(MakeMap(new() { ["ﬁ"] = "fi", ["①"] = "1", ["②"] = "2", ["e\u0301"] = "é", ["\u200b"] = "" }))!;

        Assert.Equal(expected, Apply(map, Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void TryApply_RandomMaps_StayInBounds()
    {
        var random = new Xoshiro256(31);
        for (int round = 0; round < 3_000; round++)
        {
            var map = new byte[random.Next(200)];
            random.NextBytes(map);
            if (map.Length >= 4)
                BinaryPrimitives.WriteInt32LittleEndian(map, 4 * random.Next(60));
            var text = new byte[40];
            random.NextBytes(text);

            if (PrecompiledNormaliser.TryRead(map) is { } normaliser)
                Apply(normaliser, text);
        }
    }

    private static string Apply(PrecompiledNormaliser map, byte[] text)
    {
        var slice = new TextSlice(text, default, atStart: true);
        var output = new TextBuffer();
        output.StartFor(slice);
        return Encoding.UTF8.GetString(map.TryApply(slice, output) ? output.Slice(atStart: true).Bytes : text);
    }

    /// <summary>
    /// A double array after Darts, made plainly: each node takes the first place where all its children fit. A unit holds its byte, whether a
    /// value follows, and where its children lie: place xor byte.
    /// </summary>
    private static byte[] MakeMap(Dictionary<string, string> replacements)
    {
        var block = new List<byte>();
        var keys = replacements.Select(pair =>
        {
            int place = block.Count;
            block.AddRange([.. Encoding.UTF8.GetBytes(pair.Value), 0]);
            return (Key: Encoding.UTF8.GetBytes(pair.Key), Value: place);
        }).ToList();
        var units = new uint[2048];
        var taken = new bool[2048];
        taken[0] = true;
        Place(0, 0, keys);
        return [.. BitConverter.GetBytes(4 * units.Length), .. units.SelectMany(BitConverter.GetBytes), .. block];

        void Place(int node, int depth, List<(byte[] Key, int Value)> below)
        {
            var groups = below.GroupBy(key => depth < key.Key.Length ? key.Key[depth] : (byte)0).ToList();
            int start = Enumerable.Range(1, 1023).First(start => groups.All(group => !taken[(node ^ start) ^ group.Key]));
            units[node] |= (uint)start << 10;
            foreach (var group in groups)
                taken[node ^ start ^ group.Key] = true;
            foreach (var group in groups)
            {
                int child = node ^ start ^ group.Key;
                if (group.Key == 0)
                {
                    units[node] |= 1 << 8;
                    units[child] = 0x8000_0000 | (uint)group.First().Value;
                }
                else
                {
                    units[child] |= group.Key;
                    Place(child, depth + 1, [.. group]);
                }
            }
        }
    }
}
