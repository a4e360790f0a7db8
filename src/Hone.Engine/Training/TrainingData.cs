using Hone.Core;
using Hone.Core.Tokens;

namespace Hone.Engine.Training;

/// <summary>The rows of every step: domain and general rows in the share the spec asks for, and fixed held-out rows to measure on.</summary>
internal sealed class TrainingData : IDisposable
{
    private readonly AdaptSpec spec;
    private readonly List<TokenShard> shards = [];
    private readonly RowSource domain;
    private readonly RowSource? general;

    public TrainingData(AdaptInputs inputs, AdaptSpec spec, string vocabularyHash)
    {
        this.spec = spec;
        domain = new RowSource(Open(inputs.Domain, vocabularyHash), spec.RowLength, (ulong)spec.Seed);
        if (spec.Replay > 0)
            general = new RowSource(Open(inputs.General ?? throw new UserError("replay is set, but there is no general text.", "Give curate.general some sources, or set replay: 0."), vocabularyHash), spec.RowLength, ~(ulong)spec.Seed);
        HeldOut = inputs.HeldOut.ToDictionary(pair => pair.Key, IReadOnlyList<TrainingRow> (pair) => FixedRows(pair.Key, Open(pair.Value, vocabularyHash)));
    }

    public IReadOnlyDictionary<string, IReadOnlyList<TrainingRow>> HeldOut { get; }

    /// <summary>Row g of the training is general where the running share of general rows would fall behind otherwise.</summary>
    public IReadOnlyList<TrainingRow> StepRows(long step)
    {
        var rows = new TrainingRow[spec.BatchRows];
        for (var i = 0; i < rows.Length; i++)
        {
            var number = (step * spec.BatchRows) + i;
            var replayed = (long)Math.Floor(number * spec.Replay);
            var isReplay = general is not null && (long)Math.Floor((number + 1) * spec.Replay) > replayed;
            var tokens = new int[spec.RowLength + 1];
            (isReplay ? general! : domain).Read(isReplay ? replayed : number - replayed, tokens);
            rows[i] = new TrainingRow(tokens, isReplay);
        }
        return rows;
    }

    public void Dispose() => shards.ForEach(shard => shard.Dispose());

    private TokenShard Open(string path, string vocabularyHash)
    {
        var shard = TokenShard.Open(path);
        shards.Add(shard);
        if (shard.VocabularyHash != vocabularyHash)
            throw new UserError($"{path}: the shard was written with another tokenizer than the model's.", "Run curate again with the model's tokenizer.json.");
        if (shard.TokenCount == 0)
            throw new UserError($"{path}: the shard holds no tokens.", "Give its sources more documents, or lower held_out.");
        return shard;
    }

    private TrainingRow[] FixedRows(string name, TokenShard shard)
    {
        var count = (int)Math.Clamp(shard.TokenCount / spec.RowLength, 1, spec.MeasureRows);
        var rows = new TrainingRow[count];
        for (var i = 0; i < count; i++)
        {
            var start = (long)((double)i * Math.Max(0, shard.TokenCount - spec.RowLength - 1) / count);
            var tokens = new int[Math.Min(spec.RowLength + 1, shard.TokenCount)];
            shard.Read(start, tokens);
            rows[i] = new TrainingRow(tokens, name == "general");
        }
        return rows;
    }
}
