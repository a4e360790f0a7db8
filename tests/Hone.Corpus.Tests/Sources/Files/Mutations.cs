using Hone.Core;
using Hone.Core.Statistics;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Files;

/// <summary>Damaged forms of a good file: cut anywhere, and with bytes changed, doubled, moved or taken out.</summary>
internal static class Mutations
{
    public static IEnumerable<byte[]> Of(byte[] good, int count)
    {
        var random = new Xoshiro256(20240229);
        for (int i = 0; i < Math.Min(count / 2, good.Length); i++)
            yield return good[..(int)((long)i * good.Length / Math.Min(count / 2, good.Length))];
        for (int i = 0; i < count / 2; i++)
        {
            List<byte> bytes = [.. good];
            for (int edits = 1 + random.Next(8); edits > 0 && bytes.Count > 1; edits--)
            {
                int at = random.Next(bytes.Count), length = Math.Min(bytes.Count - at, 1 + random.Next(24));
                switch (random.Next(4))
                {
                    case 0: bytes[at] = (byte)random.Next(256); break;
                    case 1: bytes.RemoveRange(at, length); break;
                    case 2: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                    default: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                }
            }
            yield return [.. bytes];
        }
    }

    /// <summary>Documents, drops or an error for the person: never another exception, and ids that are unique.</summary>
    public static void MustEndQuietly(Func<SourceItem[]> read)
    {
        try
        {
            SourceItem[] items = read();
            Assert.Equal(items.Length, items.Select(item => item.Document.Id).Distinct().Count());
        }
        catch (UserError)
        {
            // An error that is told is as good as a document.
        }
    }
}
