using System.Text;
using Hone.Core.Statistics;
using Hone.Core.Tokens.Constraints;
using Hone.Core.Tokens.Constraints.Automata;

namespace Hone.Core.Tests.Tokens.Constraints;

/// <summary>A small vocabulary as byte-level tokenizers have it: all bytes, and pieces that straddle structure and characters.</summary>
internal static class WalkVocabulary
{
    private static readonly string[] Texts =
    [
        "{\"", "\":", "\": ", "\": \"", "\",", "\", \"", "\"}", "\"}]", "}}", "]}", "],", ", ", "[\"", "[[", "[]", "{}", "null", "true", "fal", "se", "tr", "ue", "12", "00", "2024", "-1", "0.", "e+", "1e",
        "\\u", "\\n", "\\\"", "id", "name", "\"name\"", "kind", "ab", "abc", "aa", "xyz", " the", "é", "ü\"", "日本", "語", "😀", "😀\"", "a😀", "T10:", "-02-", "://", "www.", "0x", "\n", "\r\n", "  ", ".com", "@",
    ];

    private static readonly byte[][] Pieces = [[0xE6, 0x97], [0x97, 0xA5], [0xF0, 0x9F], [0x98, 0x80], [0x9F, 0x98], [0x22, 0xC3], [0xA9, 0x22], [0xC3, 0xA9, 0xC3]];

    public static readonly byte[]?[] Tokens =
    [
        .. Enumerable.Range(0, 256).Select(value => new[] { (byte)value }),
        .. Texts.Select(Encoding.UTF8.GetBytes),
        .. Pieces,
        // A double, a special token whose bytes look like text, an empty one and the end.
        "ab"u8.ToArray(), null, [], "<|end|>"u8.ToArray(),
    ];

    public static readonly int End = Tokens.Length - 1;

    public static readonly int Special = Tokens.Length - 3;

    public static TokenVocabulary Make() => new(Tokens, [End]);

    /// <summary>A random output of some tokens, and after them the shortest completion, which there must always be.</summary>
    public static byte[] Walk(OutputConstraint constraint, Xoshiro256 random, int steps)
    {
        var output = constraint.Start();
        var state = constraint.Automaton.Start;
        var written = new List<byte>();
        var mask = new ulong[(Tokens.Length + 63) / 64];
        for (int step = 0; step < steps; step++)
        {
            output.Allow(mask);
            var allowed = Enumerable.Range(0, Tokens.Length).Where(id => (mask[id >> 6] >> id & 1) != 0).ToList();
            Assert.NotEmpty(allowed);
            Assert.DoesNotContain(Special, allowed);
            Assert.Equal(output.CanEnd, allowed.Contains(End));
            Assert.Equal(output.MustEnd, allowed is [var only] && only == End);
            int token = Choose(allowed, random);
            output.Accept(token);
            if (token == End)
                return [.. written];
            written.AddRange(Tokens[token]!);
            state = Tokens[token]!.Aggregate(state, constraint.Automaton.Next);
        }
        foreach (byte value in Completion(constraint.Automaton, state))
        {
            output.Allow(mask);
            Assert.NotEqual(0ul, mask[value >> 6] >> value & 1);
            output.Accept(value);
            written.Add(value);
        }
        output.Accept(End);
        return [.. written];
    }

    private static int Choose(List<int> allowed, Xoshiro256 random)
    {
        // Bytes are most of the vocabulary; without this the longer tokens would hardly be tried.
        var longer = allowed.FindAll(id => id >= 256);
        return longer.Count > 0 && random.Next(2) == 0 ? longer[random.Next(longer.Count)] : allowed[random.Next(allowed.Count)];
    }

    /// <summary>The shortest way to an end, by breadth-first search.</summary>
    private static List<byte> Completion(Automaton automaton, AutomatonState from)
    {
        var reached = new Dictionary<AutomatonState, (AutomatonState? Before, byte Value)> { [from] = (null, 0) };
        var open = new Queue<AutomatonState>(reached.Keys);
        while (open.TryDequeue(out var state))
        {
            if (state.IsAccepting)
            {
                var way = new List<byte>();
                for (var step = reached[state]; step.Before is not null; step = reached[step.Before])
                    way.Insert(0, step.Value);
                return way;
            }
            for (int value = 0; value < 256; value++)
            {
                var next = automaton.Next(state, (byte)value);
                if (!next.IsDead && reached.TryAdd(next, (state, (byte)value)))
                    open.Enqueue(next);
            }
        }
        throw new InvalidOperationException("an allowed text cannot be completed");
    }

    /// <summary>Whether the constraint lets this text pass, byte by byte, and end.</summary>
    public static bool Accepts(OutputConstraint constraint, ReadOnlySpan<byte> text)
    {
        var output = constraint.Start();
        var mask = new ulong[(Tokens.Length + 63) / 64];
        foreach (byte value in text)
        {
            output.Allow(mask);
            if ((mask[value >> 6] >> value & 1) == 0)
                return false;
            output.Accept(value);
        }
        return output.CanEnd;
    }

    public static bool Accepts(OutputConstraint constraint, string text) => Accepts(constraint, Encoding.UTF8.GetBytes(text));
}
