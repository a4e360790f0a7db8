using System.Text.Json;

namespace Hone.Core.Tokens.Files;

/// <summary>Opens a JSON file that came from elsewhere.</summary>
internal static class JsonFile
{
    public static JsonDocument Open(string path, long largest) => Parse(ReadBytes(path, largest), path);

    public static JsonDocument Parse(byte[] json, string name)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw Invalid(name, e);
        }
    }

    public static byte[] ReadBytes(string path, long largest)
    {
        try
        {
            long length = new FileInfo(path).Length;
            if (length > largest)
                throw new UserError($"{path} has {length:N0} bytes: too large for a {Path.GetFileName(path)}");
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"cannot read {path}: {e.Message}", inner: e);
        }
    }

    public static UserError Invalid(string name, Exception e) =>
        new($"{name} is not a valid {Path.GetFileName(name)}: {e.Message}", "Copy it again from where the model came from.", e);
}
