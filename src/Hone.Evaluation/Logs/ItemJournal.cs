using System.Text.Json;

namespace Hone.Evaluation.Logs;

/// <summary>A line of the journal: the header, an item or a sample; exactly one of them.</summary>
internal sealed record JournalLine
{
    /// <summary>Only in the first line: hash of what the work depends on.</summary>
    public string? Fingerprint { get; init; }

    public ItemRow? Item { get; init; }
    public SampleRow? Sample { get; init; }
}

/// <summary>
/// <c>items.jsonl</c>: what is done so far, one line each, written as it is done. A killed evaluation reads it and goes on.
/// A journal of other work (another fingerprint) is begun anew; a line torn by the kill and all after it are cut off.
/// </summary>
internal sealed class ItemJournal : IDisposable
{
    private const int LongestLine = 16 << 20;
    private readonly FileStream _file;
    private readonly Dictionary<ItemKey, ItemRow> _items = [];
    private readonly Dictionary<string, SampleRow> _samples = new(StringComparer.Ordinal);

    public ItemJournal(string path, string fingerprint)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var good = ReadLines(fingerprint);
        _file.SetLength(good);
        _file.Position = good;
        if (good == 0)
            Append(new JournalLine { Fingerprint = fingerprint });
    }

    public int Count => _items.Count;

    public ItemRow? Find(ItemKey key) => _items.GetValueOrDefault(key);

    public SampleRow? FindSample(string prompt) => _samples.GetValueOrDefault(prompt);

    public void Add(ItemRow row)
    {
        _items[row.Key] = row;
        Append(new JournalLine { Item = row });
    }

    public void Add(SampleRow row)
    {
        _samples[row.Prompt] = row;
        Append(new JournalLine { Sample = row });
    }

    public void Dispose() => _file.Dispose();

    private void Append(JournalLine line)
    {
        _file.Write(JsonSerializer.SerializeToUtf8Bytes(line, EvalJson.Lines.JournalLine));
        _file.WriteByte((byte)'\n');
        _file.Flush();
    }

    /// <summary>Reads the whole lines that are of this work; returns where they end.</summary>
    private long ReadLines(string fingerprint)
    {
        long good = 0;
        while (NextLine() is { } bytes)
        {
            var line = Parse(bytes);
            if (line is null || good == 0 && line.Fingerprint != fingerprint)
                return good;
            if (line.Item is { } item)
                _items[item.Key] = item;
            if (line.Sample is { } sample)
                _samples[sample.Prompt] = sample;
            good += bytes.Length + 1;
        }
        return good;
    }

    /// <summary>The next line without its end; null where no whole line of a sane length follows.</summary>
    private byte[]? NextLine()
    {
        var line = new List<byte>(256);
        for (var b = _file.ReadByte(); b >= 0 && line.Count <= LongestLine; b = _file.ReadByte())
        {
            if (b == (byte)'\n')
                return [.. line];
            line.Add((byte)b);
        }
        return null;
    }

    private static JournalLine? Parse(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, EvalJson.Lines.JournalLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
