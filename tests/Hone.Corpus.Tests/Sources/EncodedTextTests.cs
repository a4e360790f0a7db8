using System.Text;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources;

public sealed class EncodedTextTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, byte[], string?> Forms => new()
    {
        { "né €", Encoding.UTF8.GetBytes("né €"), null },
        { "né €", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("né €")], "iso-8859-1" },
        { "né €", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("né €")], null },
        { "né €", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("né €")], null },
        { "né €", [0xFF, 0xFE, 0, 0, .. Encoding.UTF32.GetBytes("né €")], null },
        { "Get-Process é", Encoding.Unicode.GetBytes("Get-Process é"), null },
        { "Get-Process é", Encoding.BigEndianUnicode.GetBytes("Get-Process é"), null },
        { "né €", [(byte)'n', 0xE9, (byte)' ', 0x80], null },
        { "né €", [(byte)'n', 0xE9, (byte)' ', 0x80], "ISO-8859-1" },
        { "né €", [(byte)'n', 0xE9, (byte)' ', 0x80], "utf-8" },
        { "né €", Encoding.UTF8.GetBytes("né €"), "windows-1252" },
        { "né", [(byte)'n', 0xE9], null },
        { "Привет", [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2], "windows-1251" },
        { "Привет", [0xF0, 0xD2, 0xC9, 0xD7, 0xC5, 0xD4], "koi8-r" },
        { "日本", [0x93, 0xFA, 0x96, 0x7B], "Shift_JIS" },
        { "日本", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x4B, 0x5C, 0x1B, 0x28, 0x42], "iso-2022-jp" },
        { "中文", [0xD6, 0xD0, 0xCE, 0xC4], "gb2312" },
        { "+ADw-script", Encoding.ASCII.GetBytes("+ADw-script"), "utf-7" },
        { "plain", Encoding.ASCII.GetBytes("plain"), "no-such-set" },
        { "", [], null },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Decode_EveryForm_GivesTheText(string text, byte[] bytes, string? declared) => Assert.Equal(text, EncodedText.Decode(bytes, declared));

    [Fact]
    public void Decode_AStrayByteInMuchUtf8_CostsItselfAlone()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("größer ", 20))), 0xFF, (byte)'!'];

        Assert.EndsWith("größer \uFFFD!", EncodedText.Decode(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void OfFile_CharactersAcrossTheBuffersEnd_AreUtf8()
    {
        string text = new string('x', (1 << 16) - 1) + string.Concat(Enumerable.Repeat("é", 70_000));
        _folder.Write("a.csv", text);
        File.WriteAllBytes(_folder["b.csv"], Encoding.Latin1.GetBytes(text));

        Assert.Equal("utf-8", EncodedText.OfFile(_folder["a.csv"]).WebName);
        Assert.Equal("windows-1252", EncodedText.OfFile(_folder["b.csv"]).WebName);
    }
}
