// xoshiro256** 1.0 by Blackman and Vigna (https://prng.di.unimi.it), seeded through SplitMix64 as its authors advise.
// Its own generator, since System.Random promises neither the same numbers in the next version nor a state to save.
using System.Numerics;

namespace Hone.Core.Statistics;

/// <summary>A seeded generator of random numbers: the same seed gives the same numbers everywhere, and its state can be saved.</summary>
public sealed class Xoshiro256
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    public Xoshiro256(ulong seed)
    {
        var mix = new SplitMix64(seed);
        _s0 = mix.Next();
        _s1 = mix.Next();
        _s2 = mix.Next();
        _s3 = mix.Next();
    }

    private Xoshiro256(ReadOnlySpan<ulong> state) => (_s0, _s1, _s2, _s3) = (state[0], state[1], state[2], state[3]);

    /// <summary>Goes on where <see cref="SaveState"/> was called.</summary>
    public static Xoshiro256 FromState(ReadOnlySpan<ulong> state)
    {
        if (state.Length != 4 || !state.ContainsAnyExcept(0UL))
            throw new ArgumentException("the state is four numbers, not all of them zero", nameof(state));
        return new Xoshiro256(state);
    }

    public ulong[] SaveState() => [_s0, _s1, _s2, _s3];

    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, end), without bias (Lemire 2019).</summary>
    public int Next(int end)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(end);
        ulong product = (NextUInt64() >> 32) * (uint)end;
        uint threshold = (uint)(0x1_0000_0000UL % (uint)end);
        while ((uint)product < threshold)
            product = (NextUInt64() >> 32) * (uint)end;
        return (int)(product >> 32);
    }

    /// <summary>Uniform in [start, end).</summary>
    public int Next(int start, int end) => start + Next(checked(end - start));

    /// <summary>Standard normal (Box and Muller, one of the pair).</summary>
    public double NextGaussian()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    public void NextBytes(Span<byte> destination)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = (byte)(NextUInt64() >> 56);
    }

    /// <summary>Fisher and Yates: every order is equally likely.</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int other = Next(i + 1);
            (values[i], values[other]) = (values[other], values[i]);
        }
    }
}
