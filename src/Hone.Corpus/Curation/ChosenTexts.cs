namespace Hone.Corpus.Curation;

/// <summary>Some of the documents, by their place in a list of numbers.</summary>
internal sealed class ChosenTexts(IDocumentTexts all, IReadOnlyList<int> documents) : IDocumentTexts
{
    public int Count => documents.Count;

    public string Text(int document) => all.Text(documents[document]);
}
