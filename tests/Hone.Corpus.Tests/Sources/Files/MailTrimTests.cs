using Hone.Corpus.Sources.Files.Mail;

namespace Hone.Corpus.Tests.Sources.Files;

public class MailTrimTests
{
    private const string Own = "We blocked the address at the gateway and told the owner of the host about it.";

    [Theory]
    [InlineData(Own + "\n\nOn Fri, 1 Mar 2024, Ann wrote:\n> Did you see this?\n> It looks bad.\n")]
    [InlineData(Own + "\n\nOn Fri, Mar 1, 2024 at 10:00 AM Ann Lee\n<ann@example.org> wrote:\n\n> Did you see this?\n")]
    [InlineData(Own + "\n\nAm 01.03.2024 um 10:00 schrieb Ann:\n> Gesehen?\n")]
    [InlineData(Own + "\n\n-----Original Message-----\nFrom: Ann\nSent: Friday\nTo: soc\nSubject: x\n\nDid you see this?\n")]
    [InlineData(Own + "\n\nFrom: Ann\nSent: Friday\nTo: soc\nSubject: x\n\nDid you see this?\n")]
    [InlineData(Own + "\n\n-- \nBob\nACME\n")]
    [InlineData(Own + "\n\n--\nBob\n\n> Did you see this?\n")]
    [InlineData(Own + "\n\n_______________________________________________\nTeam mailing list\nhttp://lists.example.org/listinfo/team\n")]
    [InlineData(Own + "\n\n-------------------------------------------------------\nThis list is sponsored by: ACME\n_______________________________________________\nTeam mailing list\nTeam@example.org\n")]
    [InlineData(Own + "\n\nSent from my iPhone\n")]
    [InlineData("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n" + Own + "\n-----BEGIN PGP SIGNATURE-----\niQ==\n-----END PGP SIGNATURE-----\n")]
    public void Trim_WhatIsNotTheSendersOwn_IsTakenOut(string mail) => Assert.Equal(Own, MailTrim.Trim(mail, isForward: false));

    [Fact]
    public void Trim_AnswerBelowAShortQuote_KeepsTheQuote() =>
        Assert.Equal("> Is it blocked?\n" + Own, MailTrim.Trim("Ann wrote:\n> Is it blocked?\n" + Own, isForward: false).Trim());

    [Fact]
    public void Trim_LongQuoteAboveAnAnswer_KeepsItsEnd()
    {
        string quote = string.Concat(Enumerable.Range(1, 9).Select(i => $"> line {i}\n>> older\n"));

        Assert.Equal("> [...]\n> line 7\n> line 8\n> line 9\n" + Own, MailTrim.Trim(quote + Own, isForward: false));
    }

    [Theory]
    [InlineData("FYI\n\n-----Original Message-----\nFrom: Ann\nSent: Friday\nTo: soc\nSubject: x\n\nDid you see this?", true)]
    [InlineData("---------- Forwarded message ---------\nFrom: Ann\nDate: Friday\nSubject: x\nTo: soc\n\nDid you see this?", false)]
    [InlineData("Begin forwarded message:\n\n> From: Ann\n> Subject: x\n>\n> Did you see this?", false)]
    [InlineData("See:\n> a quote that is all there is to this mail, and which is therefore its message\n> of two lines", false)]
    public void Trim_WhatIsForwarded_Stays(string mail, bool isForward) => Assert.Equal(mail, MailTrim.Trim(mail, isForward));

    [Fact]
    public void Trim_ManyQuotesInALongMail_TakesNoLongTime()
    {
        string mail = string.Concat(Enumerable.Repeat("> a\nb\n", 200_000)) + new string('-', 100_000);

        Assert.NotEmpty(MailTrim.Trim(mail, isForward: false));
    }
}
