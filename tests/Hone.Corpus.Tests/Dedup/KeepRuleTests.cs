using Hone.Core.Statistics;
using Hone.Corpus.Dedup;

namespace Hone.Corpus.Tests.Dedup;

public class KeepRuleTests
{
    private static readonly DuplicateCopy _copy = new(false, false, "2024-05-01", 100, "bb", "jsonl:a 1");

    public static TheoryData<string, object, object> Pairs => new()
    {
        { "domain before publisher", _copy with { IsDomain = true }, _copy with { IsPublisher = true } },
        { "publisher before newer", _copy with { IsPublisher = true, Date = "1999" }, _copy },
        { "newer before longer", _copy with { Date = "2024-05-02" }, _copy with { Length = 900 } },
        { "a date before none", _copy, _copy with { Date = null, Length = 900 } },
        { "no date at all is none", _copy, _copy with { Date = "yesterday", Length = 900 } },
        { "time of day is not newer", _copy with { Date = "2024-05-01T00:00:00Z", Length = 101 }, _copy with { Date = "2024-05-01T23:00:00Z" } },
        { "longer before smaller hash", _copy with { Length = 101 }, _copy with { TextHash = "aa" } },
        { "smaller hash", _copy with { TextHash = "ba" }, _copy },
        { "name between equals", _copy, _copy with { Name = "jsonl:a 2" } },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Best_Pair_IsTheFirst(string why, object better, object worse)
    {
        Assert.Equal(better, KeepRule.Best([(DuplicateCopy)better, (DuplicateCopy)worse]));
        Assert.True(KeepRule.Best([(DuplicateCopy)worse, (DuplicateCopy)better]) == (DuplicateCopy)better, why);
    }

    [Fact]
    public void Best_AnyOrder_IsTheSame()
    {
        var random = new Xoshiro256(6);
        for (int trial = 0; trial < 100; trial++)
        {
            DuplicateCopy[] copies = [.. Enumerable.Range(0, 12).Select(i => new DuplicateCopy(random.Next(2) == 0, random.Next(2) == 0, random.Next(3) == 0 ? null : $"202{random.Next(3)}", random.Next(3), $"{random.Next(3)}", $"{i}"))];
            DuplicateCopy best = KeepRule.Best(copies);
            random.Shuffle<DuplicateCopy>(copies);

            Assert.Equal(best, KeepRule.Best(copies));
        }
    }
}
