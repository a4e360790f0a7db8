using System.Text.Json;

namespace Hone.Corpus.Fetching.Records;

/// <summary>
/// An object with one long array, read element by element: what comes out is the raw bytes of each, and the object's other texts
/// and numbers. Memory is that of the longest element, so a year of NVD needs no more than one CVE.
/// </summary>
internal static class JsonArrayReader
{
    private const int MaxElement = 64 << 20;

    /// <param name="scalar">Called with the name and text of every plain value beside the array.</param>
    public static void Read(Stream stream, string array, Action<string, string> scalar, ReadOnlySpanAction element)
    {
        var state = new JsonReaderState();
        byte[] buffer = new byte[1 << 16];
        int held = 0;
        bool inside = false;
        string? name = null;
        for (bool last = false; !last;)
        {
            int read = stream.Read(buffer, held, buffer.Length - held);
            last = read == 0;
            var reader = new Utf8JsonReader(buffer.AsSpan(0, held + read), last, state);
            while (Step(ref reader, buffer, array, ref inside, ref name, scalar, element))
            {
            }
            state = reader.CurrentState;
            int used = (int)reader.BytesConsumed;
            held = held + read - used;
            buffer.AsSpan(used, held).CopyTo(buffer);
            if (held == buffer.Length)
                Array.Resize(ref buffer, buffer.Length < MaxElement ? buffer.Length * 2 : throw new JsonException($"an element of more than {MaxElement >> 20} MiB"));
            else if (last && held > 0)
                throw new JsonException("cut off");
        }
    }

    /// <summary>One token or one element further; false where more bytes are needed, with the reader back before what it could not read whole.</summary>
    private static bool Step(ref Utf8JsonReader reader, byte[] buffer, string array, ref bool inside, ref string? name, Action<string, string> scalar, ReadOnlySpanAction element)
    {
        Utf8JsonReader before = reader;
        if (!reader.Read())
            return false;
        if (inside)
        {
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                inside = false;
                return true;
            }
            int start = (int)reader.TokenStartIndex;
            if (!TrySkip(ref reader, before))
                return false;
            element(buffer.AsSpan(start, (int)reader.BytesConsumed - start));
            return true;
        }
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                name = reader.GetString();
                break;
            case JsonTokenType.StartArray when name == array && reader.CurrentDepth == 1:
                inside = true;
                break;
            case JsonTokenType.StartArray or JsonTokenType.StartObject when reader.CurrentDepth > 0:
                return TrySkip(ref reader, before);
            case JsonTokenType.String or JsonTokenType.Number when name is not null:
                scalar(name, reader.TokenType == JsonTokenType.String ? reader.GetString() ?? "" : System.Text.Encoding.UTF8.GetString(reader.ValueSpan));
                break;
        }
        return true;
    }

    private static bool TrySkip(ref Utf8JsonReader reader, Utf8JsonReader before)
    {
        if (reader.TrySkip())
            return true;
        reader = before;
        return false;
    }
}

internal delegate void ReadOnlySpanAction(ReadOnlySpan<byte> bytes);
