namespace Hone.Engine.Kernels;

/// <summary>Cosines and sines of the rotary embedding, [position][half of the head], computed in float64. (Su et al. 2021)</summary>
internal sealed class RotaryTable
{
    public RotaryTable(int positions, int headSize, double theta)
    {
        Half = headSize / 2;
        Positions = positions;
        Cosines = new float[positions * Half];
        Sines = new float[positions * Half];
        for (var position = 0; position < positions; position++)
        {
            for (var i = 0; i < Half; i++)
            {
                var angle = position * Math.Pow(theta, -2.0 * i / headSize);
                Cosines[(position * Half) + i] = (float)Math.Cos(angle);
                Sines[(position * Half) + i] = (float)Math.Sin(angle);
            }
        }
    }

    public int Positions { get; }

    public int Half { get; }

    public float[] Cosines { get; }

    public float[] Sines { get; }
}
