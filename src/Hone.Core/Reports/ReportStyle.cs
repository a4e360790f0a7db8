namespace Hone.Core.Reports;

/// <summary>
/// How the page looks: a warm paper ground, a serif for sentences that are read, a sans for what is looked up, figures of
/// equal width, and two colours that keep their meaning everywhere: teal for the main arm, amber for the first control arm.
/// </summary>
public static class ReportStyle
{
    public const string Css = """

        :root { --paper:#faf8f4; --card:#fffefb; --ink:#1b232e; --soft:#4f5864; --faint:#6b737e; --rule:#e3ded4; --grid:#ece8df;
          --teal:#0c7a6f; --amber:#b45a0a; --indigo:#4a50b8; --rose:#a8325e; --slate:#76808d;
          --good:#0b6b54; --good-bg:#dcefe7; --bad:#a52a1b; --bad-bg:#f8e2dc; --even:#56606d; --even-bg:#ebe8e1;
          --serif:"Iowan Old Style","Palatino Linotype","P052","URW Palladio L","Source Serif 4",Charter,Georgia,"DejaVu Serif",serif;
          --sans:"Inter","Segoe UI",system-ui,-apple-system,"Helvetica Neue","Liberation Sans","DejaVu Sans",Arial,sans-serif;
          --mono:ui-monospace,"SF Mono","Cascadia Mono","JetBrains Mono","DejaVu Sans Mono",Menlo,Consolas,monospace; }
        @media (prefers-color-scheme: dark) { :root { --paper:#12161c; --card:#191f27; --ink:#e9e8e4; --soft:#a6afba; --faint:#7d8793; --rule:#2b333d; --grid:#232a33;
          --teal:#4cc7b6; --amber:#f0a350; --indigo:#9aa0f4; --rose:#ee85ab; --slate:#8e99a6;
          --good:#7fdcbf; --good-bg:#15352d; --bad:#ff9d8a; --bad-bg:#43201b; --even:#b3bcc7; --even-bg:#29313b; } }
        * { box-sizing:border-box; }
        html { -webkit-text-size-adjust:100%; print-color-adjust:exact; -webkit-print-color-adjust:exact; }
        body { margin:0; background:var(--paper); color:var(--ink); font:15px/1.55 var(--sans); font-variant-numeric:tabular-nums; }
        main { max-width:1120px; margin:0 auto; padding:44px 40px 64px; }
        p { margin:0 0 .75em; } b { font-weight:620; } .quiet { color:var(--faint); font-weight:400; }
        .mark { display:flex; justify-content:space-between; gap:2em; border-bottom:1px solid var(--ink); padding-bottom:10px; margin-bottom:52px; font-weight:700; letter-spacing:.02em; }
        .mark span { color:var(--soft); font-weight:400; letter-spacing:0; overflow-wrap:anywhere; }
        h1 { font:500 46px/1.14 var(--serif); letter-spacing:-.012em; margin:0 0 22px; max-width:19em; text-wrap:balance; }
        .lead { font:19px/1.58 var(--serif); color:var(--soft); max-width:46em; margin-bottom:38px; } .lead b { color:var(--ink); font-weight:600; }
        .tiles { display:grid; grid-template-columns:repeat(auto-fit,minmax(210px,1fr)); gap:1px; background:var(--rule); border:1px solid var(--rule); border-radius:10px; overflow:hidden; }
        .tile { background:var(--card); padding:20px 22px 22px; } .tile p { margin:0; }
        .tile-name { font-size:13px; font-weight:620; } .tile-change { font:500 38px/1.25 var(--serif); letter-spacing:-.01em; margin:6px 0 2px !important; white-space:nowrap; }
        .tile-values { font-size:15px; } .tile-metric { color:var(--faint); font-size:12.5px; margin:1px 0 14px !important; } .arrow { color:var(--faint); padding:0 .15em; }
        .chip { display:inline-block; padding:2px 10px 3px; border-radius:99px; font-size:12.5px; font-weight:600; white-space:nowrap; }
        .chip.good { color:var(--good); background:var(--good-bg); } .chip.bad { color:var(--bad); background:var(--bad-bg); } .chip.even { color:var(--even); background:var(--even-bg); }
        section { display:grid; grid-template-columns:228px minmax(0,1fr); gap:0 44px; border-top:1px solid var(--rule); margin-top:56px; padding-top:26px; }
        h2 { color:var(--ink); font:500 25px/1.2 var(--serif); margin:0 0 14px; letter-spacing:-.005em; }
        h3 { font-size:14px; font-weight:640; margin:34px 0 10px; } .content > h3:first-child { margin-top:4px; }
        .about { font-size:13.5px; color:var(--soft); } .about b { color:var(--ink); }
        figure { margin:0 0 26px; } figcaption { font-size:13.5px; margin-bottom:6px; }
        .pair { display:grid; grid-template-columns:repeat(auto-fit,minmax(340px,1fr)); gap:8px 30px; }
        table { border-collapse:collapse; width:100%; font-size:14px; margin:0 0 8px; }
        th { text-align:left; font-weight:600; } thead th { font-size:12.5px; color:var(--soft); font-weight:500; border-bottom:1px solid var(--ink); padding:0 12px 7px 0; vertical-align:bottom; }
        td, tbody th { padding:10px 12px 10px 0; vertical-align:top; } tbody tr:first-child > * { border-top:1px solid var(--rule); } thead + tbody tr:first-child > * { border-top:0; }
        td:last-child, th:last-child { padding-right:0; } .n { text-align:right; } .measure { width:23%; }
        td small, th small { display:block; font-size:12px; font-weight:400; color:var(--faint); white-space:nowrap; } .measure small { white-space:normal; margin-top:2px; } small.inline { display:inline; }
        .compact { font-size:13px; } .compact td { padding:6px 12px 6px 0; border-top:1px solid var(--grid); } .compact thead + tbody tr:first-child td { border-top:0; } .compact td:last-child { padding-right:0; }
        .wrap { overflow-wrap:anywhere; } .wrap small { white-space:normal; } .keys td:first-child { width:34%; color:var(--soft); } .hash { font:12px/1.6 var(--mono); overflow-wrap:anywhere; }
        .finding { border-left:3px solid var(--rule); padding:1px 0 1px 14px; color:var(--soft); margin:0 0 14px; } .finding b { color:var(--ink); }
        .swatch { display:inline-block; width:10px; height:10px; border-radius:50%; margin-right:8px; background:currentColor; } .swatch.arm-1 { border-radius:1px; transform:rotate(45deg) scale(.86); } .swatch.before, .swatch.arm-2, .swatch.arm-3 { border-radius:1px; }
        .legend { display:flex; flex-direction:column; gap:5px; margin-top:14px; } .legend span { display:flex; align-items:center; gap:9px; } .stroke { width:22px; height:0; border-top:2.5px solid currentColor; }
        .sample { margin:0 0 26px; padding-bottom:22px; border-bottom:1px solid var(--rule); } .sample:last-child { border:0; margin:0; padding:0; }
        .prompt { font:17px/1.45 var(--serif); white-space:pre-wrap; overflow-wrap:anywhere; margin-bottom:12px; } .texts { display:grid; grid-template-columns:repeat(auto-fit,minmax(215px,1fr)); gap:18px 28px; }
        .who { font-size:12.5px; font-weight:600; margin-bottom:4px; } .text { font-size:13.5px; line-height:1.6; color:var(--soft); white-space:pre-wrap; overflow-wrap:anywhere; margin:0; }
        footer { border-top:1px solid var(--ink); margin-top:64px; padding-top:12px; font-size:12.5px; color:var(--faint); }
        svg.chart { display:block; width:100%; height:auto; overflow:visible; font-family:var(--sans); font-size:12.5px; }
        svg text { fill:var(--ink); } svg .tick, svg .axis-name { fill:var(--faint); font-size:11.5px; } svg .row-title { font-weight:640; font-size:13.5px; } svg .row-name { fill:var(--soft); } svg .row-value { font-weight:600; }
        .grid { stroke:var(--grid); } .axis { stroke:var(--faint); } .zero { stroke:var(--soft); stroke-dasharray:3 3; } .reference { stroke:var(--soft); stroke-width:1.5; stroke-dasharray:2 3; } svg .reference-name { fill:var(--soft); font-size:11.5px; }
        .span { stroke:currentColor; stroke-width:2.5; stroke-linecap:round; } .mark { } svg .mark { fill:currentColor; } svg .mark.before { fill:var(--paper); stroke:currentColor; stroke-width:2; }
        .curve { fill:none; stroke:currentColor; stroke-width:2; stroke-linejoin:round; } .curve.line-train { stroke-width:1.3; opacity:.75; }
        .arm-0, .line-domain { color:var(--teal); } .arm-1 { color:var(--amber); } .arm-2, .line-general { color:var(--indigo); } .arm-3 { color:var(--rose); } .before, .line-train { color:var(--slate); }
        .bar { fill:var(--teal); } .bar-general { fill:var(--indigo); } .bar-rest { fill:var(--faint); } .bar-drop { fill:var(--slate); } .bar-cost { fill:var(--slate); }
        @media (max-width:860px) { main { padding:26px 20px 44px; } section { grid-template-columns:1fr; } .about { margin-bottom:18px; max-width:40em; } h1 { font-size:34px; } .lead { font-size:17px; } .content { overflow-x:auto; } figure > svg.chart { min-width:620px; } .pair svg.chart { min-width:0; } }
        @media print { :root { --paper:#fff; --card:#fff; --ink:#111; --soft:#444; --faint:#6d6d6d; --rule:#ccc; --grid:#e4e4e4; --teal:#0c7a6f; --amber:#b45a0a; --indigo:#4a50b8; --rose:#a8325e; --slate:#76808d; --good:#0b6b54; --good-bg:#dcefe7; --bad:#a52a1b; --bad-bg:#f8e2dc; --even:#56606d; --even-bg:#ebe8e1; }
          body { font-size:10.5pt; } main { max-width:none; padding:0; } h1 { font-size:26pt; } .mark { margin-bottom:26pt; } .lead { font-size:12.5pt; } .tile { padding:12px 14px 14px; } .tile-change { font-size:21pt; } .tiles { grid-template-columns:repeat(auto-fit,minmax(140px,1fr)); }
          section { display:block; margin-top:22pt; padding-top:14pt; } .about { margin-bottom:10pt; max-width:44em; break-inside:avoid; break-after:avoid; } .legend { flex-direction:row; gap:16pt; margin:0; } .pair, .texts { grid-template-columns:repeat(auto-fit,minmax(150px,1fr)); gap:10pt 18pt; } .sample { margin-bottom:12pt; padding-bottom:10pt; } .text { font-size:9pt; line-height:1.45; }
          h2, h3, figcaption { break-after:avoid; } figure, tr, tbody, .tile, .sample { break-inside:avoid; } .compact tbody { break-inside:auto; } @page { size:A4; margin:16mm 15mm; } }
        """;
}
