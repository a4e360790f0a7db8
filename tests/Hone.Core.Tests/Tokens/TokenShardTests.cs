using System.Text.Json.Nodes;
using Hone.Core.Statistics;
using Hone.Core.Tokens;

namespace Hone.Core.Tests.Tokens;

public sealed class TokenShardTests : IDisposable
{
    private static readonly string Hash = new('a', 64);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(300, 2)]
    [InlineData(65_536, 2)]
    [InlineData(65_537, 4)]
    [InlineData(int.MaxValue, 4)]
    public void Open_WrittenShard_GivesTheSameTokens(int vocabularySize, int bytesPerToken)
    {
        var random = new Xoshiro256(30);
        int[][] documents = [.. Enumerable.Range(0, 40).Select(_ => RandomIds(random, random.Next(9_000), vocabularySize))];
        int[] all = [.. documents.SelectMany(ids => ids)];
        Write("shard", vocabularySize, documents);

        using var shard = TokenShard.Open(_folder.Path("shard"));

        Assert.Equal(all.Length, shard.TokenCount);
        Assert.Equal(40, shard.DocumentCount);
        Assert.Equal(Hash, shard.VocabularyHash);
        Assert.Equal(vocabularySize, shard.VocabularySize);
        Assert.Equal((long)all.Length * bytesPerToken, new FileInfo(_folder.Path("shard.bin")).Length);
        Assert.Equal(documents.Select((_, i) => documents.Take(i).Sum(ids => (long)ids.Length)), shard.Offsets.ToArray());
        Assert.Equal(all, Read(shard, 0, all.Length));
        for (int round = 0; round < 50; round++)
        {
            int start = random.Next(all.Length);
            int length = random.Next(all.Length - start + 1);
            Assert.Equal(all[start..(start + length)], Read(shard, start, length));
        }
        shard.Verify();
    }

    [Fact]
    public void Complete_SameDocuments_GivesTheSameBytes()
    {
        Write("first", 300, [1, 2], [], [299]);
        Write("second", 300, [1, 2], [], [299]);

        Assert.Equal(File.ReadAllBytes(_folder.Path("first.json")), File.ReadAllBytes(_folder.Path("second.json")));
        Assert.Equal([1, 0, 2, 0, 0x2B, 1], File.ReadAllBytes(_folder.Path("first.bin")));
        Assert.Equal($$"""
            {"format":"hone-shard","version":1,"dtype":"uint16","vocabulary_hash":"{{Hash}}","vocabulary_size":300,"tokens":3,"documents":3,"offsets":[0,2,2],"sha256":"a58883be5d54c6763ef4ed8f85ce840c0aedfbc642f841bd279fb736f130156b"}
            """,
            File.ReadAllText(_folder.Path("first.json")));
    }

    [Fact]
    public void Open_NoDocuments_IsEmpty()
    {
        Write("empty", 300);

        using var shard = TokenShard.Open(_folder.Path("empty.json"));

        Assert.Equal(0, shard.TokenCount);
        Assert.Empty(shard.Offsets.ToArray());
        shard.Read(0, []);
    }

    [Fact]
    public void Dispose_NotCompleted_LeavesNothing()
    {
        using (var writer = TokenShardWriter.Create(_folder.Path("half"), Hash, 300))
            writer.Add([1, 2, 3]);

        Assert.Throws<UserError>(() => TokenShard.Open(_folder.Path("half")));
        Assert.False(File.Exists(_folder.Path("half.bin.partial")));
    }

    [Fact]
    public void Add_IdOutsideTheVocabulary_Throws()
    {
        using var writer = TokenShardWriter.Create(_folder.Path("shard"), Hash, 300);

        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Add([300]));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Add([-1]));
    }

    [Fact]
    public void Create_ForATokenizer_CarriesItsHash()
    {
        var tokenizer = SmallTokenizer.Train(300);
        using (var writer = TokenShardWriter.Create(_folder.Path("shard"), tokenizer))
        {
            writer.Add(tokenizer.Encode("abba"));
            writer.Complete();
        }

        using var shard = TokenShard.Open(_folder.Path("shard.bin"));

        Assert.Equal(tokenizer.VocabularyHash, shard.VocabularyHash);
        Assert.Equal("abba", tokenizer.Decode(Read(shard, 0, (int)shard.TokenCount)));
    }

    [Fact]
    public void Open_TruncatedTokens_NamesTheFile()
    {
        Write("shard", 300, [1, 2, 3]);
        using (var stream = File.OpenWrite(_folder.Path("shard.bin")))
            stream.SetLength(5);

        Assert.Contains("shard.bin", Assert.Throws<UserError>(() => TokenShard.Open(_folder.Path("shard"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(100_000)]
    public void Read_IdBeyondTheVocabulary_IsAUserError(int vocabularySize)
    {
        Write("shard", vocabularySize, [1, 2, 3]);
        byte[] bytes = File.ReadAllBytes(_folder.Path("shard.bin"));
        bytes[^1] = 0xFF;
        File.WriteAllBytes(_folder.Path("shard.bin"), bytes);

        using var shard = TokenShard.Open(_folder.Path("shard"));

        Assert.Contains("token at 2", Assert.Throws<UserError>(() => Read(shard, 0, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("SHA-256", Assert.Throws<UserError>(shard.Verify).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OutsideTheShard_Throws()
    {
        Write("shard", 300, [1, 2, 3]);
        using var shard = TokenShard.Open(_folder.Path("shard"));

        Assert.Throws<ArgumentOutOfRangeException>(() => Read(shard, 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(shard, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(shard, long.MaxValue, 1));
    }

    [Theory]
    [InlineData("format", "\"other\"")]
    [InlineData("version", "2")]
    [InlineData("dtype", "\"uint32\"")]
    [InlineData("vocabulary_hash", "\"short\"")]
    [InlineData("vocabulary_size", "-5")]
    [InlineData("tokens", "9223372036854775807")]
    [InlineData("documents", "1")]
    [InlineData("offsets", "[0,3,2]")]
    [InlineData("offsets", "[1,2]")]
    [InlineData("offsets", "[0,9]")]
    [InlineData("sha256", "null")]
    public void Open_WrongHeader_NamesTheField(string field, string value)
    {
        Write("shard", 300, [1, 2], [3]);
        var header = JsonNode.Parse(File.ReadAllText(_folder.Path("shard.json")))!;
        header[field] = JsonNode.Parse(value);
        File.WriteAllText(_folder.Path("shard.json"), header.ToJsonString());

        Assert.Contains(field, Assert.Throws<UserError>(() => TokenShard.Open(_folder.Path("shard"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MutatedHeader_WorksOrIsAUserError()
    {
        Write("shard", 300, [1, 2], [3], [250, 299]);
        byte[] good = File.ReadAllBytes(_folder.Path("shard.json"));
        var random = new Xoshiro256(31);
        for (int round = 0; round < 2_000; round++)
        {
            File.WriteAllBytes(_folder.Path("shard.json"), Mutation.Mutate(good, random));
            try
            {
                using var shard = TokenShard.Open(_folder.Path("shard"));
                Read(shard, 0, (int)shard.TokenCount);
            }
            catch (UserError)
            {
                // What it should be.
            }
        }
    }

    private static int[] RandomIds(Xoshiro256 random, int length, int vocabularySize) =>
        [.. Enumerable.Range(0, length).Select(_ => random.Next(vocabularySize))];

    private static int[] Read(TokenShard shard, long start, int length)
    {
        var ids = new int[length];
        shard.Read(start, ids);
        return ids;
    }

    private void Write(string name, int vocabularySize, params int[][] documents)
    {
        using var writer = TokenShardWriter.Create(_folder.Path(name), Hash, vocabularySize);
        foreach (int[] document in documents)
            writer.Add(document);
        writer.Complete();
    }
}
