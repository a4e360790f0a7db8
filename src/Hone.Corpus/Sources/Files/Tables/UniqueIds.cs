namespace Hone.Corpus.Sources.Files.Tables;

/// <summary>Ids that records state of themselves, made unique: the second of one id is called by its place.</summary>
internal sealed class UniqueIds
{
    private readonly HashSet<string> _taken = [];

    public string Take(string? stated, string place) =>
        string.IsNullOrWhiteSpace(stated) || stated.Length > 200 ? place : _taken.Add(stated) ? stated : $"{stated} ({place})";
}
