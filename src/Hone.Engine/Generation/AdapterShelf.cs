using Hone.Core;
using Hone.Engine.Architectures;
using Hone.Engine.Kernels;

namespace Hone.Engine.Generation;

/// <summary>The adapters in memory, each read once, a bounded number: the one unused for longest makes room for a new one.</summary>
internal sealed class AdapterShelf(ModelShape shape, int most, ComputeType format) : IDisposable
{
    private readonly List<ModelAdapter> byAge = [];
    private int opened;

    /// <summary>Called before an adapter leaves memory.</summary>
    public Action<ModelAdapter>? Leaving { get; init; }

    public ModelAdapter Open(string directory)
    {
        var path = Path.GetFullPath(directory);
        if (byAge.Find(adapter => adapter.Directory == path) is { } known)
        {
            byAge.Remove(known);
            byAge.Add(known);
            return known;
        }
        var adapter = ModelAdapter.Open(path, shape, opened++, format);
        try
        {
            MakeRoom();
        }
        catch
        {
            adapter.Close();
            throw;
        }
        byAge.Add(adapter);
        return adapter;
    }

    public void Dispose() => byAge.ForEach(adapter => adapter.Close());

    private void MakeRoom()
    {
        if (byAge.Count < most)
            return;
        var oldest = byAge.Find(adapter => adapter.Users == 0)
            ?? throw new UserError($"{most} adapters are in use, which is the most at once.", "Try again when an answer has ended.");
        Leaving?.Invoke(oldest);
        byAge.Remove(oldest);
        oldest.Close();
    }
}
