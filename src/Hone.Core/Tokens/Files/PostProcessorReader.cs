namespace Hone.Core.Tokens.Files;

/// <summary>Reads a post_processor object: the tokens that belong around a text.</summary>
internal static class PostProcessorReader
{
    private const int MostTokens = 64;

    public static (List<int> Before, List<int> After) Read(JsonField field)
    {
        (List<int> Before, List<int> After)? template = null;
        foreach (var step in Flatten(field))
        {
            string type = step["type"].Text();
            // ByteLevel trims offsets, which Hone gives untrimmed.
            if (type == "ByteLevel")
                continue;
            if (type != "TemplateProcessing")
                throw step["type"].Wrong($"is \"{type}\", which Hone does not know");
            template = template is null ? ReadTemplate(step) : throw step.Wrong("is a second template");
        }
        return template ?? ([], []);
    }

    private static IEnumerable<JsonField> Flatten(JsonField field)
    {
        if (field.IsNull)
            return [];
        return field["type"].Text() == "Sequence" ? field["processors"].Items().SelectMany(Flatten) : [field];
    }

    private static (List<int> Before, List<int> After) ReadTemplate(JsonField field)
    {
        List<int> before = [], after = [];
        bool passed = false;
        foreach (var piece in field["single"].Items())
        {
            if (!piece["Sequence"].IsNull)
            {
                if (passed || piece["Sequence"]["id"].Text() != "A")
                    throw piece["Sequence"].Wrong("must be the sequence A, once");
                passed = true;
                continue;
            }
            var special = piece["SpecialToken"]["id"];
            foreach (var id in field["special_tokens"][special.Text()]["ids"].Items())
                (passed ? after : before).Add(id.Number(VocabularyReader.HighestId));
            if (before.Count + after.Count > MostTokens)
                throw field["single"].Wrong($"has more than {MostTokens} tokens");
        }
        return passed ? (before, after) : throw field["single"].Wrong("has no place for the text");
    }
}
