namespace Hone.Core.Reports;

/// <summary>A whole page in one file, styles inside, no script, nothing fetched, and the pieces every page is laid out with.</summary>
public static class ReportFrame
{
    public static string Page(string title, Markup body) => Markup.Of(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"/>
        <title>{title}</title>
        <style>{new Markup(ReportStyle.Css)}</style>
        </head>
        <body><main>
        {body}
        <footer>Made by hone from the files of this run. It loads nothing and runs nothing.</footer>
        </main></body>
        </html>

        """).Html;

    /// <summary>A titled part of the page: what it is about on the left, what it shows on the right.</summary>
    public static Markup Section(string title, Markup about, Markup content) => Markup.Of(
        $"""
        <section>
        <div class="about"><h2>{title}</h2>{about}</div>
        <div class="content">{content}</div>
        </section>
        """);

    public static Markup Note(string text) => Markup.Of($"""<p>{text}</p>""");
}
