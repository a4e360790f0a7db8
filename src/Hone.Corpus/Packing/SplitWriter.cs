using Hone.Core.Documents;
using Hone.Core.Runs;
using Hone.Core.Tokens;

namespace Hone.Corpus.Packing;

/// <summary>The documents and the token shard of one group and split, side by side in the same order.</summary>
internal sealed class SplitWriter : IDisposable
{
    private readonly DocumentWriter _documents;
    private readonly TokenShardWriter _tokens;

    public SplitWriter(StageDirectory directory, string group, string split, Tokenizer tokenizer)
    {
        string shard = directory.Shard(group, split);
        Directory.CreateDirectory(Path.GetDirectoryName(shard) ?? directory.Path);
        _documents = new DocumentWriter(directory.Documents(group, split));
        _tokens = TokenShardWriter.Create(shard, tokenizer);
    }

    public void Write(Document document, ReadOnlySpan<int> tokens)
    {
        _documents.Write(document);
        _tokens.Add(tokens);
    }

    public void Complete()
    {
        _documents.Complete();
        _tokens.Complete();
    }

    public void Dispose()
    {
        _documents.Dispose();
        _tokens.Dispose();
    }
}
