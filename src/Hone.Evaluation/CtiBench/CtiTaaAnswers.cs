using Hone.Evaluation.Answers;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation.CtiBench;

/// <summary>
/// CTI-TAA: whose attack it was. The publisher takes the name out of an answer by hand and follows a graph of names: connected through
/// aliases is <c>correct</c>, through aliases and related groups <c>plausible</c>; both over all rows. The graph holds missing values as an
/// actor called "nan", which joins strangers: <c>ctibench</c> keeps that fault, <c>ctibench-no-nan</c> does not, and
/// <c>first-name</c>, also without it, takes the first known name in a longer answer.
/// </summary>
internal sealed class CtiTaaAnswers : IAnswerBenchmark
{
    public string Name => "cti-taa";

    public string GoldForm => "the name of an actor";

    public bool IsGold(string text) => text.Trim().Length is > 0 and < 100;

    public IAnswerScorer Open(AnswerPlaces places)
    {
        var alias = ActorLinks.Read("alias_dict", places);
        var related = ActorLinks.Read("related_dict", places);
        return new Scorer(Name, alias, [.. alias, .. related]);
    }

    private sealed class Scorer(string name, IReadOnlyList<(string, string)> alias, IReadOnlyList<(string, string)> both) : IAnswerScorer
    {
        private readonly ActorGraph faultyAlias = new(alias, withMissingValue: true);
        private readonly ActorGraph faultyBoth = new(both, withMissingValue: true);
        private readonly ActorGraph cleanAlias = new(alias, withMissingValue: false);
        private readonly ActorGraph cleanBoth = new(both, withMissingValue: false);
        private readonly ActorNames names = new(both.SelectMany(link => (string[])[link.Item1, link.Item2]));

        public AnswerScores Score(IReadOnlyList<AnsweredItem> items)
        {
            string?[] plain = [.. items.Select(item => string.IsNullOrWhiteSpace(item.Text) ? null : item.Text)];
            string?[] found = [.. plain.Select(text => text is null ? null : names.First(text))];
            ScoreRow[] scores =
            [
                Share("ctibench", "correct", items, plain, faultyAlias, headline: true),
                Share("ctibench", "plausible", items, plain, faultyBoth),
                Share("ctibench-no-nan", "correct", items, plain, cleanAlias),
                Share("ctibench-no-nan", "plausible", items, plain, cleanBoth),
                Share("first-name", "correct", items, found, cleanAlias),
                Share("first-name", "plausible", items, found, cleanBoth),
            ];
            return new AnswerScores(scores, Shares.Items(items, Judge(items, plain, faultyAlias)));
        }

        private ScoreRow Share(string protocol, string metric, IReadOnlyList<AnsweredItem> items, string?[] said, ActorGraph graph, bool headline = false) =>
            Shares.AllRows(new ScoreName(name, protocol, metric, headline), Judge(items, said, graph),
                new Dictionary<string, double> { ["best_constant"] = graph.BestConstant(items.Select(item => item.Gold)) / (double)items.Count });

        // The publisher's sheets write X where there was no name; a name the graph lacks is an answer all the same, and wrong.
        private static Judged[] Judge(IReadOnlyList<AnsweredItem> items, string?[] said, ActorGraph graph) =>
            [.. items.Select((item, i) => said[i]?.Trim() is { } actor and not "X" ? new Judged(actor, graph.AreConnected(item.Gold, actor), Counted: true) : new Judged(null, Right: false, Counted: true))];
    }
}
