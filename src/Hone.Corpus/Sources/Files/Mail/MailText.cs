using System.Globalization;
using System.Text;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;
using MimeKit;

namespace Hone.Corpus.Sources.Files.Mail;

/// <summary>One mail as a document: subject, who to whom and when, the words, and what is attached by name.</summary>
internal static class MailText
{
    private const int MaxAddresses = 8;

    private static readonly ParserOptions _options = new() { MaxMimeDepth = 24, MaxAddressGroupDepth = 2, RespectContentLength = false };

    public static SourceItem Read(Document document, byte[] content)
    {
        MimeMessage mail = Parse(document.Id, content);
        string subject = MarkdownBuilder.OneLine(mail.Subject ?? "");
        document = document with { Title = subject.Length > 0 ? subject : null, Date = DayOf(mail) };
        MailBody body = MailBody.Of(mail);
        if (body.Text.Length == 0)
            return body.IsEncrypted ? SourceItem.Drop(document, Reasons.Unreadable, "encrypted") : SourceItem.Drop(document, Reasons.Empty, "a mail without text");
        var text = new StringBuilder();
        if (subject.Length > 0)
            text.Append("# ").Append(subject).Append("\n\n");
        text.Append(Head(mail)).Append("\n\n").Append(body.Text);
        if (body.Attachments.Count > 0)
            text.Append("\n\nAttached: ").AppendJoin(", ", body.Attachments);
        return SourceItem.Keep(document with { Text = text.ToString() });
    }

    /// <summary>The lines a reader of mail sees above it. An address for answers that is not the sender's is one of them.</summary>
    public static string Head(MimeMessage mail)
    {
        var lines = new List<string>();
        Add("From", mail.From);
        if (mail.ReplyTo.Mailboxes.Any(reply => mail.From.Mailboxes.All(from => !from.Address.Equals(reply.Address, StringComparison.OrdinalIgnoreCase))))
            Add("Reply-To", mail.ReplyTo);
        Add("To", mail.To);
        Add("Cc", mail.Cc);
        if (IsPlausible(mail.Date))
            lines.Add("Date: " + mail.Date.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture));
        return string.Join('\n', lines);

        void Add(string name, InternetAddressList list)
        {
            string[] told = [.. list.Mailboxes.Take(MaxAddresses).Select(Address).Where(address => address.Length > 0)];
            int others = list.Count - told.Length;
            if (told.Length > 0)
                lines.Add($"{name}: {string.Join(", ", told)}{(others > 0 ? $" and {others} others" : "")}");
        }
    }

    private static string Address(MailboxAddress mailbox)
    {
        string name = MarkdownBuilder.OneLine(mailbox.Name ?? "").Trim('"', '\'');
        return name.Length == 0 || name == mailbox.Address ? mailbox.Address : $"{name} <{mailbox.Address}>";
    }

    private static MimeMessage Parse(string id, byte[] content)
    {
        try
        {
            return new MimeParser(_options, new MemoryStream(content, writable: false)).ParseMessage();
        }
        catch (Exception e) when (e is FormatException or EndOfStreamException)
        {
            throw new UserError($"{id}: not a mail that can be read: {e.Message}", null, e);
        }
    }

    private static string? DayOf(MimeMessage mail) => IsPlausible(mail.Date) ? mail.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private static bool IsPlausible(DateTimeOffset date) => date.Year is >= 1970 and < 2100;
}
