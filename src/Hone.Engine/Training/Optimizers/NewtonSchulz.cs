using Hone.Engine.Kernels;
using Hone.Engine.Tensors;

namespace Hone.Engine.Training.Optimizers;

/// <summary>
/// A matrix with its singular vectors and all singular values near 1, by five steps of x = a x + b (x x^T) x + c (x x^T)^2 x with a quintic that
/// lifts small values fast and leaves all between about 0.7 and 1.2 (Jordan 2024). Products alone: as fast as the device multiplies.
/// </summary>
internal static class NewtonSchulz
{
    private const int Steps = 5;
    private const float A = 3.4445f, B = -4.7750f, C = 2.0315f;

    /// <summary>Spends <paramref name="matrix"/>; the result may lie in its memory or in the workspace.</summary>
    public static Tensor Orthogonal(Device device, Tensor matrix, Workspace space)
    {
        device.Scale(matrix, (float)(1 / (Math.Sqrt(device.SumOfSquares(matrix)) + 1e-7)));
        // A tall matrix is multiplied from the right by its x^T x: the square product is always the smaller one.
        var isWide = matrix.Rows <= matrix.Columns;
        var side = Math.Min(matrix.Rows, matrix.Columns);
        Tensor next = space.Take(matrix.Rows, matrix.Columns), square = space.Take(side, side), factor = space.Take(side, side);
        for (var step = 0; step < Steps; step++)
        {
            Square(device, matrix, square, isWide);
            device.Linear(square, square.AsWeights(), factor);
            device.Scale(factor, C);
            device.AddScaled(factor, square, B);
            next.CopyFrom(matrix);
            device.Scale(next, A);
            if (isWide)
                device.LinearBackwardInput(factor, matrix.AsWeights(), next, accumulate: true);
            else
                device.Linear(matrix, factor.AsWeights(), next, accumulate: true);
            (matrix, next) = (next, matrix);
        }
        return matrix;
    }

    /// <summary>FLOPs for a matrix of this size.</summary>
    public static double Work(double rows, double columns)
    {
        double side = Math.Min(rows, columns), length = Math.Max(rows, columns);
        return Steps * ((4 * side * side * length) + (2 * side * side * side));
    }

    private static void Square(Device device, Tensor matrix, Tensor square, bool isWide)
    {
        if (isWide)
        {
            device.Linear(matrix, matrix.AsWeights(), square);
            return;
        }
        square.Clear();
        device.LinearBackwardWeight(matrix, matrix, square, matrix.Rows);
    }
}
