using System.Text;
using Hone.Core.Tokens.Chat.Jinja.Values;

namespace Hone.Core.Tokens.Chat.Jinja;

/// <summary>
/// One rendering: the output so far and what the template may still spend. A template is untrusted, so every node entered, every
/// character made and every element walked costs a step, and nesting is bounded: time, memory and stack follow from that.
/// </summary>
internal sealed class RenderState(TimeProvider time, long steps)
{
    /// <summary>Nodes within nodes, calls of macros included; about 300 bytes of stack each.</summary>
    public const int DeepestNesting = 1000;

    private const int LongestOutput = 1 << 24;
    private const int CharactersPerStep = 8;

    private StringBuilder _output = new();
    private long _steps = steps;
    private int _depth;

    public TimeProvider Time { get; } = time;

    /// <summary>Line of the node entered last.</summary>
    public int Line { get; private set; }

    public void Enter(int line)
    {
        Line = line;
        if (++_depth > DeepestNesting)
            throw new TemplateProblem($"the template nests deeper than {DeepestNesting} levels");
        Charge(1);
    }

    // A problem ends the whole rendering, so nobody has to leave on the way out of an exception.
    public void Leave() => _depth--;

    public void Charge(long steps)
    {
        _steps -= steps;
        if (_steps < 0)
            throw new TemplateProblem("the template takes more steps than a conversation of this length allows");
    }

    /// <summary>Pays before a text of this length is made.</summary>
    public void ChargeText(long characters) => Charge(1 + characters / CharactersPerStep);

    /// <summary>Pays for a search that may compare the needle at every place.</summary>
    public void ChargeSearch(int length, int needle) => ChargeText(length + (long)length * needle / 64);

    public void Write(string text)
    {
        ChargeText(text.Length);
        if (_output.Length + text.Length > LongestOutput)
            throw new TemplateProblem($"the template writes more than {LongestOutput} characters");
        _output.Append(text);
    }

    public void Write(object? value) => Write(ValueText.Text(this, value));

    /// <summary>What is written until <see cref="EndCapture"/> goes to a text of its own.</summary>
    public StringBuilder BeginCapture()
    {
        var outer = _output;
        _output = new StringBuilder();
        return outer;
    }

    public string EndCapture(StringBuilder outer)
    {
        string text = Finish();
        _output = outer;
        return text;
    }

    public string Finish()
    {
        ChargeText(_output.Length);
        return _output.ToString();
    }
}
