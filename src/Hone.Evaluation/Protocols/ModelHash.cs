using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hone.Evaluation.Protocols;

/// <summary>Names a model by the contents of its files, so that a log says which weights it is about and a journal of other weights is not continued.</summary>
internal static class ModelHash
{
    public static async Task<string?> OfAsync(string path, CancellationToken cancel)
    {
        if (!Directory.Exists(path) && !File.Exists(path))
            return null;
        var files = File.Exists(path) ? [path] : Directory.GetFiles(path, "*", SearchOption.AllDirectories);
        var names = files.Select(file => (Name: Path.GetRelativePath(path, file).Replace('\\', '/'), File: file)).OrderBy(pair => pair.Name, StringComparer.Ordinal);
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, file) in names)
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel));
            all.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{hash}  {name}\n")));
        }
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }
}
