namespace Hone.Corpus.Quality;

/// <summary>Words of English that carry no subject.</summary>
internal static class FunctionWords
{
    private const int Slots = 2048;

    private static readonly uint[] Table = Build(
        "a an the and or but nor so yet if then else than that this these those it its he she they them their his her we us our you your i me my of in on at by for from to with " +
        "without within into onto over under about above below between through during before after again against is are was were be been being am do does did done has have had having " +
        "can could may might must shall should will would not no as such which who whom whose what when where why how there here also only any all each every both either neither some " +
        "most more less least many much few other another same own up down out off because while until since although though however therefore thus very just even still already often");

    public static bool Contains(uint lowerHash)
    {
        for (uint at = lowerHash; ; at++)
        {
            uint entry = Table[at % Slots];
            if (entry == lowerHash)
                return true;
            if (entry == 0)
                return false;
        }
    }

    private static uint[] Build(string words)
    {
        var table = new uint[Slots];
        foreach (string word in words.Split(' '))
        {
            uint hash = WordHash.OfLower(word), at = hash;
            while (table[at % Slots] is not 0 && table[at % Slots] != hash)
                at++;
            table[at % Slots] = hash;
        }
        return table;
    }
}
