namespace Hone.Corpus.Curation;

/// <summary>The cleaned texts of the documents under decision, by number, readable again and again from many threads.</summary>
internal interface IDocumentTexts
{
    int Count { get; }

    string Text(int document);
}
