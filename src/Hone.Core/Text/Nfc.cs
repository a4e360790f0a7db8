using System.Globalization;
using System.Text;

namespace Hone.Core.Text;

/// <summary>
/// Unicode normalisation form C (UAX #15). The platform's own does nothing in a program built with invariant globalisation,
/// as this one is, so the tables are carried along. Characters newer than the tables are left as they are.
/// </summary>
public static class Nfc
{
    private const int HangulBase = 0xAC00, LBase = 0x1100, VBase = 0x1161, TBase = 0x11A7, LCount = 19, VCount = 21, TCount = 28;

    private static readonly CanonicalTables _tables = CanonicalTables.Load();

    public static string Normalize(string text)
    {
        int at = 0;
        while (at < text.Length && !_tables.NeedsWork[text[at]])
            at++;
        if (at == text.Length)
            return text;
        List<int> points = Decompose(text);
        Reorder(points);
        return Compose(points);
    }

    private static List<int> Decompose(string text)
    {
        var points = new List<int>(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            Decompose(rune.Value, points);
        return points;
    }

    private static void Decompose(int point, List<int> points)
    {
        int hangul = point - HangulBase;
        if (hangul >= 0 && hangul < LCount * VCount * TCount)
        {
            points.Add(LBase + hangul / (VCount * TCount));
            points.Add(VBase + hangul % (VCount * TCount) / TCount);
            if (hangul % TCount > 0)
                points.Add(TBase + hangul % TCount);
        }
        else if (_tables.Decompositions.TryGetValue(point, out (int First, int Second) parts))
        {
            Decompose(parts.First, points);
            if (parts.Second != 0)
                Decompose(parts.Second, points);
        }
        else
        {
            points.Add(point);
        }
    }

    /// <summary>Sorts every run of combining marks by class; the sort is stable.</summary>
    private static void Reorder(List<int> points)
    {
        for (int start = 0; start < points.Count; start++)
        {
            if (_tables.ClassOf(points[start]) == 0)
                continue;
            int end = start;
            while (end < points.Count && _tables.ClassOf(points[end]) != 0)
                end++;
            if (end - start > 1)
            {
                int[] sorted = [.. points.GetRange(start, end - start).OrderBy(_tables.ClassOf)];
                for (int i = 0; i < sorted.Length; i++)
                    points[start + i] = sorted[i];
            }
            start = end;
        }
    }

    private static string Compose(List<int> points)
    {
        int starter = -1, kept = 0, lastClass = 0;
        for (int i = 0; i < points.Count; i++)
        {
            int point = points[i], combining = _tables.ClassOf(point);
            bool blocked = kept - 1 != starter && lastClass >= combining;
            if (starter >= 0 && !blocked && Join(points[starter], point) is { } joined)
            {
                points[starter] = joined;
                continue;
            }
            points[kept] = point;
            lastClass = combining;
            if (combining == 0)
                starter = kept;
            kept++;
        }
        var text = new StringBuilder(kept);
        for (int i = 0; i < kept; i++)
            text.Append(new Rune(points[i]).ToString());
        return text.ToString();
    }

    private static int? Join(int first, int second)
    {
        int l = first - LBase, v = second - VBase, lv = first - HangulBase, t = second - TBase;
        if (l is >= 0 and < LCount && v is >= 0 and < VCount)
            return HangulBase + (l * VCount + v) * TCount;
        if (lv >= 0 && lv < LCount * VCount * TCount && lv % TCount == 0 && t is > 0 and < TCount)
            return first + t;
        return _tables.Compositions.TryGetValue((first, second), out int joined) ? joined : null;
    }

    /// <summary>canonical.txt in memory.</summary>
    private sealed class CanonicalTables
    {
        private readonly Dictionary<int, byte> _classes = [];

        public Dictionary<int, (int First, int Second)> Decompositions { get; } = [];

        public Dictionary<(int First, int Second), int> Compositions { get; } = [];

        /// <summary>UTF-16 units that may make a text differ from its form C; for those beyond the first plane, their high surrogate.</summary>
        public bool[] NeedsWork { get; } = new bool[0x10000];

        public int ClassOf(int point) => point < 0x300 ? 0 : _classes.GetValueOrDefault(point);

        public static CanonicalTables Load()
        {
            var tables = new CanonicalTables();
            using Stream stream = typeof(Nfc).Assembly.GetManifestResourceStream("Hone.Core.Text.canonical.txt")
                ?? throw new InvalidOperationException("canonical.txt is not built in");
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } line)
                tables.Add(line.Split(' ', '-', '='));
            for (int jamo = VBase; jamo < TBase + TCount; jamo++)
                tables.NeedsWork[jamo] = true;
            return tables;
        }

        private void Add(string[] fields)
        {
            switch (fields[0])
            {
                case "c":
                    for (int point = Hex(fields[1]); point <= Hex(fields[2]); point++)
                    {
                        _classes[point] = byte.Parse(fields[3], CultureInfo.InvariantCulture);
                        Mark(point);
                    }
                    break;
                case "d" or "x":
                    (int First, int Second) parts = (Hex(fields[2]), fields.Length > 3 ? Hex(fields[3]) : 0);
                    Decompositions[Hex(fields[1])] = parts;
                    if (fields[0] == "d")
                        Compositions[parts] = Hex(fields[1]);
                    Mark(fields[0] == "d" ? parts.Second : Hex(fields[1]));
                    break;
            }
        }

        private void Mark(int point) => NeedsWork[new Rune(point).ToString()[0]] = true;

        private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
