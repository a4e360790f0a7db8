namespace Hone.Corpus.Quality;

/// <summary>The hashed character trigrams of a text: lower case, digits as one sign, white space as one blank, so that a table learned from prose knows a log when it sees one.</summary>
internal ref struct Trigrams(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;
    private uint _first = ' ';
    private uint _second = ' ';

    public int Current { get; private set; }

    public readonly Trigrams GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_at < _text.Length)
        {
            char c = _text[_at++];
            uint sign = c switch
            {
                >= 'a' and <= 'z' => c,
                >= 'A' and <= 'Z' => c | 0x20u,
                <= ' ' or '\u00A0' => ' ',
                >= '0' and <= '9' => '0',
                < '\x80' => c,
                _ when char.IsLetter(c) => char.ToLowerInvariant(c),
                _ => '.',
            };
            bool repeats = sign == _second && sign is (uint)' ' or (uint)'0' or (uint)'.';
            if (repeats)
                continue;
            uint hash = (_first * 0x9E3779B1) ^ (_second * 0x85EBCA77) ^ (sign * 0xC2B2AE3D);
            (_first, _second) = (_second, sign);
            Current = (int)(WordHash.Mix(hash) >> (32 - LanguageModel.Bits));
            return true;
        }
        return false;
    }
}
