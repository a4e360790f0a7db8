using System.Runtime.InteropServices;

namespace Hone.Core.Text;

/// <summary>The normal forms of UAX #15: canonical or compatibility, composed or decomposed.</summary>
internal enum NormalForm { C, D, KC, KD }

/// <summary>A character in the course of normalisation, and the part of the text it came from.</summary>
internal readonly record struct FormedPoint(int Value, int Start, int End);

/// <summary>
/// Unicode normalisation (UAX #15). The platform's own does nothing in a program built with invariant globalisation,
/// as this one is, so the tables are carried along. Characters newer than the tables are left as they are.
/// </summary>
internal sealed class NormalForms
{
    private const int HangulBase = 0xAC00, LBase = 0x1100, VBase = 0x1161, TBase = 0x11A7, LCount = 19, VCount = 21, TCount = 28;

    private static readonly Lazy<NormalForms> _current = new(() => new NormalForms(NormalTables.Load(unicode9: false)));
    private static readonly Lazy<NormalForms> _unicode9 = new(() => new NormalForms(NormalTables.Load(unicode9: true)));

    private readonly NormalTables _tables;

    private NormalForms(NormalTables tables) => _tables = tables;

    public static NormalForms Current => _current.Value;

    /// <summary>As Unicode 9.0 had them, which Hugging Face's tokenizers know, and with them the models.</summary>
    public static NormalForms Unicode9 => _unicode9.Value;

    /// <summary>Whether the character is a mark: one of the categories M.</summary>
    public bool IsMark(int point) => _tables.IsMark(point);

    /// <summary>
    /// Whether this character can change, or change its neighbour. A stretch of such characters together with the one before it
    /// may be normalised by itself.
    /// </summary>
    public bool NeedsWork(NormalForm form, int point) => point >= 0xA0 && (_tables.FormsOf(point) >> (int)form & 1) != 0;

    public List<FormedPoint> Apply(NormalForm form, List<FormedPoint> text)
    {
        var points = new List<FormedPoint>(text.Count);
        foreach (var point in text)
            Decompose(point, form is NormalForm.KC or NormalForm.KD, points);
        Reorder(points);
        if (form is NormalForm.C or NormalForm.KC)
            Compose(points);
        return points;
    }

    private void Decompose(FormedPoint point, bool compatibility, List<FormedPoint> points)
    {
        int hangul = point.Value - HangulBase;
        if (hangul >= 0 && hangul < LCount * VCount * TCount)
        {
            points.Add(point with { Value = LBase + hangul / (VCount * TCount) });
            points.Add(point with { Value = VBase + hangul % (VCount * TCount) / TCount });
            if (hangul % TCount > 0)
                points.Add(point with { Value = TBase + hangul % TCount });
        }
        else if (_tables.Decompose(point.Value, compatibility) is { } parts)
        {
            foreach (int part in parts)
                Decompose(point with { Value = part }, compatibility, points);
        }
        else
        {
            points.Add(point);
        }
    }

    /// <summary>Sorts every run of combining marks by class; the sort is stable.</summary>
    private void Reorder(List<FormedPoint> points)
    {
        for (int start = 0; start < points.Count; start++)
        {
            if (_tables.ClassOf(points[start].Value) == 0)
                continue;
            int end = start;
            while (end < points.Count && _tables.ClassOf(points[end].Value) != 0)
                end++;
            if (end - start > 1)
            {
                FormedPoint[] sorted = [.. points.GetRange(start, end - start).OrderBy(point => _tables.ClassOf(point.Value))];
                sorted.CopyTo(CollectionsMarshal.AsSpan(points)[start..]);
            }
            start = end;
        }
    }

    private void Compose(List<FormedPoint> points)
    {
        int starter = -1, kept = 0, lastClass = 0;
        for (int i = 0; i < points.Count; i++)
        {
            var point = points[i];
            int combining = _tables.ClassOf(point.Value);
            bool blocked = kept - 1 != starter && lastClass >= combining;
            if (starter >= 0 && !blocked && Join(points[starter].Value, point.Value) is { } joined)
            {
                points[starter] = new FormedPoint(joined, Math.Min(points[starter].Start, point.Start), Math.Max(points[starter].End, point.End));
                continue;
            }
            points[kept] = point;
            lastClass = combining;
            if (combining == 0)
                starter = kept;
            kept++;
        }
        points.RemoveRange(kept, points.Count - kept);
    }

    private int? Join(int first, int second)
    {
        int l = first - LBase, v = second - VBase, lv = first - HangulBase, t = second - TBase;
        if (l is >= 0 and < LCount && v is >= 0 and < VCount)
            return HangulBase + (l * VCount + v) * TCount;
        if (lv >= 0 && lv < LCount * VCount * TCount && lv % TCount == 0 && t is > 0 and < TCount)
            return first + t;
        return _tables.Compose(first, second);
    }
}
