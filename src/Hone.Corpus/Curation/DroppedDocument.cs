using Hone.Core.Documents;

namespace Hone.Corpus.Curation;

/// <summary>A line of dropped.jsonl.gz: why, and the document as far as it was read.</summary>
internal sealed record DroppedDocument(string Reason, string? Detail, string Group, Document Document);
