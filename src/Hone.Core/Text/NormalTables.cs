using System.Globalization;

namespace Hone.Core.Text;

/// <summary>canonical.txt and compatibility.txt in memory.</summary>
internal sealed class NormalTables
{
    private readonly Dictionary<int, byte> _classes = [];
    private readonly Dictionary<int, int[]> _canonical = [];
    private readonly Dictionary<int, int[]> _compatible = [];
    private readonly Dictionary<(int First, int Second), int> _compositions = [];

    /// <summary>A bit for each form in which the character may change something.</summary>
    private readonly byte[] _planeForms = new byte[0x10000];
    private readonly Dictionary<int, byte> _otherForms = [];
    private readonly HashSet<int> _marks = [];

    /// <summary>Characters that these tables leave as they are.</summary>
    private readonly HashSet<int> _left = [];

    public int ClassOf(int point) => point < 0x300 ? 0 : _classes.GetValueOrDefault(point);

    /// <summary>One step of decomposition, or null.</summary>
    public int[]? Decompose(int point, bool compatibility) =>
        _canonical.TryGetValue(point, out int[]? parts) || (compatibility && _compatible.TryGetValue(point, out parts)) ? parts : null;

    public int? Compose(int first, int second) => _compositions.TryGetValue((first, second), out int joined) ? joined : null;

    public int FormsOf(int point) => point < 0x10000 ? _planeForms[point] : _otherForms.GetValueOrDefault(point);

    public bool IsMark(int point) => _marks.Contains(point);

    /// <param name="unicode9">Whether to leave out what came after Unicode 9.0.</param>
    public static NormalTables Load(bool unicode9)
    {
        var tables = new NormalTables();
        if (unicode9)
            tables._left.UnionWith(ReadLines("canonical.txt").Where(line => line[0] == 'n').SelectMany(line => Range(line.Split(' ', '-'))));
        foreach (string line in ReadLines("canonical.txt"))
            tables.AddCanonical(line.Split(' ', '-', '='));
        foreach (string line in ReadLines("compatibility.txt"))
            tables.AddCompatible(line.Split('='));
        foreach (var (point, parts) in tables._canonical)
        {
            if (parts.Any(tables.IsCompatible))
                tables.Mark(point, NormalForm.KC);
        }
        for (int jamo = 0x1161; jamo < 0x11A7 + 28; jamo++)
            tables.Mark(jamo, NormalForm.C, NormalForm.KC);
        for (int syllable = 0xAC00; syllable < 0xAC00 + 11_172; syllable++)
            tables.Mark(syllable, NormalForm.D, NormalForm.KD);
        return tables;
    }

    private bool IsCompatible(int point) =>
        _compatible.ContainsKey(point) || (_canonical.TryGetValue(point, out int[]? parts) && parts.Any(IsCompatible));

    private static IEnumerable<string> ReadLines(string name)
    {
        using Stream stream = typeof(NormalTables).Assembly.GetManifestResourceStream("Hone.Core.Text." + name)
            ?? throw new InvalidOperationException(name + " is not built in");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
                yield return line;
        }
    }

    private void AddCanonical(string[] fields)
    {
        int first = Hex(fields[1]);
        switch (fields[0])
        {
            case "c":
                foreach (int point in Range(fields).Where(point => !_left.Contains(point)))
                {
                    _classes[point] = byte.Parse(fields[3], CultureInfo.InvariantCulture);
                    Mark(point, NormalForm.C, NormalForm.D, NormalForm.KC, NormalForm.KD);
                }
                break;
            case "m":
                _marks.UnionWith(Range(fields));
                break;
            case "d" or "x" when !_left.Contains(first):
                int[] parts = [.. fields[2..].Select(Hex)];
                _canonical[first] = parts;
                Mark(first, NormalForm.D, NormalForm.KD);
                if (fields[0] == "d")
                {
                    _compositions[(parts[0], parts[1])] = first;
                    Mark(parts[1], NormalForm.C, NormalForm.KC);
                }
                else
                {
                    Mark(first, NormalForm.C, NormalForm.KC);
                }
                break;
        }
    }

    private void AddCompatible(string[] sides)
    {
        int[] range = [.. sides[0].Split('-').Select(Hex)];
        int[] parts = [.. sides[1].Split(' ').Select(Hex)];
        for (int point = range[0]; point <= range[^1]; point++)
        {
            if (_left.Contains(point))
                continue;
            _compatible[point] = range.Length == 2 ? [parts[0] + point - range[0]] : parts;
            Mark(point, NormalForm.KC, NormalForm.KD);
        }
    }

    private void Mark(int point, params ReadOnlySpan<NormalForm> forms)
    {
        int bits = FormsOf(point);
        foreach (var form in forms)
            bits |= 1 << (int)form;
        if (point < 0x10000)
            _planeForms[point] = (byte)bits;
        else
            _otherForms[point] = (byte)bits;
    }

    private static IEnumerable<int> Range(string[] fields) => Enumerable.Range(Hex(fields[1]), Hex(fields[2]) - Hex(fields[1]) + 1);

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
