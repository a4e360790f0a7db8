namespace Hone.Engine.Kernels;

/// <summary>
/// A book of 256 numbers in [-1, 1] or [0, 1], in rising order, dense near zero and fine near one: a decimal exponent of 0 to -6 and, the
/// greater it is, the more steps between 0.1 and 1 (2^e with sign, 2^(e+1) without), each coded by its middle. 0 and 1 complete it.
/// (Dettmers et al. 2022, dynamic tree quantisation)
/// </summary>
internal sealed class DynamicCodes
{
    private const int Exponents = 7;
    // A cell is all floats that share their exponent and first 9 bits of fraction, from 2^-25 (nearer to 0 than to any code) to 1.
    private const int CellShift = 14;
    private const uint FirstCell = (127 - 25) << (23 - CellShift);
    private const uint LastCell = 127u << (23 - CellShift);
    private readonly byte[] cells = new byte[LastCell - FirstCell + 1];
    // The largest float that is no nearer to the next code than to this one.
    private readonly float[] ends = new float[256];

    private DynamicCodes(bool signed)
    {
        Values = Book(signed);
        Zero = (byte)Array.IndexOf(Values, 0f);
        for (var code = 0; code < 255; code++)
            ends[code] = RoundDown(((double)Values[code] + Values[code + 1]) / 2);
        ends[255] = float.PositiveInfinity;
        for (var cell = 0u; cell < cells.Length; cell++)
            cells[cell] = Search(BitConverter.UInt32BitsToSingle((cell + FirstCell) << CellShift));
    }

    public static DynamicCodes Signed { get; } = new(signed: true);

    public static DynamicCodes Unsigned { get; } = new(signed: false);

    public float[] Values { get; }

    /// <summary>The code of 0.</summary>
    public byte Zero { get; }

    /// <summary>The nearest code of a value in [-1, 1] or [0, 1]; of two equally near ones the lower.</summary>
    public byte Nearest(float value)
    {
        if (value < 0)
            return NearestNegative(value);
        var cell = BitConverter.SingleToUInt32Bits(value) >> CellShift;
        if (cell <= FirstCell)
            return Zero;
        // A cell is narrower than the distance of two codes: it holds the end of one at most.
        int code = cells[Math.Min(cell, LastCell) - FirstCell];
        return (byte)(value > ends[code] ? code + 1 : code);
    }

    // The book of [-1, 1] has the same magnitudes on both sides but for 1: of the mirror image, then the lower of two equally near ones.
    private byte NearestNegative(float value)
    {
        var mirrored = (2 * Zero) - Nearest(-value);
        var code = Math.Max(mirrored, 0);
        while (code > 0 && value <= ends[code - 1])
            code--;
        return (byte)code;
    }

    private byte Search(float value)
    {
        var code = 0;
        while (value > ends[code])
            code++;
        return (byte)code;
    }

    private static float[] Book(bool signed)
    {
        var values = new List<double> { 0, 1 };
        for (var bits = 0; bits < Exponents; bits++)
        {
            var steps = 1 << (signed ? bits : bits + 1);
            for (var step = 0; step < steps; step++)
            {
                double low = 0.1 + (0.9 * step / steps), high = step + 1 == steps ? 1 : 0.1 + (0.9 * (step + 1) / steps);
                var middle = Math.Pow(10, bits - Exponents + 1) * (low + high) / 2;
                values.Add(middle);
                if (signed)
                    values.Add(-middle);
            }
        }
        return [.. values.Select(value => (float)value).Order()];
    }

    private static float RoundDown(double value)
    {
        var rounded = (float)value;
        return rounded > value ? MathF.BitDecrement(rounded) : rounded;
    }
}
