namespace Hone.Evaluation.IfEval.Checks;

/// <summary>Whether a response follows an instruction: null, or why it does not.</summary>
internal delegate string? Check(string response);

/// <summary>At least so many, or fewer than so many.</summary>
internal readonly record struct Bound(bool AtLeast, int Count)
{
    public string? Fault(int actual, string what) => (AtLeast ? actual >= Count : actual < Count)
        ? null
        : $"{actual} {what}, asked for {(AtLeast ? "at least" : "fewer than")} {Count}";
}
