namespace Hone.Corpus.Sources.Files.Pdf;

/// <summary>Title and day from what pdfinfo prints. Titles that are only the name of the file it was made from say nothing.</summary>
internal static class PdfFacts
{
    private static readonly string[] _fileEndings = [".doc", ".docx", ".indd", ".tex", ".ppt", ".pptx", ".xls", ".xlsx", ".odt", ".pdf", ".dvi", ".qxd"];

    public static (string? Title, string? Date) Read(string printed)
    {
        string? title = Value(printed, "Title:");
        if (title is not null && title.StartsWith("Microsoft ", StringComparison.Ordinal) && title.IndexOf(" - ", StringComparison.Ordinal) is > 0 and var dash)
            title = title[(dash + 3)..].Trim();
        bool isFile = title is null || title.Length < 4 || title.StartsWith("untitled", StringComparison.OrdinalIgnoreCase) || _fileEndings.Any(ending => title.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        return (isFile ? null : title, StatedDate.Parse(Value(printed, "CreationDate:")) ?? StatedDate.Parse(Value(printed, "ModDate:")));
    }

    private static string? Value(string printed, string name)
    {
        foreach (string line in printed.Split('\n'))
            if (line.StartsWith(name, StringComparison.Ordinal) && line[name.Length..].Trim() is { Length: > 0 and < 500 } value)
                return value;
        return null;
    }
}
