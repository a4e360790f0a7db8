namespace Hone.Core.Tokens.Normalisers;

/// <summary>Which texts get the prefix.</summary>
internal enum PrependWhere
{
    /// <summary>Each that is not empty.</summary>
    Always,

    /// <summary>Each that does not begin with it.</summary>
    UnlessThere,

    /// <summary>Only where the whole text begins, and does not begin with it.</summary>
    AtStartUnlessThere,
}

/// <summary>Puts a prefix before the text; for offsets it belongs to the first character.</summary>
internal sealed class PrependNormaliser(byte[] prefix, PrependWhere where) : INormaliser
{
    public bool TryApply(TextSlice text, TextBuffer output)
    {
        if (text.Length == 0 || (where == PrependWhere.AtStartUnlessThere && !text.AtStart))
            return false;
        if (where != PrependWhere.Always && text.Bytes.StartsWith(prefix))
            return false;
        output.Append(prefix, text.OriginOf(0, 1));
        output.Append(text);
        return true;
    }
}
