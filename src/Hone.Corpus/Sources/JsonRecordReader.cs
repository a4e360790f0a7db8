using System.Buffers;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Sources;

/// <summary>One record of a JSON file, not yet parsed: its bytes, its number in the file and the line it begins on.</summary>
internal readonly record struct JsonRecord(ReadOnlyMemory<byte> Utf8, int Index, int Line);

/// <summary>
/// Cuts a JSON file into its records without parsing them: the elements of the array that is the file, or of the array under one
/// of the given names at its top; a file with neither is one record. Only brackets and quotes are looked at, so that a feed of any
/// length takes the memory of its longest record, and a record that is not JSON costs itself as long as its brackets match.
/// </summary>
internal sealed class JsonRecordReader
{
    private const int MaxRecordBytes = 256 << 20;

    private static readonly SearchValues<byte> _structure = SearchValues.Create("\"{}[]:,"u8);

    private readonly string _path;
    private readonly Stream _stream;
    private readonly string[] _arrays;
    private byte[] _buffer = new byte[1 << 16];

    /// <summary>What is before the start is done with; the next byte to look at; the end of what was read.</summary>
    private int _start, _at, _end;
    private int _line = 1, _index;
    private (int Offset, int Length) _string;

    private JsonRecordReader(string path, Stream stream, string[] arrays)
    {
        _path = path;
        _stream = stream;
        _arrays = arrays;
    }

    public static IEnumerable<JsonRecord> Read(string path, string[] arrays)
    {
        using Stream stream = InputFile.Open(path);
        foreach (JsonRecord record in new JsonRecordReader(path, stream, arrays).Records())
            yield return record;
    }

    private IEnumerable<JsonRecord> Records()
    {
        int level = FindArray();
        if (level > 0)
            SkipTo(_at);
        for (int depth = level; level > 0;)
        {
            int found = Next();
            if (found < 0)
                break;
            depth += found is '{' or '[' ? 1 : found is '}' or ']' ? -1 : 0;
            bool closed = depth < level;
            if (!closed && (found != ',' || depth != level))
                continue;
            if (Take(_at - 1) is { } record)
                yield return record;
            SkipTo(_at);
            if (closed)
                yield break;
        }
        if (Take(_end) is { } rest)
            yield return rest;
        else
            throw new UserError($"{_path}:{_line}: {(level > 0 ? "the file ends inside its list" : "the file is empty")}", "It is cut off: fetch it again.");
    }

    /// <summary>Moves behind the bracket that opens the array of the records, and gives its depth; 0 where there is none.</summary>
    private int FindArray()
    {
        if (ReadMore() && _buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8))
            SkipTo(3);
        int depth = 0;
        bool named = false;
        for (int found = Next(), before = 0; found >= 0; before = found, found = Next())
        {
            if (found == '[' && (depth == 0 || depth == 1 && before == ':' && named))
                return depth + 1;
            if (found == '"' && depth == 1)
                named = _arrays.Contains(System.Text.Encoding.UTF8.GetString(_buffer, _start + _string.Offset, Math.Min(_string.Length, 100)));
            depth += found is '{' or '[' ? 1 : found is '}' or ']' ? -1 : 0;
        }
        return 0;
    }

    private JsonRecord? Take(int end)
    {
        ReadOnlySpan<byte> all = _buffer.AsSpan(_start, end - _start), text = all.TrimStart(" \t\r\n"u8);
        int line = _line + all[..^text.Length].Count((byte)'\n');
        text = text.TrimEnd(" \t\r\n"u8);
        return text.IsEmpty ? null : new JsonRecord(text.ToArray(), _index++, line);
    }

    private void SkipTo(int place)
    {
        _line += _buffer.AsSpan(_start, place - _start).Count((byte)'\n');
        _start = _at = place;
    }

    /// <summary>The next bracket, colon or comma, or a quote for a whole string; -1 at the end of the file.</summary>
    private int Next()
    {
        while (true)
        {
            int found = _buffer.AsSpan(_at, _end - _at).IndexOfAny(_structure);
            if (found >= 0)
            {
                byte structure = _buffer[_at + found];
                _at += found + 1;
                return structure != '"' ? structure : SkipString() ? '"' : -1;
            }
            _at = _end;
            if (!ReadMore())
                return -1;
        }
    }

    private bool SkipString()
    {
        int first = _at - _start;
        while (true)
        {
            int found = _buffer.AsSpan(_at, _end - _at).IndexOfAny((byte)'"', (byte)'\\');
            if (found >= 0 && _buffer[_at + found] == '"')
            {
                _at += found + 1;
                _string = (first, _at - 1 - _start - first);
                return true;
            }
            bool escaped = found >= 0 && _at + found + 1 < _end;
            _at = found < 0 ? _end : _at + found + (escaped ? 2 : 0);
            if (!escaped && !ReadMore())
                return false;
        }
    }

    private bool ReadMore()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_at, _end, _start) = (_at - _start, _end - _start, 0);
        }
        if (_end == _buffer.Length)
        {
            if (_end >= MaxRecordBytes)
                throw new UserError($"{_path}:{_line}: a record of more than {MaxRecordBytes >> 20} MiB", "Is this file what it claims to be?");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        try
        {
            int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            return read > 0;
        }
        catch (IOException e)
        {
            throw new UserError($"{_path}: cannot be read: {e.Message}", null, e);
        }
    }
}
