using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Hone.Core.Models;

namespace Hone.Evaluation.Tests.Doubles;

/// <summary>A made-up model whose skill on security and general text is set by hand; what it says of a text depends on the text alone.</summary>
internal sealed class DemoModel(double securityBits, double generalBits, int knownShare, IReadOnlyDictionary<string, string> answers) : ILanguageModel
{
    public const string HostileText = "</p></article><script>alert(1)</script><img src=x onerror=alert(2)>\u0000\u001b[31m\u202Etxt.exe\uD800 & \"quoted\"";

    public string Name => "demo";

    public int ContextLength => 1024;

    public IReadOnlyList<ContinuationScore> Score(string prompt, IReadOnlyList<string> continuations, CancellationToken cancel = default)
    {
        var question = answers.Keys.FirstOrDefault(prompt.Contains) ?? "";
        var known = Noise(question, "known") * 100 < knownShare;
        return [.. continuations.Select(text => new ContinuationScore(Encoding.UTF8.GetByteCount(text) * (known && text == $" {answers[question]}" ? -0.5 : -0.6 - Noise(question, text)), 1, false))];
    }

    public TextScore ScoreText(string text, CancellationToken cancel = default)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        var bits = text.Contains("exploit", StringComparison.Ordinal) ? securityBits : generalBits;
        var own = 0.8 + (0.4 * Noise(text, "difficulty")) + (0.02 * Noise(text, $"{bits}"));
        return new TextScore(-bytes * bits * own * double.Log(2), bytes / 4, bytes);
    }

    public async IAsyncEnumerable<string> GenerateAsync(string prompt, GenerationOptions options, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await Task.CompletedTask;
        string[] words = securityBits < 1.9
            ? ["the attacker", "uses a", "scheduled task", "to persist,", "then dumps", "credentials from", "LSASS memory", "and moves laterally", "over SMB.", "Detection:", "event 4698", "on the host."]
            : ["the company", "said that", "it would", "be a", "good thing", "for the", "people of", "the village.", "In the summer", "they were", "very happy", "with it."];
        for (var i = 0; i < 24; i++)
            yield return $" {words[(int)(Noise(prompt, $"{i}") * words.Length)]}";
        yield return prompt.Contains("hostile", StringComparison.Ordinal) ? HostileText : "";
    }

    public void Dispose() { }

    private static double Noise(string text, string salt) =>
        BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{salt}\n{text}"))) / (double)uint.MaxValue;
}
