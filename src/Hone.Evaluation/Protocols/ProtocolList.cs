namespace Hone.Evaluation.Protocols;

/// <summary>Every multiple-choice protocol; each question is put by all of them, side by side.</summary>
internal static class ProtocolList
{
    public static IReadOnlyList<IProtocol> All { get; } = [new LetterProtocol(), new ClozeProtocol()];

    public static IProtocol Named(string name) => All.First(protocol => protocol.Name == name);
}
