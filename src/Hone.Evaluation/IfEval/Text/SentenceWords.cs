using System.Collections.Frozen;

namespace Hone.Evaluation.IfEval.Text;

/// <summary>What a full stop may follow without ending a sentence, and which words tell that one did. Our own lists, of words that the publisher's tool treats so too.</summary>
internal static class SentenceWords
{
    private static readonly FrozenSet<string> Abbreviations = Set("""
        mr mrs ms dr prof gen col maj lt adm sen rep reps st ft jr sr messrs
        inc corp co ltd bros cos vs v jan feb aug sept sep oct nov dec tues wed fri
        ave ariz calif conn fla ill mich minn okla ore pa tenn va wash wis colo ala ga ky kan nev
        u.s u.s.a u.k u.n u.s.s.r a.m p.m a.d d.c l.a n.y n.j n.c s.c ph.d m.b.a b.v s.a
        """);

    /// <summary>Words that are nearly always small: in capitals after an abbreviation they begin a sentence.</summary>
    private static readonly FrozenSet<string> Small = Set("""
        the a an this that these those it its he she they we you his her their our your my there here what which who where when why how
        if although though while since because as but and or so yet however moreover furthermore therefore thus then also
        in on at by for from with without of to into over under after before during between among about against
        is are was were be been has have had do does did can could will would should must not no all any some most many
        each every both few more other another such only even just now once first second next last finally let please
        """);

    /// <summary>Punkt knows neither "e.g" nor "etc" nor "p.s", so a sentence ends there.</summary>
    public static bool IsAbbreviation(ReadOnlySpan<char> word)
    {
        if (word.IsEmpty || word.Length > 64)
            return false;
        Span<char> lower = stackalloc char[word.Length];
        word.ToLowerInvariant(lower);
        var last = lower[(lower.LastIndexOf('-') + 1)..];
        return Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>().Contains(last);
    }

    public static bool IsUsuallySmall(ReadOnlySpan<char> word)
    {
        if (word.Length > 16)
            return false;
        Span<char> lower = stackalloc char[word.Length];
        word.ToLowerInvariant(lower);
        return Small.GetAlternateLookup<ReadOnlySpan<char>>().Contains(lower);
    }

    private static FrozenSet<string> Set(string words) =>
        words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
