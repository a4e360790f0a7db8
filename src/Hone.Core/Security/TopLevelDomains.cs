namespace Hone.Core.Security;

/// <summary>Top-level domains that occur in security text (IANA's root zone, without those that are mostly file endings or words in code).</summary>
internal static class TopLevelDomains
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _known = new HashSet<string>(
        ("com net org edu gov mil int info biz name pro mobi tel onion arpa aero coop museum asia jobs travel xyz top club online site website space store shop tech live life work world today click link host press fun icu vip win bid trade loan "
        + "date download stream gdn review party science men accountant cricket faith racing webcam cloud network agency email support services solutions systems center company business digital media news blog dev app page ninja rocks guru expert zone "
        + "ltd group global security bank finance money cash games chat social video pics rest best buzz monster cyou cfd sbs quest lol beauty hair skin makeup bond one "
        + "ac ad ae af ag ai al am ao ar at au az ba bb bd be bf bg bh bi bj bn bo br bs bt bw by bz ca cc cd cf ch ci cl cm cn co cr cu cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fm fr ga gd ge gg gh gi gl gm gn gq gr gt gw gy hk hn hr ht hu id ie il im io iq ir is it "
        + "je jm jo jp ke kg kh ki km kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc mg mk ml mm mn mo mr ms mt mu mv mw mx my mz na ne ng ni nl no np nr nu nz om pa pe pf ph pk pr pt pw qa re ro ru rw sa sc sd se sg si sk sl sm sn so sr st su sv sx sy sz tc td tg th tj tk tl tm tn to "
        + "tr tt tv tw tz ua ug uk us uy uz va vc ve vg vn vu ws ye za zm zw").Split(' '),
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool Contains(ReadOnlySpan<char> suffix) => _known.Contains(suffix);
}
