namespace Hone.Core.Documents;

/// <summary>Opens what a person named in a recipe: plain or gzip by its name, with every failure told as a <see cref="UserError"/>.</summary>
public static class InputFile
{
    /// <summary>Far above any real corpus file; stops a gzip bomb.</summary>
    public const long MaxDecompressedBytes = 64L << 30;

    public static bool IsGzip(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    public static Stream Open(string path, long maxBytes = MaxDecompressedBytes)
    {
        FileStream file = OpenRaw(path);
        return IsGzip(path) ? new GzipInput(file, path, maxBytes) : file;
    }

    private static FileStream OpenRaw(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserError($"{path}: there is no such file", "Check the path in the recipe; it is relative to where hone was started.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path}: cannot be opened: {e.Message}", null, e);
        }
    }

    /// <summary>Reads a file whole, refusing one larger than <paramref name="maxBytes"/> before memory is taken for it.</summary>
    public static byte[] ReadAll(string path, int maxBytes)
    {
        using Stream stream = Open(path, maxBytes);
        if (stream is FileStream { Length: var length } && length > maxBytes)
            throw new UserError($"{path}: larger than {maxBytes >> 20} MiB", "Split the file.");
        using var content = new MemoryStream(stream is FileStream plain ? (int)plain.Length : 1 << 16);
        stream.CopyTo(content);
        return content.ToArray();
    }
}
