using System.Text;

namespace Hone.Core.Text;

/// <summary>Unicode normalisation form C of strings.</summary>
public static class Nfc
{
    public static string Normalize(string text)
    {
        bool normal = true;
        foreach (Rune rune in text.EnumerateRunes())
            normal &= !NormalForms.Current.NeedsWork(NormalForm.C, rune.Value);
        if (normal)
            return text;
        var points = text.EnumerateRunes().Select(rune => new FormedPoint(rune.Value, 0, 0)).ToList();
        var normalised = new StringBuilder(text.Length);
        foreach (var point in NormalForms.Current.Apply(NormalForm.C, points))
            normalised.Append(new Rune(point.Value).ToString());
        return normalised.ToString();
    }
}
