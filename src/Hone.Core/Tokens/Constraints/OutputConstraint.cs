using System.Text.Json;
using Hone.Core.Tokens.Constraints.Automata;
using Hone.Core.Tokens.Constraints.Json;
using Hone.Core.Tokens.Constraints.Patterns;

namespace Hone.Core.Tokens.Constraints;

/// <summary>
/// A form that outputs must have, compiled for a vocabulary: one of some texts, a regular expression, or a JSON schema
/// (docs/reference/constraints.md says which). Many outputs may follow it at once, from any thread; what one of them finds out about its
/// tokens is kept for the others.
/// </summary>
/// <remarks>
/// As in Willard and Louf, "Efficient Guided Generation for Large Language Models" (2023), but over bytes rather than characters, with
/// the vocabulary as a tree, and with a stack for what refers to itself.
/// </remarks>
public sealed class OutputConstraint
{
    private const int LongestChoices = 4_000_000;

    private readonly TokenVocabulary _vocabulary;
    private readonly Automaton _automaton;
    private readonly TokenMasks _masks;
    private readonly Lock _lock = new();

    private OutputConstraint(TokenVocabulary vocabulary, Grammar grammar)
    {
        _vocabulary = vocabulary;
        _automaton = new Automaton(GraphBuilder.Build(grammar, vocabulary.Trie.SingleBytes()));
        _masks = new TokenMasks(vocabulary, _automaton);
    }

    internal Automaton Automaton => _automaton;

    /// <summary>One of these texts.</summary>
    public static OutputConstraint Choice(TokenVocabulary vocabulary, IReadOnlyCollection<string> choices)
    {
        if (choices.Count == 0)
            throw new UserError("the list of choices is empty");
        if (choices.Sum(choice => (long)choice.Length) > LongestChoices)
            throw new UserError($"the choices have more than {LongestChoices} characters together");
        return new OutputConstraint(vocabulary, new Grammar("the list of choices", Pattern.OneOf(choices.Select(Pattern.Text))));
    }

    /// <summary>A text that the whole expression matches.</summary>
    public static OutputConstraint Regex(TokenVocabulary vocabulary, string expression) =>
        new(vocabulary, new Grammar("the regular expression", RegexParser.ParseWhole(expression)));

    /// <summary>A JSON value that the schema accepts.</summary>
    public static OutputConstraint JsonSchema(TokenVocabulary vocabulary, JsonElement schema) => new(vocabulary, SchemaCompiler.Compile(schema));

    /// <summary>A new output from its beginning.</summary>
    public ITokenConstraint Start() => new Output(this, _automaton.Start);

    private sealed class Output(OutputConstraint owner, AutomatonState state) : ITokenConstraint
    {
        private AutomatonState _state = state;
        private bool _ended;

        public bool CanEnd => _state.IsAccepting;

        public bool MustEnd
        {
            get
            {
                lock (owner._lock)
                    return _ended || _state.IsAccepting && !owner._masks.Find(_state).Any;
            }
        }

        public void Allow(Span<ulong> mask)
        {
            mask[..owner._vocabulary.MaskLength].Clear();
            if (!_ended)
            {
                lock (owner._lock)
                    owner._masks.Find(_state).Bits.CopyTo(mask);
            }
            if (_state.IsAccepting)
                owner._masks.AddEnds(mask);
        }

        public void Accept(int token)
        {
            if (owner._masks.IsEnd(token) && CanEnd)
            {
                _ended = true;
                return;
            }
            lock (owner._lock)
            {
                var next = _state;
                foreach (byte value in owner._vocabulary.Bytes(token))
                    next = owner._automaton.Next(next, value);
                if (_ended || next.IsDead || owner._vocabulary.Bytes(token).IsEmpty || owner._masks.IsEnd(token))
                    throw new InvalidOperationException($"token {token} is not allowed here");
                _state = next;
            }
        }
    }
}
