namespace Hone.Core.Tokens.Normalisers;

/// <summary>Changes text before it is cut into pieces. Bytes that are no UTF-8 pass unchanged.</summary>
internal interface INormaliser
{
    /// <summary>Writes the changed text into the empty output, or returns false where nothing changes.</summary>
    bool TryApply(TextSlice text, TextBuffer output);
}
