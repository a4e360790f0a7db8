namespace Hone.Engine.Training;

/// <summary>A text to learn from and which of its tokens are to be predicted; the first never is.</summary>
internal sealed record TrainingSample(IReadOnlyList<int> Tokens, IReadOnlyList<bool> IsTarget);

/// <summary>
/// Puts samples into rows of one length, whole ones together where they fit (first fit, longest first), each seeing itself alone. A row's
/// loss and gradients are those of its samples computed apart, but for rounding: attention does not cross a sample's start, and rotary
/// embeddings make scores of differences of positions alone, so positions run on through a row.
/// </summary>
internal static class RowPacker
{
    /// <param name="filler">Stands where no sample does; end-of-text, usually.</param>
    public static IReadOnlyList<TrainingRow> Pack(IReadOnlyList<TrainingSample> samples, int rowLength, int filler, bool isReplay = false)
    {
        var rows = new List<(int Room, List<TrainingSample> Samples)>();
        // OrderBy is stable: equally long samples keep their order, so the same samples give the same rows.
        foreach (var sample in samples.Where(sample => Positions(sample) > 0).OrderByDescending(Positions))
        {
            if (Positions(sample) > rowLength)
                throw new ArgumentException($"a sample of {sample.Tokens.Count} tokens does not fit a row of {rowLength}", nameof(samples));
            var place = rows.FindIndex(row => row.Room >= Positions(sample));
            if (place < 0)
            {
                place = rows.Count;
                rows.Add((rowLength, []));
            }
            rows[place].Samples.Add(sample);
            rows[place] = (rows[place].Room - Positions(sample), rows[place].Samples);
        }
        return [.. rows.Select(row => Row(row.Samples, rowLength, filler, isReplay))];
    }

    // The last token is only predicted.
    private static int Positions(TrainingSample sample) => sample.Tokens.Count - 1;

    private static TrainingRow Row(List<TrainingSample> samples, int rowLength, int filler, bool isReplay)
    {
        int[] inputs = new int[rowLength], targets = new int[rowLength], starts = new int[rowLength];
        var at = 0;
        foreach (var sample in samples)
        {
            var start = at;
            for (var i = 0; i < Positions(sample); i++, at++)
                (inputs[at], targets[at], starts[at]) = (sample.Tokens[i], sample.IsTarget[i + 1] ? sample.Tokens[i + 1] : -1, start);
        }
        for (var rest = at; at < rowLength; at++)
            (inputs[at], targets[at], starts[at]) = (filler, -1, rest);
        return new TrainingRow(inputs, isReplay) { Targets = targets, Starts = starts };
    }
}
