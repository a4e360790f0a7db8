using Hone.Corpus.Cleaning;
using Hone.Corpus.Curation.Spill;

namespace Hone.Corpus.Curation;

/// <summary>
/// The verdicts on all documents of a store, as they are made one after the other: what is dropped once stays dropped, for the
/// reason that came first. A few bytes a document.
/// </summary>
internal sealed class Decisions
{
    private const byte InTheCorpus = 0;
    private const byte ByFirstPass = 1;

    private readonly DocumentStore _store;
    private readonly List<string> _reasons = ["", ""];
    private readonly byte[] _state;
    private readonly int[] _other;
    private readonly Dictionary<int, string> _details = [];

    public Decisions(DocumentStore store)
    {
        _store = store;
        _state = new byte[store.Count];
        _other = new int[store.Count];
        for (int document = 0; document < store.Count; document++)
            _state[document] = store[document].Kept ? InTheCorpus : ByFirstPass;
    }

    public int Count => _state.Length;

    /// <summary>Numbers of the documents that are still in, ascending.</summary>
    public IEnumerable<int> Kept => Enumerable.Range(0, _state.Length).Where(IsKept);

    public bool IsKept(int document) => _state[document] == InTheCorpus;

    public void Drop(int document, string reason, string? detail = null)
    {
        if (!IsKept(document))
            return;
        _state[document] = StateOf(reason);
        if (detail is not null)
            _details.Add(document, detail);
    }

    /// <summary>Drops a document in favour of another.</summary>
    public void DropFor(int document, int other, string reason)
    {
        Drop(document, reason);
        _other[document] = other + 1;
    }

    /// <summary>Whether a document stays, or why not.</summary>
    public Verdict Of(int document) => _state[document] switch
    {
        InTheCorpus => Verdict.Keep,
        ByFirstPass => OfFirstPass(document),
        var state => new Verdict(_reasons[state], _details.GetValueOrDefault(document) ?? Other(document)),
    };

    private Verdict OfFirstPass(int document)
    {
        PreparedHead head = _store.Head(document);
        return new Verdict(head.Reason, head.Detail);
    }

    private string? Other(int document) => _other[document] > 0 ? $"same as {_store.Label(_other[document] - 1)}" : null;

    private byte StateOf(string reason)
    {
        int known = _reasons.IndexOf(reason, 2);
        if (known < 0)
        {
            known = _reasons.Count;
            _reasons.Add(reason);
        }
        return checked((byte)known);
    }
}
