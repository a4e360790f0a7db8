using System.Text;
using System.Xml;

namespace Hone.Corpus.Sources.Files.Office;

/// <summary>A paragraph's text and what of its properties matters.</summary>
internal sealed record WordParagraph(string Text, string? Style, WordList List, int? Outline, bool Mono);

/// <summary>
/// Reads paragraphs: their runs in order, tracked insertions as text, tracked deletions, field codes and hidden runs not at all.
/// Hidden is what Word hides, what is smaller than two points, and white text outside a table and without a ground of its own.
/// </summary>
internal sealed class WordRuns(WordStyles styles)
{
    private const int MaxDepth = 60;

    private readonly record struct RunLook(bool Hidden, bool Mono, bool White, bool Ground);

    /// <summary>The foot- and endnotes pointed to so far.</summary>
    public HashSet<string> Notes { get; } = [];

    /// <summary>Elements that only wrap others of their own kind.</summary>
    public static bool IsTransparent(string element) => element is "body" or "sdt" or "sdtContent" or "ins" or "moveTo" or "hyperlink" or "smartTag" or "customXml"
        or "fldSimple" or "AlternateContent" or "Choice" or "txbxContent" or "txbx" or "textbox" or "drawing" or "pict" or "shape" or "inline" or "anchor" or "graphic"
        or "graphicData" or "wsp" or "wpc" or "wgp" or "oMath" or "oMathPara" or "bdo" or "dir" or "ruby" or "rubyBase";

    public WordParagraph ReadParagraph(XmlReader reader, bool inTable = false)
    {
        var paragraph = new WordParagraph("", null, default, null, false);
        var text = new RunText();
        ReadRuns(reader, text, ref paragraph, inTable, 0);
        string whole = text.ToString();
        return text.AllMono ? paragraph with { Text = text.Plain, Mono = true } : paragraph with { Text = whole };
    }

    private void ReadRuns(XmlReader reader, RunText text, ref WordParagraph paragraph, bool inTable, int depth)
    {
        if (depth > MaxDepth)
            return;
        foreach (string name in reader.Children())
            if (name == "pPr")
                paragraph = ReadProperties(reader, paragraph);
            else if (name == "r")
                ReadRun(reader, text, paragraph, inTable, depth);
            else if (name == "p") // of a text box
            {
                text.Append("\n", mono: false);
                var inner = new WordParagraph("", null, default, null, false);
                ReadRuns(reader, text, ref inner, inTable, depth + 1);
            }
            else if (IsTransparent(name))
                ReadRuns(reader, text, ref paragraph, inTable, depth + 1);
    }

    private static WordParagraph ReadProperties(XmlReader reader, WordParagraph paragraph)
    {
        foreach (string name in reader.Children())
            paragraph = name switch
            {
                "pStyle" => paragraph with { Style = reader.Attribute("val") },
                "numPr" => paragraph with { List = WordList.Read(reader) },
                "outlineLvl" when int.TryParse(reader.Attribute("val"), out int level) && level is >= 0 and < 9 => paragraph with { Outline = Math.Min(6, level + 1) },
                _ => paragraph,
            };
        return paragraph;
    }

    private void ReadRun(XmlReader reader, RunText text, WordParagraph paragraph, bool inTable, int depth)
    {
        var look = new RunLook();
        foreach (string name in reader.Children())
        {
            if (name == "rPr")
                look = ReadLook(reader);
            bool hidden = look.Hidden || (look.White && !look.Ground && !inTable);
            if (hidden || name is "rPr" or "delText" or "instrText")
                continue;
            if (name is "t" or "m")
                text.Append(reader.Content(), look.Mono);
            else if (name is "tab" or "ptab")
                text.Append("\t", look.Mono);
            else if (name is "br" or "cr")
                text.Append("\n", look.Mono);
            else if (name == "noBreakHyphen")
                text.Append("-", look.Mono);
            else if (name is "footnoteReference" or "endnoteReference" && reader.Attribute("id") is { } id)
                AppendNote((name[0] == 'e' ? "e" : "") + id, text);
            else if (IsTransparent(name))
                ReadRuns(reader, text, ref paragraph, inTable, depth + 1);
        }
    }

    private void AppendNote(string id, RunText text)
    {
        Notes.Add(id);
        text.Append($"[^{id}]", mono: false);
    }

    private RunLook ReadLook(XmlReader reader)
    {
        var look = new RunLook();
        foreach (string name in reader.Children())
            look = name switch
            {
                "vanish" or "specVanish" => look with { Hidden = look.Hidden || reader.IsOn() },
                "rStyle" => look with { Mono = styles.IsCode(reader.Attribute("val")), Hidden = look.Hidden || styles.IsHidden(reader.Attribute("val")) },
                "rFonts" => look with { Mono = look.Mono || WordStyles.IsMono(reader.Attribute("ascii")) },
                "sz" => look with { Hidden = look.Hidden || (int.TryParse(reader.Attribute("val"), out int halfPoints) && halfPoints < 4) },
                "color" => look with { White = reader.Attribute("val") is { } colour && colour.Equals("FFFFFF", StringComparison.OrdinalIgnoreCase) },
                "shd" or "highlight" => look with { Ground = true },
                "del" => look with { Hidden = true },
                _ => look,
            };
        return look;
    }

    /// <summary>Runs put together; those in a font of even width between backticks, unless all are.</summary>
    private sealed class RunText
    {
        private readonly StringBuilder _marked = new();
        private readonly StringBuilder _plain = new();
        private bool _mono;
        private bool _anyOther;
        private bool _anyMono;

        public string Plain => _plain.ToString();

        public bool AllMono => _anyMono && !_anyOther;

        public void Append(string text, bool mono)
        {
            bool blank = string.IsNullOrWhiteSpace(text);
            mono = blank ? _mono : mono;
            _anyMono |= mono && !blank;
            _anyOther |= !mono && !blank;
            if (mono != _mono)
                Switch();
            _marked.Append(text);
            _plain.Append(text);
        }

        public override string ToString()
        {
            if (_mono)
                Switch();
            return _marked.ToString();
        }

        /// <summary>Begins or ends code; white space before its end stays outside.</summary>
        private void Switch()
        {
            int end = _marked.Length;
            while (_mono && end > 0 && char.IsWhiteSpace(_marked[end - 1]))
                end--;
            _marked.Insert(end, '`');
            _mono = !_mono;
        }
    }
}
