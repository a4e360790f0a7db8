namespace Hone.Evaluation.Benchmarks;

/// <summary>A published set of questions: how its file is read and which protocol its headline score uses.</summary>
internal interface IBenchmark
{
    string Name { get; }

    /// <summary>The protocol whose score stands for the benchmark; the others are reported beside it.</summary>
    string HeadlineProtocol { get; }

    /// <summary>Where the spec says the questions are; null: not asked for.</summary>
    string? PathIn(EvalSpec spec);

    /// <summary>All questions in file order.</summary>
    IReadOnlyList<ChoiceItem> Read(string path);
}
