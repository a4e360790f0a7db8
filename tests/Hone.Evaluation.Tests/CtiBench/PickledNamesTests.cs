using System.Text;
using Hone.Core;
using Hone.Core.Statistics;
using Hone.Evaluation.CtiBench;

namespace Hone.Evaluation.Tests.CtiBench;

public class PickledNamesTests
{
    [Fact]
    public void Read_DictionaryOfLists_GivesItsLinks() =>
        Assert.Equal([("fox", "vulpes"), ("owl", "strix"), ("owl", "fox")], PickledNames.Read("p", Sample()));

    [Theory]
    [InlineData("cos\nsystem\n(S'id'\ntR.")] // the classic: import and call
    [InlineData("\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093.")] // the same in a newer form
    [InlineData("\u0080\u0004]\u0094.")] // a list, no dictionary
    [InlineData("\u0080\u0004}(\u008c\u0001ah\u0007u.")] // a reference to what is not there
    [InlineData("")]
    public void Read_AnythingElse_IsRefused(string program)
    {
        var error = Assert.Throws<UserError>(() => PickledNames.Read("tables/p.pickle", Encoding.Latin1.GetBytes(program)));

        Assert.StartsWith("tables/p.pickle: not a pickle of names", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DamagedBytes_AreReadOrRefused()
    {
        var random = new Xoshiro256(11);
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = Sample();
            for (var change = random.Next(3); change >= 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                PickledNames.Read("p", bytes[..random.Next(bytes.Length + 1)]);
            }
            catch (UserError)
            {
                // Refused: what damaged bytes are for.
            }
        }
    }

    // {"fox": ["vulpes"], "owl": ["strix", "fox"]}, as protocol 4 writes it.
    private static byte[] Sample() =>
        [0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0, .. "}"u8, 0x94, .. "("u8, .. Text("fox"), .. "]"u8, 0x94, .. Text("vulpes"), .. "a"u8,
            .. Text("owl"), .. "]"u8, 0x94, .. "("u8, .. Text("strix"), .. "h"u8, 1, .. "e"u8, .. "u."u8];

    private static byte[] Text(string text) => [0x8C, (byte)text.Length, .. Encoding.UTF8.GetBytes(text), 0x94];
}
