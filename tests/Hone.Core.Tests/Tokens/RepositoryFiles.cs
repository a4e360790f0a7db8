namespace Hone.Core.Tests.Tokens;

/// <summary>Finds files of the repository, and of the folders beside it, from where the tests run.</summary>
internal static class RepositoryFiles
{
    public static string? Find(string relativePath)
    {
        for (var place = new DirectoryInfo(AppContext.BaseDirectory); place is not null; place = place.Parent)
        {
            string candidate = Path.Combine(place.FullName, relativePath);
            if (Path.Exists(candidate))
                return candidate;
        }
        return null;
    }
}
