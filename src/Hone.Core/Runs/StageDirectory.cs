namespace Hone.Core.Runs;

/// <summary>
/// The directory of one stage inside a run, and where everything in it lies. A stage asks for its places here from
/// <see cref="StageContext.Directory"/>, and whoever reads another stage's results does the same.
/// </summary>
public sealed record StageDirectory(string Path)
{
    /// <summary>What went in and what came out; written last, so it being there means the stage is finished.</summary>
    public string Manifest => In("manifest.json");

    /// <summary>Written first: which spec and inputs the files beside it belong to.</summary>
    public string Started => In("stage.json");

    public string Metrics => In("metrics.jsonl");

    /// <summary>Time and memory of every attempt.</summary>
    public string Usage => In("usage.jsonl");

    public string Report => In("report.html");

    /// <summary>Documents of a group ("domain", "general") and split ("train", "heldout").</summary>
    public string Documents(string group, string split) => In("documents", $"{group}.{split}.jsonl.gz");

    /// <summary>What somebody should look at before it is used: suspected poison.</summary>
    public string QuarantinedDocuments => In("documents", "quarantine.jsonl.gz");

    public string DroppedDocuments => In("documents", "dropped.jsonl.gz");

    /// <summary>Token shard of a group and split, without its two endings.</summary>
    public string Shard(string group, string split) => In("shards", $"{group}.{split}");

    /// <summary>The way back from pseudonyms to values, sealed with the team's key.</summary>
    public string Pseudonyms => In("pseudonyms.sealed");

    public string Datasheet => In("datasheet.json");

    public string Counts => In("counts.json");

    public string Tokenizer => In("tokenizer.json");

    /// <summary>A Hugging Face model directory.</summary>
    public string Model => In("model");

    /// <summary>An adapter directory in PEFT's layout.</summary>
    public string Adapter => In("adapter");

    /// <summary>What a killed stage goes on from; gone when it is finished.</summary>
    public string Work => In("work");

    /// <summary>What a killed training goes on from.</summary>
    public string Checkpoints => In("checkpoints");

    public string In(params ReadOnlySpan<string> parts) => parts switch
    {
        [var only] => System.IO.Path.Combine(Path, only),
        _ => System.IO.Path.Combine([Path, .. parts]),
    };

    /// <summary>Whether a file is the runner's own record and not a result of the stage.</summary>
    internal static bool IsRecord(string relative) =>
        relative is "manifest.json" or "stage.json" or "metrics.jsonl" or "usage.jsonl";
}
