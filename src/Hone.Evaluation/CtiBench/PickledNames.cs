using System.Buffers.Binary;
using System.Text;
using Hone.Core;

namespace Hone.Evaluation.CtiBench;

/// <summary>
/// Reads one shape of Python pickle, and only that: a dictionary of texts to lists of texts, as CTIBench publishes its tables of actors.
/// A pickle is a program for a stack machine (documented in Python's pickletools); the dozen instructions that can only build
/// texts, lists and dictionaries are known here, and any other, which might import or call something, is refused by its number.
/// </summary>
internal static class PickledNames
{
    public static IReadOnlyList<(string Actor, string Other)> Read(string path, byte[] bytes)
    {
        try
        {
            var root = new Machine(bytes).Run() as Dictionary<string, object> ?? throw new FormatException("it holds no dictionary");
            return [.. from actor in root from name in Names(actor.Value) select (actor.Key, name)];
        }
        catch (Exception e) when (e is FormatException or ArgumentOutOfRangeException or InvalidCastException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UserError($"{path}: not a pickle of names and nothing else ({e.Message})", "Only a dictionary of lists of names is read: a pickle of another kind could run anything.", e);
        }
    }

    private static IEnumerable<string> Names(object list) => (list as List<object> ?? throw new FormatException("a value is no list")).Cast<string>();

    private sealed class Machine(byte[] bytes)
    {
        private static readonly object Mark = new();
        private readonly Stack<object> stack = new();
        private readonly List<object> memory = [];
        private int place;

        public object Run()
        {
            while (true)
            {
                var code = Take(1)[0];
                if (code == (byte)'.')
                    return stack.Pop();
                Step(code);
            }
        }

        private void Step(byte code)
        {
            switch (code)
            {
                case 0x80: Take(1); break; // PROTO
                case 0x95: Take(8); break; // FRAME
                case (byte)'}': stack.Push(new Dictionary<string, object>(StringComparer.Ordinal)); break;
                case (byte)']': stack.Push(new List<object>()); break;
                case (byte)'(': stack.Push(Mark); break;
                case 0x94: memory.Add(stack.Peek()); break; // MEMOIZE
                case (byte)'q': Take(1); memory.Add(stack.Peek()); break; // BINPUT: writers number in order
                case (byte)'r': Take(4); memory.Add(stack.Peek()); break; // LONG_BINPUT
                case (byte)'h': stack.Push(memory[Take(1)[0]]); break; // BINGET
                case (byte)'j': stack.Push(memory[Length()]); break; // LONG_BINGET
                case 0x8C: stack.Push(Text(Take(1)[0])); break; // SHORT_BINUNICODE
                case (byte)'X': stack.Push(Text(Length())); break; // BINUNICODE
                case (byte)'a': Append([stack.Pop()]); break;
                case (byte)'e': Append(ToMark()); break;
                case (byte)'s': Set([.. new[] { stack.Pop(), stack.Pop() }.Reverse()]); break;
                case (byte)'u': Set(ToMark()); break;
                default: throw new FormatException($"instruction 0x{code:X2} at byte {place - 1}");
            }
        }

        private ReadOnlySpan<byte> Take(int count)
        {
            var taken = bytes.AsSpan(place, count);
            place += count;
            return taken;
        }

        private int Length() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

        private string Text(int length) => Encoding.UTF8.GetString(Take(length));

        private List<object> ToMark()
        {
            var items = new List<object>();
            while (stack.Pop() is var item && item != Mark)
                items.Add(item);
            items.Reverse();
            return items;
        }

        private void Append(List<object> items) => ((List<object>)stack.Peek()).AddRange(items);

        private void Set(List<object> pairs)
        {
            var target = (Dictionary<string, object>)stack.Peek();
            for (var i = 0; i < pairs.Count; i += 2)
                target[(string)pairs[i]] = pairs[i + 1];
        }
    }
}
