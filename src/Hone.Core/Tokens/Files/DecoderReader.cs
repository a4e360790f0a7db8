namespace Hone.Core.Tokens.Files;

/// <summary>Reads a decoder object: how entries become text.</summary>
internal static class DecoderReader
{
    private const int MostSteps = 64;

    /// <param name="byteLevel">Whether the pre-tokenizer writes bytes as characters, which decoding must undo.</param>
    public static EntryReading Read(JsonField field, bool byteLevel)
    {
        if (field.IsNull)
            throw field.Wrong("is missing: nothing says how tokens become text");
        var steps = Flatten(field).Take(MostSteps + 1).ToList();
        if (steps.Count > MostSteps)
            throw field.Wrong($"has more than {MostSteps} steps");
        if (byteLevel != steps.Any(step => step["type"].Text() == "ByteLevel"))
            throw field.Wrong("and pre_tokenizer must both have ByteLevel or both not");
        if (byteLevel)
            return steps.Count == 1 ? EntryReading.OfBytes : throw field.Wrong("must have no step beside ByteLevel");
        var reading = new EntryReading();
        bool fused = false;
        foreach (var step in steps)
        {
            reading = Add(reading, step, fused);
            fused |= step["type"].Text() == "Fuse";
        }
        return reading;
    }

    private static IEnumerable<JsonField> Flatten(JsonField field) =>
        field["type"].Text() == "Sequence" ? field["decoders"].Items().SelectMany(Flatten) : [field];

    private static EntryReading Add(EntryReading reading, JsonField step, bool fused)
    {
        string type = step["type"].Text();
        switch (type)
        {
            case "Fuse":
                return reading;
            case "ByteFallback" when !fused:
                return reading with { ByteFallback = true };
            case "Replace" when !fused:
                string pattern = step["pattern"]["String"].Text();
                // Replacements that grow could multiply each other without end.
                if (pattern.Length == 0 || step["content"].Text().Length > pattern.Length)
                    throw step["content"].Wrong("must not be longer than what it replaces");
                return reading with { Replacements = [.. reading.Replacements, (pattern, step["content"].Text())] };
            case "Metaspace" when !fused:
                string mark = System.Text.Encoding.UTF8.GetString(Metaspace.ReadMark(step["replacement"]));
                return reading with
                {
                    Replacements = [.. reading.Replacements, (mark, " ")],
                    LeadingSpaces = Metaspace.ReadScheme(step) == "never" ? 0 : int.MaxValue,
                    FirstTokenOnly = true,
                };
            case "Strip" when fused && step["content"].Text() == " " && step["stop"].Number(0) == 0:
                return reading with { LeadingSpaces = step["start"].Number(1024) };
            default:
                throw step["type"].Wrong($"is \"{type}\", which Hone does not do at this place");
        }
    }
}
