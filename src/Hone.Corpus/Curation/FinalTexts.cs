using Hone.Corpus.Curation.Spill;
using Hone.Corpus.Decontamination;
using Hone.Corpus.Dedup;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Curation;

/// <summary>
/// The documents' texts as they go into the corpus: without list items that give a benchmark away and without paragraphs that many
/// documents share. Made anew each time they are asked for.
/// </summary>
internal sealed class FinalTexts(DocumentStore store, CorpusSources sources) : IDocumentTexts
{
    private readonly bool[] _withoutItems = new bool[store.Count];

    /// <summary>A catalogue's words for a fact are the same each time: nothing is taken out.</summary>
    private readonly bool[] _catalogue = [.. sources.All.Select(source => SourceList.For(source).IsPublisher)];

    public Decontaminator? Decontaminator { get; set; }

    public RepeatedParagraphs? Repeated { get; set; }

    public int Count => store.Count;

    public string Text(int document)
    {
        string text = store.Text(document);
        if (_withoutItems[document] && Decontaminator is { } decontaminator)
            text = decontaminator.WithoutItems(text);
        return _catalogue[store[document].Source] || Repeated is not { } repeated ? text : repeated.Strip(text);
    }

    public void TakeItemsOut(int document) => _withoutItems[document] = true;
}
