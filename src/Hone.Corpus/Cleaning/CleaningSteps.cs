namespace Hone.Corpus.Cleaning;

/// <summary>All that is done to one text, in its order: repairs need the bytes as they came, removal needs plain lines.</summary>
internal static class CleaningSteps
{
    /// <param name="removed">Told the reason and the length of every line of boilerplate taken out.</param>
    public static string Apply(string raw, CleanSpec spec, Action<string, int>? removed = null)
    {
        string text = spec.RepairEncoding ? EntityRepair.Repair(EncodingRepair.Repair(raw)) : raw;
        text = TextCleaner.Clean(text);
        if (!spec.RemoveBoilerplate)
            return text;
        string kept = Boilerplate.Remove(text, removed);
        return ReferenceEquals(kept, text) ? text : TextCleaner.Clean(kept);
    }
}
