using System.Runtime.InteropServices;

namespace Hone.Corpus.Sources.Logs.Templates;

/// <summary>Parts the forms of one outline into those that one template stands for.</summary>
internal static class FormGroups
{
    /// <summary>A place with more words than this holds values; with fewer, the words may be what tells two templates apart.</summary>
    private const int FewWords = 4;

    /// <summary>The share of places that one template's lines have in common at least. Measured on LogHub: 0.7 groups best, 0.5 to 0.8 within a point.</summary>
    private const double Alike = 0.7;

    public static IEnumerable<List<LogForm>> Of(List<LogForm> forms)
    {
        if (forms.Count == 1)
            return [forms];
        Dictionary<ulong, int> frequency = Frequency(forms);
        return forms.GroupBy(form => Root(form, frequency)).SelectMany(group => Split([.. group]));
    }

    private static ulong At(int place, ulong token) => TemplateMiner.Mix(token, (ulong)place + 1);

    private static bool IsMark(ulong token) => token > ulong.MaxValue - 128;

    private static Dictionary<ulong, int> Frequency(List<LogForm> forms)
    {
        var frequency = new Dictionary<ulong, int>();
        foreach (LogForm form in forms)
            for (int place = 0; place < form.Tokens.Length; place++)
                if (form.Tokens[place] != 0 && !IsMark(form.Tokens[place]))
                    CollectionsMarshal.GetValueRefOrAddDefault(frequency, At(place, form.Tokens[place]), out _) += form.Lines;
        return frequency;
    }

    /// <summary>The words of the form that come equally often and are most telling together: so many of them, so often.</summary>
    private static ulong Root(LogForm form, Dictionary<ulong, int> frequency)
    {
        var places = new Dictionary<int, int>();
        for (int place = 0; place < form.Tokens.Length; place++)
            if (frequency.TryGetValue(At(place, form.Tokens[place]), out int often))
                CollectionsMarshal.GetValueRefOrAddDefault(places, often, out _)++;
        if (places.Count == 0)
            return 0;
        int best = places.OrderByDescending(p => p.Value * Math.Log2(1 + p.Key)).ThenByDescending(p => p.Key).First().Key;
        ulong root = 1;
        for (int place = 0; place < form.Tokens.Length; place++)
            if (frequency.TryGetValue(At(place, form.Tokens[place]), out int often) && often == best)
                root = TemplateMiner.Mix(root, At(place, form.Tokens[place]));
        return root;
    }

    /// <summary>Splits where a place holds few words; then what shares too little is taken apart again.</summary>
    private static IEnumerable<List<LogForm>> Split(List<LogForm> forms)
    {
        if (forms.Count == 1)
            return [forms];
        int place = TellingPlace(forms);
        if (place >= 0)
            return forms.GroupBy(form => form.Tokens[place]).SelectMany(group => Split([.. group]));
        return Likeness(forms) >= Alike ? [forms] : Cluster(forms);
    }

    private static int TellingPlace(List<LogForm> forms)
    {
        int best = -1, fewest = FewWords + 1;
        for (int place = 0; place < forms[0].Tokens.Length; place++)
        {
            if (place > 0 && forms[0].Tokens[place - 1] == ulong.MaxValue - '=')
                continue;
            int words = Words(forms, place);
            if (words > 1 && words < fewest)
                (best, fewest) = (place, words);
        }
        return best;
    }

    /// <summary>How many words stand at the place, if they are few; otherwise 0.</summary>
    private static int Words(List<LogForm> forms, int place)
    {
        var words = new HashSet<ulong>();
        foreach (LogForm form in forms)
            if (form.Masked[place] || (words.Add(form.Tokens[place]) && words.Count > FewWords))
                return 0;
        return words.Count;
    }

    private static double Likeness(List<LogForm> forms)
    {
        int words = 0, same = 0;
        for (int place = 0; place < forms[0].Tokens.Length; place++)
        {
            ulong token = forms[0].Tokens[place];
            if (IsMark(token))
                continue;
            words++;
            same += forms.TrueForAll(form => form.Tokens[place] == token) ? 1 : 0;
        }
        return words == 0 ? 1 : (double)same / words;
    }

    /// <summary>Each form joins the first template it is alike to.</summary>
    private static List<List<LogForm>> Cluster(List<LogForm> forms)
    {
        const int mostClusters = 256;
        var clusters = new List<List<LogForm>>();
        foreach (LogForm form in forms)
        {
            List<LogForm>? home = clusters.Take(mostClusters).FirstOrDefault(cluster => Likeness([cluster[0], form]) >= Alike);
            if (home is null)
                clusters.Add([form]);
            else
                home.Add(form);
        }
        return clusters;
    }
}
