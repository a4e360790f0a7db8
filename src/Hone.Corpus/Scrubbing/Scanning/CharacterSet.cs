namespace Hone.Corpus.Scrubbing.Scanning;

/// <summary>A set of ASCII characters, with the letters of other scripts where wanted; <see cref="Has"/> is one look-up.</summary>
internal sealed class CharacterSet
{
    private readonly bool[] _has = new bool[128];

    private readonly bool _letters;

    public CharacterSet(string characters, bool otherLetters = false)
    {
        _letters = otherLetters;
        foreach (char c in characters)
            _has[c] = true;
        Characters = characters;
    }

    public string Characters { get; }

    public const string DigitText = "0123456789";
    public const string LowerText = "abcdefghijklmnopqrstuvwxyz";
    public const string UpperText = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    public static readonly CharacterSet Digits = new(DigitText);
    public static readonly CharacterSet LowerHex = new(DigitText + "abcdef");
    public static readonly CharacterSet Hex = new(DigitText + "abcdefABCDEF");
    public static readonly CharacterSet Base36 = new(DigitText + LowerText);
    public static readonly CharacterSet UpperAlphanumeric = new(DigitText + UpperText);
    public static readonly CharacterSet Base62 = new(DigitText + UpperText + LowerText);
    public static readonly CharacterSet Base64Url = new(DigitText + UpperText + LowerText + "_-");
    public static readonly CharacterSet Base64 = new(DigitText + UpperText + LowerText + "+/");
    public static readonly CharacterSet Base32 = new(UpperText + "234567");
    public static readonly CharacterSet Base58 = new("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");
    public static readonly CharacterSet Bech32Upper = new("023456789ACDEFGHJKLMNPQRSTUVWXYZ");
    public static readonly CharacterSet Token = new(DigitText + UpperText + LowerText + "_-=.");
    public static readonly CharacterSet Azure = new(DigitText + UpperText + LowerText + "_-~.");
    public static readonly CharacterSet Crypt = new(DigitText + UpperText + LowerText + "./");
    public static readonly CharacterSet Bearer = new(DigitText + UpperText + LowerText + "_-=.~+/:%");

    public bool Has(char c) => c < 128 ? _has[c] : _letters && char.IsLetter(c);
}
