namespace Hone.Evaluation.IfEval.Languages;

/// <summary>The signs a language is told by: its commonest small words, and letters that its neighbours lack.</summary>
internal sealed record LanguageSigns(string Code, Script Script, string Letters, string Words)
{
    /// <summary>
    /// Languages that share a script with another one. First the ones IFEval may ask for, then neighbours, so that Dutch is not taken for
    /// German or English. The first of a script stands for it where there are no signs at all.
    /// </summary>
    public static readonly LanguageSigns[] All =
    [
        new("en", Script.Latin, "", "the of and to in is that it for you was with on as are this be at have or from not but what all were when your can there an which do how if will has would they we he she my so me i"),
        new("es", Script.Latin, "ñ¿¡", "de la que el en y a los se del las por un para con no una su al lo como más pero sus le ya este sí porque esta entre cuando muy sin sobre también hay nos es son está"),
        new("pt", Script.Latin, "ãõ", "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está também só pelo pela até isso são você"),
        new("fr", Script.Latin, "œç", "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec la aux d l son mais ou nous vous je cette elle être leur très c'est été même"),
        new("it", Script.Latin, "", "di e il la che in un a per è una sono non con si da come del le dei più i della alla nel anche lo gli ma al su ha questo questa delle nella sul sulla dal o se tutti può essere degli"),
        new("de", Script.Latin, "ß", "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum kann ich wir oder"),
        new("pl", Script.Latin, "ąćęłńśźż", "w i z na do się że nie jest o to jak od po przez za dla co są ale czy który tak oraz przed być może ich tym jego jej tego już tylko"),
        new("vi", Script.Latin, "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", "và của là có không được cho một các những trong người với đã này để khi từ đến ra cũng như về tôi bạn"),
        new("sw", Script.Latin, "", "ya wa na kwa ni katika la za cha kama hii lakini yake sana pia watu kuwa hiyo huo yao vya wake kila au hata baada zaidi mtu wao hiki mimi wewe"),
        new("fi", Script.Latin, "", "ja on ei se että hän oli ovat kun mutta myös joka tai niin kuin ole olla jos mitä voi sen sekä tämä siitä vain hänen minä sinä olen ovat jotka"),
        new("nl", Script.Latin, "", "de het een van en in is dat op te zijn met voor niet die aan er om ook als dan maar bij uit nog naar heeft ze hij wordt door over deze kan je"),
        new("sv", Script.Latin, "å", "och i att det som en på är av för med den till inte om ett har de jag var men vi kan så eller från när"),
        new("da", Script.Latin, "æøå", "og i at det som en på er af for med den til ikke om et har de jeg var men vi kan så eller fra når også"),
        new("id", Script.Latin, "", "yang dan di dengan untuk tidak ini dari dalam akan pada itu adalah ke atau juga saya oleh bisa ada anda mereka karena"),
        new("tl", Script.Latin, "", "ang ng sa mga na at ay ko hindi ito ka siya niya para po kung ako mo isang may"),
        new("ro", Script.Latin, "ăâșțşţ", "și în de la cu nu că este pe un o din care mai se pentru sunt a al fi sau dar ca"),
        new("tr", Script.Latin, "ğış", "ve bir bu için ile de da çok daha olarak olan gibi ne en kadar sonra ama var değil ben"),
        new("cs", Script.Latin, "ěřůčšž", "a v se na je že o s z do i to jako by pro ale jeho k jsou nebo za od po"),
        new("hu", Script.Latin, "őű", "a az és hogy nem is egy ez van meg de mint csak már ki volt vagy azt el"),
        new("ru", Script.Cyrillic, "ыэё", "и в не на что с он как это но по из у за от о же так вы для мы его к она они был или если при"),
        new("uk", Script.Cyrillic, "іїєґ", "і в не на що з та як це але по із у за від до він для ми його вони є або якщо про її ви"),
        new("bg", Script.Cyrillic, "", "и в не на че с да се от за е по как това но са със ще той като или си във към при един така ли което бъде може сте има"),
        new("sr", Script.Cyrillic, "ћђљњј", "је и у да се на за од са не су то као из али"),
        new("ar", Script.Arabic, "ةىأإيك", "في من على إلى أن هذا هذه التي الذي مع كان عن لا ما هو هي أو كل قد بين بعد ذلك ثم"),
        new("fa", Script.Arabic, "ژ", "در و به از که این را با است برای آن یک می خود تا بر هم شده شود ها های اما یا اگر باید شما من ما کند"),
        new("ur", Script.Arabic, "ٹڈڑںےہھ", "کے میں کی ہے اور سے کا کو اس نے ہیں کہ یہ پر بھی ایک تھا وہ نہیں لیے آپ جو ہو کر"),
        new("hi", Script.Devanagari, "ड़ढ़", "है के में की का और से को हैं यह पर नहीं एक भी कि लिए ने हो इस तो वह था जो कर या आप मैं हम अपने साथ रहा करने थे"),
        new("mr", Script.Devanagari, "ळ", "आहे आणि या आहेत हे नाही ते तो ही मी एक होते तर आपण तुम्ही असे त्या काही सर्व किंवा पण आपल्या म्हणून होता आम्ही केले करा माझ्या मला"),
        new("ne", Script.Devanagari, "", "छ र छन् हो यो पनि भने गर्न भएको हुन्छ तर एक लागि थियो गर्ने छैन तपाईं हामी म त्यो गरेको यस हुन् छु गर्नुहोस् तथा सबै"),
    ];
}
