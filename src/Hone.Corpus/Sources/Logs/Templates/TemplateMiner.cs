using System.Runtime.InteropServices;

namespace Hone.Corpus.Sources.Logs.Templates;

/// <summary>What many lines have in common.</summary>
internal sealed class LogTemplate
{
    /// <summary>Lines of the part that follow it.</summary>
    public int Count { get; internal set; }

    /// <summary>For each token of the line whether it varies.</summary>
    public required bool[] Varies { get; init; }
}

/// <summary>
/// Finds the templates behind a part's lines in two passes. The first masks what varies by its look and counts what is left
/// ("forms"): tens of thousands of lines become some hundred forms. The second joins forms of the same outline, by how often a word
/// stands at its place: words of one template come equally often, values do not. The measure of likeness is that of Drain (He et
/// al. 2017); the idea of counting words by place is in Brain (Yu et al. 2023). Both grow with the line order, this one does
/// not depend on it. Forms are bounded: beyond, lines with the same outline are taken together.
/// </summary>
internal sealed class TemplateMiner(int maxForms = TemplateMiner.MaxForms)
{
    private const int MaxForms = 1 << 16;
    private const int MaxTokens = 400;

    private readonly Dictionary<ulong, int> _index = [];
    private readonly List<LogForm> _forms = [];
    private LogTemplate[] _templates = [];

    /// <summary>Takes a line in and gives the number of its form.</summary>
    public int Add(ReadOnlySpan<char> shape, ReadOnlySpan<char> text)
    {
        Span<ulong> hashes = stackalloc ulong[MaxTokens];
        Span<bool> masked = stackalloc bool[MaxTokens];
        ulong outline = 0x9E3779B97F4A7C15;
        foreach (char c in shape)
            outline = Mix(outline, c);
        int count = 0;
        foreach (LogToken token in new LogTokens(text))
        {
            if (count == MaxTokens)
                break;
            outline = Mix(outline, token.Mark ? token.Hash : 1);
            masked[count] = token.Masked;
            hashes[count++] = token.Mark ? ulong.MaxValue - token.Hash : token.Hash;
        }
        ulong form = outline;
        foreach (ulong hash in hashes[..count])
            form = Mix(form, hash);
        return Number(_forms.Count < maxForms ? form : _index.ContainsKey(form) ? form : ~outline, outline, hashes[..count], masked[..count]);
    }

    /// <summary>Joins the forms; after it <see cref="Of"/> can be asked.</summary>
    public void Settle()
    {
        _templates = new LogTemplate[_forms.Count];
        foreach (IGrouping<ulong, LogForm> outline in _forms.GroupBy(form => form.Outline))
            foreach (List<LogForm> alike in FormGroups.Of([.. outline]))
            {
                var template = new LogTemplate { Count = alike.Sum(form => form.Lines), Varies = Varying(alike) };
                foreach (LogForm form in alike)
                    _templates[form.Number] = template;
            }
    }

    public LogTemplate Of(int form) => _templates[form];

    private int Number(ulong key, ulong outline, ReadOnlySpan<ulong> tokens, ReadOnlySpan<bool> masked)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_index, key, out bool known);
        if (!known)
        {
            number = _forms.Count;
            _forms.Add(new LogForm(number, key == ~outline ? key : outline, tokens.ToArray(), masked.ToArray()));
        }
        _forms[number].Lines++;
        return number;
    }

    private static bool[] Varying(List<LogForm> alike)
    {
        bool[] varies = [.. alike[0].Masked];
        for (int place = 0; place < varies.Length; place++)
            varies[place] |= alike.Exists(form => form.Tokens[place] != alike[0].Tokens[place]);
        return varies;
    }

    internal static ulong Mix(ulong hash, ulong value)
    {
        hash = (hash ^ value) * 0xFF51AFD7ED558CCD;
        return hash ^ (hash >> 32);
    }
}

/// <summary>Lines that are equal once masked.</summary>
internal sealed class LogForm(int number, ulong outline, ulong[] tokens, bool[] masked)
{
    public int Number { get; } = number;

    /// <summary>Shape, number of words and the marks between them.</summary>
    public ulong Outline { get; } = outline;

    public ulong[] Tokens { get; } = tokens;

    public bool[] Masked { get; } = masked;

    public int Lines { get; set; }
}
