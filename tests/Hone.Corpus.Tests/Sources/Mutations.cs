using System.Text;
using Hone.Core.Statistics;

namespace Hone.Corpus.Tests.Sources;

/// <summary>Seeded damage to a text: bytes changed, cut, doubled, values of other kinds, text that is not Unicode. Never a line break in a line.</summary>
internal sealed class Mutations(ulong seed)
{
    private static readonly string[] _values = ["5", "-1e999", "\"\"", "\"x\"", "[]", "{}", "null", "[null]", "[[]]", "[{}]", "true", "\"\\ud800\"", "\"\\u0000\"", "\"2024\"", "{\"a\":[{\"b\":1}]}"];
    private static readonly byte[] _bytes = [.. "{}[]\",:\\ 0aZ*<>=|/#-"u8, 0xFF, 0xC3, 0x00];

    private readonly Xoshiro256 _random = new(seed);

    public byte[] Line(string line)
    {
        List<byte> bytes = [.. Encoding.UTF8.GetBytes(line)];
        for (int times = 1 + _random.Next(3); times > 0; times--)
            Damage(bytes);
        bytes.RemoveAll(b => b is (byte)'\n' or (byte)'\r');
        return [.. bytes];
    }

    public byte[] File(string text)
    {
        List<byte> bytes = [.. Encoding.UTF8.GetBytes(text)];
        for (int times = 1 + _random.Next(3); times > 0; times--)
            Damage(bytes);
        return [.. bytes];
    }

    private void Damage(List<byte> bytes)
    {
        if (bytes.Count < 3)
            return;
        int at = _random.Next(bytes.Count), length = Math.Min(_random.Next(20), bytes.Count - at);
        switch (_random.Next(6))
        {
            case 0: bytes[at] = _bytes[_random.Next(_bytes.Length)]; break;
            case 1: bytes.RemoveRange(at, length); break;
            case 2: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
            case 3 when _random.Next(10) == 0: bytes.RemoveRange(at, bytes.Count - at); break;
            default: ReplaceValue(bytes, at); break;
        }
    }

    /// <summary>The value after the next colon becomes one of another kind.</summary>
    private void ReplaceValue(List<byte> bytes, int at)
    {
        int colon = bytes.IndexOf((byte)':', at);
        if (colon < 0)
            return;
        int end = colon + 1, depth = 0;
        for (bool quoted = false; end < bytes.Count; end++)
        {
            byte b = bytes[end];
            if (b == '"' && bytes[end - 1] != '\\')
                quoted = !quoted;
            else if (!quoted && b is (byte)'{' or (byte)'[')
                depth++;
            else if (!quoted && (b is (byte)'}' or (byte)']' || b == ',' && depth == 0) && --depth < 0)
                break;
        }
        bytes.RemoveRange(colon + 1, end - colon - 1);
        bytes.InsertRange(colon + 1, Encoding.UTF8.GetBytes(_values[_random.Next(_values.Length)]));
    }
}
