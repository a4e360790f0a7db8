using System.Text;
using Hone.Core;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Files;

public sealed class MailSourceTests : IDisposable
{
    private const string Head = "From: Ann Lee <ann@example.org>\nTo: soc@example.org\nSubject: Odd login\nDate: Fri, 1 Mar 2024 10:00:00 +0100\n";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_PlainMail_IsItsHeadAndWords()
    {
        SourceItem item = Assert.Single(_folder.ReadText("mail", "a.eml", Head + "Reply-To: evil@example.net\nX-Spam: no\n\nSomebody logged in.\n\n-- \nAnn\n+1 555 0100\n"));

        Assert.Equal("# Odd login\n\nFrom: Ann Lee <ann@example.org>\nReply-To: evil@example.net\nTo: soc@example.org\nDate: 2024-03-01 10:00 +01:00\n\nSomebody logged in.", item.Document.Text);
        Assert.Equal(("a.eml", "Odd login", "2024-03-01"), (item.Document.Id, item.Document.Title, item.Document.Date));
    }

    [Fact]
    public void Read_Multipart_TakesTheBestTextAndNamesAttachments()
    {
        string mail = Head + """
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="m"

            --m
            Content-Type: multipart/alternative; boundary="a"

            --a
            Content-Type: text/plain; charset=utf-8

            Use an HTML reader.
            --a
            Content-Type: text/html; charset="iso-8859-1"
            Content-Transfer-Encoding: quoted-printable

            <p>Gr=FC=DFe, your account is <a href=3D"http://192.0.2.7/login">locked</a>. Please act before the end of this very day.</p><p style=3D"display:none">hidden words</p>
            --a--
            --m
            Content-Type: application/pdf; name*=utf-8''Rechnung%20M%C3%A4rz.pdf
            Content-Disposition: attachment
            Content-Transfer-Encoding: base64

            JVBERi0xLjQK
            --m
            Content-Type: text/plain
            Content-Transfer-Encoding: base64

            U2Vjb25kIHBhcnQu
            --m--
            """;

        string text = Assert.Single(_folder.ReadText("mail", "a.eml", mail)).Document.Text;

        Assert.EndsWith("\n\nGrüße, your account is locked (http://192.0.2.7/login). Please act before the end of this very day.\n\nSecond part.\n\nAttached: Rechnung März.pdf (application/pdf)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EncodedWords_AreDecoded()
    {
        string mail = "From: =?koi8-r?B?8NLJ18XU?= <a@example.org>\nSubject: =?UTF-8?Q?Caf=C3=A9?= =?iso-8859-1?Q?_cr=E8me?=\n\nHello there.\n";

        Assert.StartsWith("# Café crème\n\nFrom: Привет <a@example.org>\n", Assert.Single(_folder.ReadText("mail", "a.eml", mail)).Document.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Mailbox_GivesEveryMail()
    {
        string box = $"From a@example.org Fri Mar  1 10:00:00 2024\n{Head}\nFirst.\n>From here on it is quoted.\nFrom now on no mail begins: not 10:00.\n\nFrom b@example.org Fri Mar  1 11:00:00 2024\n{Head}\nSecond.\n";

        SourceItem[] items = _folder.ReadText("mail", "team.mbox", box);

        Assert.Equal(["team.mbox", "team.mbox#2"], items.Select(i => i.Document.Id));
        Assert.EndsWith("First.\nFrom here on it is quoted.\nFrom now on no mail begins: not 10:00.", items[0].Document.Text, StringComparison.Ordinal);
        Assert.EndsWith("Second.", items[1].Document.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_LargeMailbox_ComesInPartsOfSoManyMails()
    {
        string mail = $"From a@example.org Fri Mar  1 10:00:00 2024\n{Head}\n{new string('x', 70)}\n{string.Concat(Enumerable.Repeat("Words of a mail that is long.\n", 400))}\n";
        _folder.Write("big.mbox", string.Concat(Enumerable.Repeat(mail, 300)));
        SourceReference reference = SourceReference.Parse($"mail:{_folder["big.mbox"]}", out _)!;

        SourcePart[] parts = [.. SourceList.For(reference).Parts(reference)];

        Assert.Equal(4, parts.Length);
        Assert.Equal(300, parts.Sum(part => part.Read().Count()));
        Assert.Equal(300, parts.SelectMany(part => part.Read()).Select(i => i.Document.Id).Distinct().Count());
    }

    [Fact]
    public void Read_FolderOfRawMails_TakesThoseThatBeginLikeMails()
    {
        _folder.Write("00001.abc", Head + "\nOne.\n");
        _folder.Write("cur/1234.host:2,S", $"From a@example.org Fri Mar  1 10:00:00 2024\n{Head}\nTwo.\n");
        _folder.Write("README", "This folder holds mails.\n");
        _folder.Write("x.emlx", $"{Head.Length + 7}\n{Head}\nThree.<?xml version=\"1.0\"?><plist/>\n");

        SourceItem[] items = _folder.Read("mail");

        Assert.Equal(["00001.abc", "cur/1234.host:2,S", "x.emlx"], items.Select(i => i.Document.Id));
        Assert.EndsWith("Three.", items[2].Document.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ForwardedMail_KeepsItsHead()
    {
        string mail = Head + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee below.\n--b\nContent-Type: message/rfc822\n\nFrom: x@example.net\nSubject: You won\nDate: Thu, 29 Feb 2024 08:00:00 +0000\n\nClaim it.\n--b--\n";

        Assert.EndsWith("See below.\n\nForwarded message:\n\nFrom: x@example.net\nDate: 2024-02-29 08:00 +00:00\nSubject: You won\n\nClaim it.", Assert.Single(_folder.ReadText("mail", "a.eml", mail)).Document.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b--\n", "unreadable")]
    [InlineData("Content-Type: application/pkcs7-mime; smime-type=enveloped-data\nContent-Transfer-Encoding: base64\n\nMIAG\n", "unreadable")]
    [InlineData("\n\n", "empty")]
    public void Read_MailWithoutWords_IsDroppedWithReason(string rest, string reason) =>
        Assert.Equal(reason, Assert.Single(_folder.ReadText("mail", "a.eml", Head + "MIME-Version: 1.0\n" + rest)).Verdict.Reason);

    [Fact]
    public void Read_Flowed_LinesAreJoined()
    {
        string mail = Head + "MIME-Version: 1.0\nContent-Type: text/plain; format=flowed\n\nThis goes \non here.\n From stuffed.\n";

        Assert.EndsWith("\n\nThis goes on here.\nFrom stuffed.", Assert.Single(_folder.ReadText("mail", "a.eml", mail)).Document.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FolderWithoutMails_IsUserError()
    {
        _folder.Write("README", "nothing\n");

        Assert.Throws<UserError>(() => _folder.Read("mail"));
    }

    [Fact]
    public void Read_DeepMultiparts_EndQuietly()
    {
        var mail = new StringBuilder(Head + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n\n");
        for (int i = 0; i < 3_000; i++)
            mail.Append(System.Globalization.CultureInfo.InvariantCulture, $"--b{i}\nContent-Type: multipart/alternative; boundary=b{i + 1}\n\n");

        Mutations.MustEndQuietly(() => _folder.ReadText("mail", "a.eml", mail.ToString()));
    }

    [Fact]
    public void Read_DamagedMails_NeverFailOtherwise()
    {
        string good = Head + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"m\"\n\n--m\nContent-Type: text/html; charset=utf-16\nContent-Transfer-Encoding: base64\n\nPABwAD4AaABpAA==\n--m\nContent-Type: message/rfc822\n\nSubject: =?utf-8?B?w6k=?=\n\ninner\n--m--\n\nFrom a@b Fri Mar  1 10:00:00 2024\nSubject: x\n\ny\n";
        foreach (byte[] bytes in Mutations.Of(Encoding.UTF8.GetBytes(good), 600))
        {
            File.WriteAllBytes(_folder["a.eml"], bytes);
            Mutations.MustEndQuietly(() => _folder.Read("mail", "a.eml"));
        }
    }
}
