using Hone.Core.Documents;

namespace Hone.Corpus.Cleaning;

/// <summary>Says of one cleaned document, apart from all others, whether it stays. Called from many threads.</summary>
internal interface IDocumentFilter
{
    Verdict Judge(Document document);
}
