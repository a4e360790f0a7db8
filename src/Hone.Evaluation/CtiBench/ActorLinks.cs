using System.Text.Json;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Evaluation.Answers;

namespace Hone.Evaluation.CtiBench;

/// <summary>
/// Where CTI-TAA's two tables are and what they hold: names of actors, each with the names that mean it (alias) or are near it
/// (related). Beside the data or the answers, or one folder above, as in the publisher's repository; as the publisher's pickle, read without
/// running anything, or as JSON of the same shape.
/// </summary>
internal static class ActorLinks
{
    private const int MostBytes = 4 << 20;

    public static IReadOnlyList<(string Actor, string Other)> Read(string table, AnswerPlaces places)
    {
        foreach (var folder in Folders(places))
        {
            var json = Path.Combine(folder, $"{table}.json");
            if (File.Exists(json))
                return FromJson(json);
            var pickle = Path.Combine(folder, $"{table}.pickle");
            if (File.Exists(pickle))
                return PickledNames.Read(pickle, InputFile.ReadAll(pickle, MostBytes));
        }
        throw new UserError($"CTI-TAA needs the publisher's {table}.pickle (or {table}.json), which was not found", "Put both tables beside the answers, or name their folder with --data.");
    }

    private static IEnumerable<string> Folders(AnswerPlaces places)
    {
        foreach (var place in (string?[])[places.Data, places.Answers])
        {
            if (place is null)
                continue;
            var folder = Directory.Exists(place) ? Path.GetFullPath(place) : Path.GetDirectoryName(Path.GetFullPath(place)) ?? ".";
            yield return folder;
            yield return Path.GetDirectoryName(folder) ?? folder;
        }
    }

    private static List<(string, string)> FromJson(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(InputFile.ReadAll(path, MostBytes), new JsonDocumentOptions { MaxDepth = 4 });
            var links = new List<(string, string)>();
            foreach (var actor in json.RootElement.EnumerateObject())
            {
                foreach (var name in actor.Value.EnumerateArray())
                    links.Add((actor.Name, name.GetString() ?? ""));
            }
            return links;
        }
        catch (JsonException e)
        {
            throw new UserError($"{path}:{(e.LineNumber ?? 0) + 1}: not JSON", null, e);
        }
        catch (InvalidOperationException e)
        {
            throw new UserError($"{path}: not an object of lists of names", "{\"actor\":[\"other name\",…],…}", e);
        }
    }
}
