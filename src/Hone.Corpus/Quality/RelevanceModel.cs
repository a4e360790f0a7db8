using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Hone.Corpus.Quality;

/// <summary>
/// The second stage of relevance: logistic regression over hashed words and pairs of words, the sum of a document's weights over
/// the root of their number (fastText's classifier, Joulin et al. 2016, without hidden layer). relevance.bin holds bias, scale and one byte a
/// bucket; relevance-card.md says what it was learned from. Words are runs of letters in lower case; numbers do not count.
/// </summary>
internal sealed class RelevanceModel
{
    public const int Bits = 18;

    /// <summary>So much of a document decides, from its beginning: what it is about is said there.</summary>
    public const int MostCharacters = 1 << 15;

    private const int Window = 2048;

    private const string Resource = "Hone.Corpus.Quality.relevance.bin";
    private readonly sbyte[] _weights;
    private readonly float _bias;
    private readonly float _scale;

    public RelevanceModel(sbyte[] weights, float bias, float scale) => (_weights, _bias, _scale) = (weights, bias, scale);

    public static RelevanceModel Shipped { get; } = Load();

    /// <summary>
    /// The probability that a text is about security. A long one is asked by windows, and the better half of them decides:
    /// guides are about security with code, names and tables between.
    /// </summary>
    public double Score(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, MostCharacters)];
        int windows = Math.Max(1, text.Length / Window), length = text.Length / windows;
        Span<double> scores = stackalloc double[MostCharacters / Window];
        scores = scores[..windows];
        for (int i = 0; i < windows; i++)
            scores[i] = ScoreWindow(text.Slice(i * length, length));
        scores.Sort();
        double sum = 0;
        int half = windows / 2;
        for (int i = half; i < windows; i++)
            sum += scores[i];
        return sum / (windows - half);
    }

    private double ScoreWindow(ReadOnlySpan<char> text)
    {
        long sum = 0;
        int features = 0;
        var words = new WordFeatures(text);
        while (words.MoveNext())
        {
            sum += _weights[words.Word] + _weights[words.Pair];
            features += 2;
        }
        double evidence = features == 0 ? 0 : sum / Math.Sqrt(features);
        return 1 / (1 + Math.Exp(-(_bias + (_scale * evidence))));
    }

    public void Save(Stream stream)
    {
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteSingleLittleEndian(head, _bias);
        BinaryPrimitives.WriteSingleLittleEndian(head[4..], _scale);
        stream.Write(head);
        stream.Write(MemoryMarshal.AsBytes(_weights.AsSpan()));
    }

    private static RelevanceModel Load()
    {
        using Stream stream = typeof(RelevanceModel).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException("relevance.bin is not in the program");
        Span<byte> head = stackalloc byte[8];
        stream.ReadExactly(head);
        var weights = new sbyte[1 << Bits];
        stream.ReadExactly(MemoryMarshal.AsBytes(weights.AsSpan()));
        return new RelevanceModel(weights, BinaryPrimitives.ReadSingleLittleEndian(head), BinaryPrimitives.ReadSingleLittleEndian(head[4..]));
    }
}
