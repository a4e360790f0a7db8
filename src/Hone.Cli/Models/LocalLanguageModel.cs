using Hone.Core.Models;

namespace Hone.Cli.Models;

internal static class LocalLanguageModel
{
    public static ILanguageModel Open(string directory) => throw new NotImplementedException(directory);
}
