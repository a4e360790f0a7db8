using Hone.Core.Statistics;

namespace Hone.Corpus.Tests.Cleaning;

/// <summary>Random text of what is awkward: line ends, blanks, controls, marks, invisible characters, half pairs, and words between them.</summary>
internal static class RandomText
{
    private const string Awkward = "\r\n\t \f\v\0\a\e\u0085\u00A0\u00AD\u1680\u180E\u200B\u2003\u2028\u2029\u202E\u2066\u3000\uFEFF\uFFFE\ud800\udc00\u0301\u0323\u0958\u1100\u1161\u11A8\u212BAéÉßİΣ[]m;\\";

    public static string Make(Xoshiro256 random, int length)
    {
        var text = new System.Text.StringBuilder();
        while (text.Length < length)
        {
            switch (random.Next(6))
            {
                case 0:
                    text.Append(' ', random.Next(4)).Append('\n', random.Next(4));
                    break;
                case 1:
                    text.Append(Awkward[random.Next(Awkward.Length)]);
                    break;
                case 2:
                    text.Append((char)random.Next(0x10000));
                    break;
                case 3:
                    text.Append(char.ConvertFromUtf32(random.Next(2) == 0 ? random.Next(0x1F600, 0x1F640) : random.Next(0xE0000, 0xE1000)));
                    break;
                default:
                    text.Append("word Other-words "[..random.Next(17)]);
                    break;
            }
        }
        return text.ToString();
    }
}
