using Hone.Core.Settings;
using Hone.Corpus.Curation;
using Hone.Engine.Training;
using Hone.Evaluation;

namespace Hone.Cli.Recipes;

/// <summary>One run, as its author states it. Its sections decide which stages the run has.</summary>
internal sealed record Recipe
{
    [Setting("Name of the run: its files go to runs/NAME.")]
    public required string Name { get; init; }

    [Setting("Start of every random choice: the same recipe with the same seed on the same data gives the same files. Sections may have their own.", Min = 0)]
    public long Seed { get; init; } = 1;

    [Setting("A directory that ${data} stands for in the rest of the recipe.", MustExist = true)]
    public string? Data { get; init; }

    [Setting("The model to start from, a Hugging Face model directory. Without it, pretrain makes one from nothing.", MustExist = true)]
    public string? Base { get; init; }

    [Setting("Sources to a clean corpus: what to learn (domain) and what to keep (general).")]
    public CurateSpec? Curate { get; init; }

    [Setting("Continued training of the base model on the corpus.")]
    public AdaptSpec? Adapt { get; init; }

    [Setting("Adaptations to compare with, by name: each states only the settings of adapt that it changes.")]
    public IReadOnlyDictionary<string, AdaptSpec> Arms { get; init; } = new Dictionary<string, AdaptSpec>();

    [Setting("Vocabulary of a model made from nothing. Sources and held-out share are curate's unless stated.")]
    public TokenizerSpec? Tokenizer { get; init; }

    [Setting("Shape of a model made from nothing.")]
    public ShapeSpec? Shape { get; init; }

    [Setting("Training of a model made from nothing.")]
    public AdaptSpec? Pretrain { get; init; }

    [Setting("What every model of the run is measured on. The corpus's held-out documents are always among it.")]
    public EvalSpec? Evaluate { get; init; }
}
