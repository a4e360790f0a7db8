using Hone.Engine.Architectures;

namespace Hone.Engine.Kernels;

/// <summary>
/// Cosines and sines of the rotary embedding, [position][half of the head], computed in float64 as far as they are needed. (Su et al. 2021)
/// </summary>
internal sealed class RotaryTable(int headSize, double theta, RotaryScaling? scaling = null)
{
    private readonly double[] frequencies = scaling?.Frequencies(theta, headSize) ?? RotaryScaling.Plain(theta, headSize);
    private readonly double amplitude = scaling?.Amplitude ?? 1;

    /// <summary>Positions there are entries for.</summary>
    public int Positions { get; private set; }

    public int Half { get; } = headSize / 2;

    public float[] Cosines { get; private set; } = [];

    public float[] Sines { get; private set; } = [];

    /// <summary>Makes sure of the entries 0 to <paramref name="positions"/> - 1.</summary>
    public void Cover(int positions)
    {
        if (positions <= Positions)
            return;
        var wanted = Math.Max(positions, 2 * Positions);
        float[] cosines = new float[checked(wanted * Half)], sines = new float[wanted * Half];
        Cosines.CopyTo(cosines, 0);
        Sines.CopyTo(sines, 0);
        for (var position = Positions; position < wanted; position++)
        {
            for (var i = 0; i < Half; i++)
            {
                var angle = position * frequencies[i];
                cosines[(position * Half) + i] = (float)(Math.Cos(angle) * amplitude);
                sines[(position * Half) + i] = (float)(Math.Sin(angle) * amplitude);
            }
        }
        (Cosines, Sines, Positions) = (cosines, sines, wanted);
    }
}
