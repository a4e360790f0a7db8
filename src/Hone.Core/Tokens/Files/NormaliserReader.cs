using Hone.Core.Text;
using Hone.Core.Tokens.Normalisers;

namespace Hone.Core.Tokens.Files;

/// <summary>Reads a normalizer object. Another normaliser is one line in the switch.</summary>
internal static class NormaliserReader
{
    private const int MostSteps = 64;
    private const int LongestPrefix = 64;
    private const int LongestReplacement = 1024;

    public static List<INormaliser> Read(JsonField field)
    {
        var steps = new List<INormaliser>();
        if (!field.IsNull)
            Read(field, steps);
        return steps;
    }

    private static void Read(JsonField field, List<INormaliser> steps)
    {
        string type = field["type"].Text();
        if (type == "Sequence")
        {
            foreach (var item in field["normalizers"].Items())
                Read(item, steps);
            return;
        }
        if (steps.Count == MostSteps)
            throw field.Wrong($"is one of more than {MostSteps} steps");
        steps.Add(type switch
        {
            "NFC" => new UnicodeNormaliser(NormalForm.C),
            "NFD" => new UnicodeNormaliser(NormalForm.D),
            "NFKC" => new UnicodeNormaliser(NormalForm.KC),
            "NFKD" => new UnicodeNormaliser(NormalForm.KD),
            "Lowercase" => CharacterNormaliser.Lowercase,
            "StripAccents" => CharacterNormaliser.StripAccents,
            "Strip" => new StripNormaliser(field["strip_left"].Flag(absent: false), field["strip_right"].Flag(absent: false)),
            "Prepend" => new PrependNormaliser(field["prepend"].Bytes(LongestPrefix), PrependWhere.Always),
            "Replace" => ReadReplace(field),
            "Precompiled" => ReadPrecompiled(field["precompiled_charsmap"]),
            _ => throw field["type"].Wrong($"is \"{type}\", which Hone does not know"),
        });
    }

    private static ReplaceNormaliser ReadReplace(JsonField field)
    {
        byte[] content = field["content"].Bytes(LongestReplacement);
        var expression = field["pattern"]["Regex"];
        if (!expression.IsNull)
        {
            return expression.Text() switch
            {
                " {2,}" => new ReplaceNormaliser(" "u8.ToArray(), content, atLeast: 2, repeats: true),
                " +" => new ReplaceNormaliser(" "u8.ToArray(), content, repeats: true),
                _ => throw expression.Wrong("is an expression Hone does not know"),
            };
        }
        byte[] pattern = field["pattern"]["String"].Bytes(LongestReplacement);
        return pattern.Length > 0 ? new ReplaceNormaliser(pattern, content) : throw field["pattern"]["String"].Wrong("must not be empty");
    }

    private static PrecompiledNormaliser ReadPrecompiled(JsonField field)
    {
        field.Text();
        return (field.Value.TryGetBytesFromBase64(out byte[]? map) ? PrecompiledNormaliser.TryRead(map) : null)
            ?? throw field.Wrong("is no character map in base64");
    }
}
