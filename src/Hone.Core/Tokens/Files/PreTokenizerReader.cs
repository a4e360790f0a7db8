using Hone.Core.Tokens.Normalisers;
using Hone.Core.Tokens.PreTokenizers;

namespace Hone.Core.Tokens.Files;

/// <summary>Reads a pre_tokenizer object. Another pre-tokenizer is one file and one line in the switch; another splitting pattern one in <see cref="SplittingPatterns"/>.</summary>
internal static class PreTokenizerReader
{
    /// <summary>Stages are nested calls; published files have at most five.</summary>
    private const int MostStages = 32;

    private const int LongestPattern = 1024;

    /// <summary>The stages in their order, and whether the last of them writes bytes as characters.</summary>
    public static (List<CutStage> Stages, bool ByteLevel) Read(JsonField field)
    {
        var stages = new List<CutStage>();
        bool byteLevel = false;
        foreach (var item in Flatten(field))
        {
            if (byteLevel)
                throw item["type"].Wrong("stands after ByteLevel, which must come last");
            if (stages.Count >= MostStages)
                throw item.Wrong($"is one of more than {MostStages} stages");
            byteLevel = item["type"].Text() == "ByteLevel";
            stages.AddRange(ReadOne(item));
        }
        return (stages, byteLevel);
    }

    private static IEnumerable<JsonField> Flatten(JsonField field)
    {
        if (field.IsNull)
            return [];
        return field["type"].Text() == "Sequence" ? field["pretokenizers"].Items().SelectMany(Flatten) : [field];
    }

    private static IEnumerable<CutStage> ReadOne(JsonField field) => field["type"].Text() switch
    {
        "ByteLevel" => ReadByteLevel(field),
        "Split" => [new CutStage(null, ReadSplit(field))],
        "Digits" => [new CutStage(null, new Digits(field["individual_digits"].Flag(absent: false)))],
        "Metaspace" => ReadMetaspace(field),
        "Whitespace" => [new CutStage(null, new WordPreTokenizer())],
        "WhitespaceSplit" => [new CutStage(null, new WhiteSpacePreTokenizer())],
        "Punctuation" => [new CutStage(null, ReadPunctuation(field["behavior"]))],
        var other => throw field["type"].Wrong($"is \"{other}\", which Hone does not know"),
    };

    private static IEnumerable<CutStage> ReadByteLevel(JsonField field)
    {
        var prefix = field["add_prefix_space"].Flag(absent: true) ? new PrependNormaliser(" "u8.ToArray(), PrependWhere.UnlessThere) : null;
        var cut = field["use_regex"].Flag(absent: true) ? new Gpt2PreTokenizer() : null;
        return prefix is null && cut is null ? [] : [new CutStage(prefix, cut)];
    }

    private static IPreTokenizer ReadSplit(JsonField field)
    {
        var behaviour = field["behavior"];
        bool invert = field["invert"].Flag(absent: false);
        var expression = field["pattern"]["Regex"];
        if (!expression.IsNull)
        {
            var cut = SplittingPatterns.Find(expression.Text())
                ?? throw expression.Wrong("is a splitting pattern Hone does not know", "Known are those of GPT-2, cl100k and Llama 3, Qwen 2, o200k and tekken.");
            // These patterns match every character, so that what is left between the matches is nothing.
            if (behaviour.Text() != "Isolated" && !(behaviour.Text() == "Removed" && invert))
                throw behaviour.Wrong("must be \"Isolated\", or \"Removed\" and inverted");
            return cut;
        }
        byte[] literal = field["pattern"]["String"].Bytes(LongestPattern);
        if (literal.Length == 0 || invert)
            throw field.Wrong("must not be inverted, nor split at the empty string");
        return new LiteralPreTokenizer(literal, behaviour.Text() switch
        {
            "Isolated" => LiteralPlace.Alone,
            "Removed" => LiteralPlace.Dropped,
            "MergedWithPrevious" => LiteralPlace.WithPrevious,
            "MergedWithNext" => LiteralPlace.WithNext,
            var other => throw behaviour.Wrong($"is \"{other}\", which Hone does not do"),
        });
    }

    private static PunctuationPreTokenizer ReadPunctuation(JsonField behaviour) => (behaviour.IsNull ? "Isolated" : behaviour.Text()) switch
    {
        "Isolated" => new PunctuationPreTokenizer(contiguous: false),
        "Contiguous" => new PunctuationPreTokenizer(contiguous: true),
        var other => throw behaviour.Wrong($"is \"{other}\", which Hone does not do"),
    };

    private static IEnumerable<CutStage> ReadMetaspace(JsonField field)
    {
        byte[] mark = Metaspace.ReadMark(field["replacement"]);
        PrependWhere? where = Metaspace.ReadScheme(field) switch
        {
            "always" => PrependWhere.UnlessThere,
            "first" => PrependWhere.AtStartUnlessThere,
            _ => null,
        };
        var cut = field["split"].Flag(absent: true) ? new LiteralPreTokenizer(mark, LiteralPlace.WithNext) : null;
        return
        [
            new CutStage(new ReplaceNormaliser(" "u8.ToArray(), mark), null),
            new CutStage(where is { } place ? new PrependNormaliser(mark, place) : null, cut),
        ];
    }
}
