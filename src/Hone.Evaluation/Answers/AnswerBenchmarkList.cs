using Hone.Evaluation.CtiBench;

namespace Hone.Evaluation.Answers;

/// <summary>Every benchmark whose answer sheets can be scored: a new one is one file, one test and one line here.</summary>
internal static class AnswerBenchmarkList
{
    public static IReadOnlyList<IAnswerBenchmark> All { get; } =
    [
        new CtiMcqAnswers(),
        new CtiRcmAnswers("cti-rcm"),
        new CtiRcmAnswers("cti-rcm-2021"),
        new CtiVspAnswers(),
        new CtiAteAnswers(),
        new CtiTaaAnswers(),
    ];
}
