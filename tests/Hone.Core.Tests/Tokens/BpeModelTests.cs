using System.Text;
using Hone.Core.Statistics;
using Hone.Core.Tokens;
using Hone.Core.Tokens.Bpe;

namespace Hone.Core.Tests.Tokens;

public sealed class BpeModelTests
{
    [Fact]
    public void Encode_ShortAndLongPieces_EqualsThePlainMethod()
    {
        var model = (BpeModel)SmallTokenizer.Train(2000, minFrequency: 1).Model;
        var ranks = new Dictionary<(int, int), int>();
        for (int rank = 0; rank < model.Merges.Length; rank++)
            ranks[(model.Merges[rank].Left, model.Merges[rank].Right)] = rank;
        var random = new Xoshiro256(9);
        for (int round = 0; round < 1_000; round++)
        {
            byte[] piece = Encoding.UTF8.GetBytes(SmallTokenizer.Word(random, round % 2 == 0 ? 20 : 300));
            var output = new TokenBuffer();

            model.Encode(piece, output);

            Assert.Equal(EncodePlainly(model, ranks, piece), output.Ids.ToArray());
        }
    }

    private static List<int> EncodePlainly(BpeModel model, Dictionary<(int, int), int> ranks, byte[] piece)
    {
        var ids = piece.Select(model.ByteId).ToList();
        while (true)
        {
            int best = -1;
            int bestRank = int.MaxValue;
            for (int i = 0; i + 1 < ids.Count; i++)
            {
                if (ranks.TryGetValue((ids[i], ids[i + 1]), out int rank) && rank < bestRank)
                    (best, bestRank) = (i, rank);
            }
            if (best < 0)
                return ids;
            ids[best] = model.Merges[bestRank].Result;
            ids.RemoveAt(best + 1);
        }
    }
}
