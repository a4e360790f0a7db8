using System.Globalization;
using Hone.Corpus.Sources.Files.Html;
using MimeKit;

namespace Hone.Corpus.Sources.Files.Mail;

/// <summary>
/// The words of a mail. Of alternatives the plain one is read, unless it only says that there is another; HTML goes through the
/// reader of pages. Attachments are named and not opened; mails inside mails are told with their heads.
/// </summary>
internal sealed class MailBody
{
    private const int MaxInside = 3;
    private const int MaxHtml = 4 << 20;
    private const int MaxNamed = 50;

    private readonly List<string> _texts = [];
    private readonly bool _isForward;

    private MailBody(bool isForward) => _isForward = isForward;

    public string Text { get; private set; } = "";

    public List<string> Attachments { get; } = [];

    public bool IsEncrypted { get; private set; }

    public static MailBody Of(MimeMessage mail) => Of(mail, 0);

    private static MailBody Of(MimeMessage mail, int inside)
    {
        string subject = (mail.Subject ?? "").TrimStart();
        var body = new MailBody(subject.StartsWith("fw", StringComparison.OrdinalIgnoreCase) || subject.StartsWith("wg:", StringComparison.OrdinalIgnoreCase));
        if (mail.Body is { } entity)
            body.Add(entity, inside);
        body.Text = string.Join("\n\n", body._texts.Where(text => text.Length > 0));
        return body;
    }

    private void Add(MimeEntity entity, int inside)
    {
        string type = entity.ContentType.MimeType.ToLowerInvariant();
        if (entity is MultipartAlternative or MultipartRelated || type is "multipart/alternative" or "multipart/related")
            AddOne((Multipart)entity, inside);
        else if (type == "multipart/encrypted" || type is "application/pkcs7-mime" or "application/x-pkcs7-mime")
            IsEncrypted = true;
        else if (entity is Multipart many)
            foreach (MimeEntity part in type == "multipart/signed" ? many.Take(1) : many)
                Add(part, inside);
        else if (entity is MessagePart { Message: { } message })
            AddMail(message, inside);
        else if (entity is MimePart part)
            AddPart(part, type);
    }

    /// <summary>Of alternatives the best; of related parts the one that the others illustrate.</summary>
    private void AddOne(Multipart parts, int inside)
    {
        MimePart[] texts = [.. Texts(parts, 0).Take(8)];
        string plain = Trimmed(texts.FirstOrDefault(part => part.ContentType.MimeType.Equals("text/plain", StringComparison.OrdinalIgnoreCase)));
        string html = Trimmed(texts.FirstOrDefault(part => part.ContentType.MimeType.Equals("text/html", StringComparison.OrdinalIgnoreCase)));
        _texts.Add(plain.Length >= Math.Min(600, html.Length * 0.4) ? plain : html);
        foreach (MimeEntity part in parts)
            if (part is not (Multipart or TextPart) || part.IsAttachment)
                Add(part, inside);
    }

    private static IEnumerable<MimePart> Texts(Multipart parts, int depth)
    {
        foreach (MimeEntity part in parts)
            if (part is Multipart inner && depth < 8)
                foreach (MimePart text in Texts(inner, depth + 1))
                    yield return text;
            else if (part is TextPart { IsAttachment: false } told)
                yield return told;
    }

    private void AddMail(MimeMessage message, int inside)
    {
        if (inside >= MaxInside)
            return;
        MailBody body = Of(message, inside + 1);
        string subject = MarkdownBuilder.OneLine(message.Subject ?? "");
        _texts.Add(string.Join("\n\n", ((string[])["Forwarded message:", $"{MailText.Head(message)}{(subject.Length > 0 ? $"\nSubject: {subject}" : "")}".Trim(), body.Text]).Where(text => text.Length > 0)));
        Attachments.AddRange(body.Attachments.Take(MaxNamed - Attachments.Count));
    }

    private void AddPart(MimePart part, string type)
    {
        bool text = type is "text/plain" or "text/html" or "text" && part.ContentDisposition?.Disposition is null or "inline" && !(part.IsAttachment && part.FileName is not null);
        if (text)
            _texts.Add(Trimmed(part));
        else if (Attachments.Count < MaxNamed && type is not ("application/pgp-signature" or "application/pkcs7-signature" or "application/x-pkcs7-signature"))
            Attachments.Add(part.FileName is { Length: > 0 } name ? $"{MarkdownBuilder.OneLine(name)} ({type})" : type);
    }

    private string Trimmed(MimePart? part)
    {
        if (part?.Content is not { } content)
            return "";
        using var bytes = new MemoryStream();
        content.DecodeTo(bytes);
        string text = EncodedText.Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), part.ContentType.Charset);
        bool html = part.ContentType.MimeType.Equals("text/html", StringComparison.OrdinalIgnoreCase) || LooksLikeHtml(text);
        if (html)
            return text.Length > MaxHtml ? "" : MailTrim.Trim(FromHtml(text), _isForward);
        bool flowed = string.Equals(part.ContentType.Format, "flowed", StringComparison.OrdinalIgnoreCase);
        return MailTrim.Trim(flowed ? FlowedText.Join(text, string.Equals(part.ContentType.Parameters["delsp"], "yes", StringComparison.OrdinalIgnoreCase)) : text, _isForward);
    }

    private static string FromHtml(string html)
    {
        try
        {
            var page = HtmlInput.Parse(html);
            return page.Body is { } body ? HtmlMarkdown.Of(body, [], new HtmlReading(Links: true)) : "";
        }
        catch (InvalidDataException e)
        {
            return string.Create(CultureInfo.InvariantCulture, $"[HTML that cannot be read: {e.Message}]");
        }
    }

    private static bool LooksLikeHtml(string text)
    {
        ReadOnlySpan<char> begin = text.AsSpan().TrimStart();
        return begin.StartsWith("<html", StringComparison.OrdinalIgnoreCase) || begin.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase);
    }
}
