using System.Globalization;
using System.Numerics;

namespace Hone.Core.Tests.Security.Cvss;

/// <summary>Exact rational numbers, so that the specifications' equations can be computed as they stand on paper.</summary>
internal readonly record struct Fraction(BigInteger Top, BigInteger Bottom) : IComparable<Fraction>
{
    public static Fraction Of(string number)
    {
        string[] parts = number.Split('.');
        BigInteger bottom = parts.Length == 1 ? 1 : BigInteger.Pow(10, parts[1].Length);
        return new(BigInteger.Parse(string.Concat(parts), CultureInfo.InvariantCulture), bottom);
    }

    public static implicit operator Fraction(string number) => Of(number);

    public static implicit operator Fraction(int number) => new(number, 1);

    public static Fraction operator +(Fraction a, Fraction b) => new(a.Top * b.Bottom + b.Top * a.Bottom, a.Bottom * b.Bottom);

    public static Fraction operator -(Fraction a, Fraction b) => new(a.Top * b.Bottom - b.Top * a.Bottom, a.Bottom * b.Bottom);

    public static Fraction operator *(Fraction a, Fraction b) => new(a.Top * b.Top, a.Bottom * b.Bottom);

    public static Fraction operator /(Fraction a, int b) => new(a.Top, a.Bottom * b);

    public static bool operator <(Fraction a, Fraction b) => a.CompareTo(b) < 0;

    public static bool operator >(Fraction a, Fraction b) => a.CompareTo(b) > 0;

    public static bool operator <=(Fraction a, Fraction b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Fraction a, Fraction b) => a.CompareTo(b) >= 0;

    public int CompareTo(Fraction other) => (Top * other.Bottom).CompareTo(other.Top * Bottom);

    public Fraction Power(int exponent) => new(BigInteger.Pow(Top, exponent), BigInteger.Pow(Bottom, exponent));

    public static Fraction Min(Fraction a, Fraction b) => a < b ? a : b;

    public BigInteger Floor() => BigInteger.Divide(Top - (((Top % Bottom) + Bottom) % Bottom), Bottom);

    /// <summary>To a whole number, halves up.</summary>
    public BigInteger Nearest() => (this + new Fraction(1, 2)).Floor();

    public BigInteger Ceiling() => -new Fraction(-Top, Bottom).Floor();
}
