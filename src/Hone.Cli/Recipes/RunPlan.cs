using Hone.Cli.Models;
using Hone.Core.Documents;
using Hone.Core.Runs;
using Hone.Corpus.Curation;
using Hone.Engine.Training;
using Hone.Evaluation;
using Hone.Evaluation.Reports;

namespace Hone.Cli.Recipes;

/// <summary>
/// Recipe -> stages in their order. Here, and only here, it is settled which stage reads which other stage's files.
/// </summary>
internal sealed class RunPlan
{
    public const string Pretrain = "pretrain";
    public const string MainArm = "hone";

    private readonly Recipe _recipe;
    private readonly RunDirectory _run;
    private readonly StageDirectory _corpus;

    private RunPlan(Recipe recipe, RunDirectory run) => (_recipe, _run, _corpus) = (recipe, run, run.Stage(CurateStage.StageName));

    public static IReadOnlyList<IStage> Make(Recipe recipe, RunDirectory run) => new RunPlan(recipe, run).Make();

    public static string AdaptName(string arm) => $"adapt-{arm}";

    public static string EvalName(string arm) => $"eval-{arm}";

    private List<IStage> Make()
    {
        var stages = new List<IStage>();
        if (_recipe.Tokenizer is { } tokenizer)
            stages.Add(new TokenizerStage(tokenizer));
        if (_recipe.Curate is { } curate)
            stages.Add(new CurateStage(curate with { Tokenizer = TokenizerPath(curate) }, LocalLanguageModel.Open));
        if (_recipe.Pretrain is { } pretrain)
            stages.AddRange([FromNothing(pretrain), Evaluation(Pretrain, _run.Stage(Pretrain).Model, _corpus.Shard(CurateStage.DomainGroup, "train"))]);
        if (_recipe.Base is { } start)
            stages.AddRange([Evaluation("before", start), .. Adaptations(start)]);
        return stages;
    }

    private IEnumerable<IStage> Adaptations(string start)
    {
        if (_recipe.Adapt is not { } adapt)
            return [];
        var arms = _recipe.Arms.Prepend(new(MainArm, adapt)).ToList();
        return
        [
            .. arms.Select(arm => new AdaptStage(AdaptName(arm.Key), arm.Value, Inputs() with { StartModel = start })),
            .. arms.Select(arm => Evaluation(arm.Key, _run.Stage(AdaptName(arm.Key)).Model)),
            new ReportStage(_run.Path, _recipe.Name, arms.Select(arm => arm.Key).ToList()),
        ];
    }

    private AdaptStage FromNothing(AdaptSpec spec) => new(Pretrain, spec, Inputs() with
    {
        Shape = _recipe.Shape ?? new ShapeSpec(),
        Tokenizer = _recipe.Curate is { } curate ? TokenizerPath(curate) : null,
    });

    private EvalStage Evaluation(string arm, string model, string? ngramShard = null) => new(EvalName(arm), (_recipe.Evaluate ?? new EvalSpec()) with
    {
        Model = model,
        NgramShard = _recipe.Evaluate?.NgramShard ?? ngramShard,
        DomainHeldout = _recipe.Evaluate?.DomainHeldout ?? HeldOutDocuments(CurateStage.DomainGroup),
        GeneralHeldout = _recipe.Evaluate?.GeneralHeldout ?? HeldOutDocuments(CurateStage.GeneralGroup),
    }, LocalLanguageModel.Open, DocumentReader.Read);

    private AdaptInputs Inputs() => new()
    {
        Domain = _corpus.Shard(CurateStage.DomainGroup, "train"),
        General = HasGeneral ? _corpus.Shard(CurateStage.GeneralGroup, "train") : null,
        HeldOut = HeldOutGroups().ToDictionary(group => group, group => _corpus.Shard(group, "heldout")),
    };

    private string? HeldOutDocuments(string group) => HeldOutGroups().Contains(group) ? _corpus.Documents(group, "heldout") : null;

    private IEnumerable<string> HeldOutGroups()
    {
        if (_recipe.Curate is not { HeldOut: > 0 })
            return [];
        return HasGeneral ? [CurateStage.DomainGroup, CurateStage.GeneralGroup] : [CurateStage.DomainGroup];
    }

    private bool HasGeneral => _recipe.Curate is { General.Count: > 0 };

    private string TokenizerPath(CurateSpec curate) =>
        _recipe.Tokenizer is not null ? _run.Stage(TokenizerStage.StageName).Tokenizer
        : curate.Tokenizer.Length == 0 && _recipe.Base is { } start ? Path.Combine(start, "tokenizer.json")
        : curate.Tokenizer;
}
