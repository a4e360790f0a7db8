namespace Hone.Evaluation.Reports.Files;

/// <summary>Where the training text came from and what was left out.</summary>
internal sealed record CorpusCounts(IReadOnlyList<SourceCount> Sources, IReadOnlyList<DropCount> Drops);

/// <summary>What one source gave. Amount is in tokens where they were counted, else in bytes or documents: see Unit.</summary>
internal sealed record SourceCount(string Group, string Source, double Amount, string Unit, double Documents);

/// <summary>Documents left out of a group for one reason.</summary>
internal sealed record DropCount(string Group, string Reason, double Documents);
