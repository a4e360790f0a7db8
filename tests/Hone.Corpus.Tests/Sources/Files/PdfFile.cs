using System.Globalization;
using System.Text;

namespace Hone.Corpus.Tests.Sources.Files;

/// <summary>Makes a small PDF with one text line after the other on each page.</summary>
internal static class PdfFile
{
    public static byte[] Of(string title, params string[][] pages)
    {
        List<string> objects =
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            $"<</Type/Pages/Count {pages.Length}/Kids[{string.Join(' ', pages.Select((_, i) => $"{4 + (2 * i)} 0 R"))}]>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ];
        for (int i = 0; i < pages.Length; i++)
        {
            string content = $"BT /F1 11 Tf 72 780 Td 14 TL {string.Join(' ', pages[i].Select(line => line.Length == 0 ? "T* T*" : $"({line}) Tj T*"))} ET";
            objects.Add($"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {5 + (2 * i)} 0 R>>");
            objects.Add($"<</Length {content.Length}>>stream\n{content}\nendstream");
        }
        objects.Add($"<</Title({title})/CreationDate(D:20240301100000Z)>>");
        var file = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        for (int i = 0; i < objects.Count; i++)
        {
            offsets.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }
        int table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (int offset in offsets)
            file.Append(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n");
        file.Append(CultureInfo.InvariantCulture, $"trailer<</Size {objects.Count + 1}/Root 1 0 R/Info {objects.Count} 0 R>>\nstartxref\n{table}\n%%EOF");
        return Encoding.Latin1.GetBytes(file.ToString());
    }
}
