using System.Runtime.InteropServices;
using System.Text;
using Hone.Core.Tokens.PreTokenizers;

namespace Hone.Core.Tokens.Training;

/// <summary>Counts the pieces of texts. A word is its UTF-8 bytes; looking one up that is known allocates nothing.</summary>
internal sealed class WordCounter(IPreTokenizer preTokenizer)
{
    private readonly Dictionary<byte[], long> _counts = new(BytesComparer.Instance);
    private byte[] _buffer = [];

    public int Words => _counts.Count;

    /// <summary>Words and counts in the order of first sight.</summary>
    public IEnumerable<KeyValuePair<byte[], long>> Counts => _counts;

    /// <summary>Counts one text and says how many bytes it has.</summary>
    public int Add(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        if (_buffer.Length < length)
            _buffer = new byte[Math.Max(length, Math.Min(_buffer.Length * 2L, Array.MaxLength))];
        Encoding.UTF8.GetBytes(text, _buffer);
        var words = _counts.GetAlternateLookup<ReadOnlySpan<byte>>();
        ReadOnlySpan<byte> rest = _buffer.AsSpan(0, length);
        while (rest.Length > 0)
        {
            int word = preTokenizer.NextLength(rest);
            CollectionsMarshal.GetValueRefOrAddDefault(words, rest[..word], out _)++;
            rest = rest[word..];
        }
        return length;
    }
}
