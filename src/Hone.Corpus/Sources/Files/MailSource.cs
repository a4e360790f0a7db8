using System.Text;
using System.Text.RegularExpressions;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources.Files.Mail;

namespace Hone.Corpus.Sources.Files;

/// <summary>
/// Mails: mailboxes (.mbox, of any size), single mails (.eml, .emlx) and folders of raw mails under any name, told by their first
/// lines. Each is its head, its own words without what it answers, and the names of what is attached.
/// </summary>
internal sealed partial class MailSource : IDocumentSource
{
    private const int MaxMailBytes = 64 << 20;
    private const int PartBytes = 1 << 20;
    private const int HeadBytes = 4096;

    private static readonly string[] _endings = [".eml", ".emlx", ".mbox", ".mbx"];

    public string Kind => "mail";

    public string Description => "Mails: .mbox and .eml files, or a folder of raw mails under any name";

    public bool IsPublisher => false;

    public IEnumerable<SourcePart> Parts(SourceReference reference)
    {
        bool any = false;
        foreach ((string path, string relative) in FileTree.List(reference.Path))
        {
            MailForm form = FormOf(path);
            if (form == MailForm.None && !File.Exists(reference.Path) && !SourceFiles.HasEnding(relative, _endings))
                continue;
            any = true;
            foreach (SourcePart part in form == MailForm.Box ? BoxParts(reference, path, relative) : [new SourcePart(relative, () => FileParts.OrBroken(reference, relative, () => [ReadFile(reference, path, relative)]))])
                yield return part;
        }
        if (!any)
            throw new UserError($"{reference.Path}: no mails in this folder", "'mail:' reads .mbox and .eml files, and raw mails that begin with their head, in subfolders too.");
    }

    /// <summary>So many mails of a mailbox a part.</summary>
    private static IEnumerable<SourcePart> BoxParts(SourceReference reference, string path, string relative)
    {
        var batch = new List<(int Number, byte[]? Content)>();
        int number = 0, size = 0;
        foreach (byte[]? content in Mailbox.Read(path, MaxMailBytes))
        {
            batch.Add((++number, content));
            size += content?.Length ?? 0;
            if (size < PartBytes)
                continue;
            yield return Part(batch);
            (batch, size) = ([], 0);
        }
        if (batch.Count > 0)
            yield return Part(batch);

        SourcePart Part(List<(int Number, byte[]? Content)> mails) => new(relative, () => mails.Select(mail => Tell(mail.Number == 1 ? relative : $"{relative}#{mail.Number}", mail.Content)));

        SourceItem Tell(string id, byte[]? content) => content is null
            ? SourceItem.Drop(WholeFiles.Empty(reference, id), Reasons.TooLarge, $"more than {MaxMailBytes >> 20} MiB")
            : FileParts.OrBroken(reference, id, () => [MailText.Read(WholeFiles.Empty(reference, id), content)])[0];
    }

    private static SourceItem ReadFile(SourceReference reference, string path, string relative)
    {
        Document document = WholeFiles.Empty(reference, relative);
        if (new FileInfo(path) is { Exists: true, Length: > MaxMailBytes })
            return SourceItem.Drop(document, Reasons.TooLarge, $"more than {MaxMailBytes >> 20} MiB");
        byte[] content = InputFile.ReadAll(path, MaxMailBytes);
        return MailText.Read(document, SourceFiles.HasEnding(relative, ".emlx") ? WithoutLength(content) : content);
    }

    /// <summary>Apple Mail puts the mail's length before it and a property list behind.</summary>
    private static byte[] WithoutLength(byte[] content)
    {
        int line = content.AsSpan().IndexOf((byte)'\n');
        return line is > 0 and < 12 && int.TryParse(content.AsSpan(0, line).Trim((byte)' '), out int length) && length >= 0
            ? content[(line + 1)..Math.Min(content.Length, line + 1 + length)]
            : content;
    }

    private enum MailForm
    {
        None,
        Mail,
        Box,
    }

    private static MailForm FormOf(string path)
    {
        byte[] head = new byte[HeadBytes];
        using Stream stream = InputFile.Open(path);
        string text = Encoding.Latin1.GetString(head, 0, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)).TrimStart('\uFEFF', '\r', '\n');
        if (Mailbox.IsSeparator(Encoding.Latin1.GetBytes(text.Split('\n')[0])))
            return MailForm.Box;
        int end = text.IndexOf("\n\n", StringComparison.Ordinal);
        return KnownField().Count(end < 0 ? text : text[..end]) >= 2 ? MailForm.Mail : MailForm.None;
    }

    [GeneratedRegex(@"(?m)^(?:Return-Path|Received|Delivered-To|From|To|Subject|Date|Message-ID|MIME-Version|Reply-To|Content-Type|DKIM-Signature|X-[A-Za-z-]{2,40}):", RegexOptions.IgnoreCase)]
    private static partial Regex KnownField();
}
