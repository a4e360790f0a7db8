using Hone.Corpus.Curation;

namespace Hone.Corpus.Tests.Dedup;

/// <summary>Documents' texts from a list.</summary>
internal sealed class ListedTexts(IReadOnlyList<string> texts) : IDocumentTexts
{
    public int Count => texts.Count;

    public string Text(int document) => texts[document];
}
