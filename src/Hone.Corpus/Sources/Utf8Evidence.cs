using System.Buffers;
using System.Text;

namespace Hone.Corpus.Sources;

/// <summary>Counts what speaks for and against UTF-8: characters of more than one byte, and bytes that belong to none.</summary>
internal struct Utf8Evidence
{
    private long _characters;
    private long _strays;

    public readonly bool IsAscii => _characters == 0 && _strays == 0;

    /// <summary>A few damaged bytes among many good characters do not make a text another encoding.</summary>
    public readonly bool IsUtf8 => _strays * 10 <= _characters;

    public static Utf8Evidence Of(ReadOnlySpan<byte> bytes)
    {
        var evidence = new Utf8Evidence();
        evidence.Add(bytes, last: true);
        return evidence;
    }

    /// <returns>How many bytes at the end begin a character that is not whole; they come again with the next.</returns>
    public int Add(ReadOnlySpan<byte> bytes, bool last)
    {
        while (true)
        {
            int next = bytes.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (next < 0)
                return 0;
            bytes = bytes[next..];
            OperationStatus status = Rune.DecodeFromUtf8(bytes, out _, out int used);
            if (status == OperationStatus.NeedMoreData && !last)
                return bytes.Length;
            if (status == OperationStatus.Done)
                _characters++;
            else if (status == OperationStatus.InvalidData || _characters == 0) // a text cut inside its last character is still UTF-8
                _strays++;
            bytes = bytes[used..];
        }
    }
}
