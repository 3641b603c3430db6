using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting;

/// <summary>What every page of this package stands in: its style, its fonts, its policy.</summary>
internal static class PageFrame
{
    // No fonts, scripts or pictures from elsewhere: the page's policy forbids the browser to ask for any.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";

    private const string Style = """
        :root { color-scheme: light }
        body {
          font: 16px/1.55 "Radiomics Sans", Arial, sans-serif; color: #1b1b1b; background: #fff; max-width: 66rem;
          margin: 0 auto; padding: 1.5rem; overflow-wrap: break-word
        }
        h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .4rem }
        h2 { font-size: 1.25rem; margin: 2.6rem 0 .6rem; border-bottom: 2px solid #0072b2; padding-bottom: .2rem }
        h3 { font-size: 1.02rem; margin: 1.6rem 0 .4rem }
        a { color: #005a8c } nav a { margin-right: 1rem; white-space: nowrap }
        details { margin: .8rem 0 } summary { cursor: pointer; font-weight: 600 }
        code { font: .92em/1.4 ui-monospace, monospace, "Radiomics Sans"; overflow-wrap: anywhere }
        .author { color: #8a4b00 } .w { white-space: nowrap }
        .note, .simulated { background: #fff6e0; border-left: .35rem solid #e69f00; padding: .6rem .9rem; margin: .8rem 0 }
        .simulated { background: #fdece2; border-color: #d55e00; font-weight: 600 }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(13.5rem, 1fr)); gap: .8rem; margin: 1rem 0 }
        .cards div { border: 1px solid #d9d9d9; border-radius: .4rem; padding: .6rem .8rem }
        .cards b { display: block; font-size: 1.25rem } .cards span { color: #555; font-size: .88rem }
        figure { margin: 1.2rem 0; overflow-x: auto }
        figure svg { display: block; max-width: 100%; height: auto; margin: 0 auto } svg.phone { display: none }
        figcaption, .caption { font-size: .88rem; color: #444; margin-top: .4rem }
        .scroll {
          overflow-x: auto; background-color: #fff; background-repeat: no-repeat;
          background-image: linear-gradient(to right, #fff 30%, #fff0), linear-gradient(to left, #fff 30%, #fff0),
            linear-gradient(to right, #0003, #0000), linear-gradient(to left, #0003, #0000);
          background-position: left, right, left, right; background-attachment: local, local, scroll, scroll;
          background-size: 2.5rem 100%, 2.5rem 100%, .7rem 100%, .7rem 100%
        }
        table {
          border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; margin: .3rem 0;
          border-top: 2px solid #1b1b1b; border-bottom: 2px solid #1b1b1b
        }
        thead th { border-bottom: 1px solid #1b1b1b; vertical-align: bottom } th { text-align: left }
        td, th { padding: .22rem .9rem .22rem 0; vertical-align: top } td { overflow-wrap: anywhere } td.n { white-space: nowrap }
        td.n, th.n { text-align: right; padding: .22rem .9rem .22rem .4rem } tbody tr:nth-child(even) { background: #eef2f680 }
        th code { overflow-wrap: normal; white-space: nowrap }
        .data td { overflow-wrap: break-word }
        .items td:nth-child(2) { width: 30% } .items td:first-child { white-space: nowrap }
        @media (max-width: 600px) {
          body { padding: .8rem } h1 { font-size: 1.35rem }
          figure svg { max-width: none } figure:has(svg.phone) svg:not(.phone) { display: none }
          figure svg.phone { display: block; max-width: 100% }
          td, th { padding-right: .6rem } .items td:nth-child(2) { width: 42% }
          .data table { width: max-content } .data td, .data th { max-width: 7.5rem } .data td.t { min-width: 13rem }
          .data td.n { max-width: none } .data td:first-child { max-width: 9.5rem; overflow-wrap: break-word }
        }
        @page { size: A4; margin: 15mm 14mm }
        @media print {
          :root { font-size: 11px } body { max-width: none; padding: 0; font-size: 1rem; line-height: 1.4 } nav { display: none }
          h2, h3, summary { break-after: avoid } h2 { margin-top: 1.6rem }
          figure { break-inside: avoid; overflow: visible } svg.phone { display: none } p:has(+ figure) { break-after: avoid }
          /* One size of letters in all figures: a figure as wide as the page's widest (200 mm, 945 units) fills the paper. */
          figure svg { width: calc(var(--units) * .728px); max-height: 235mm }
          .scroll { overflow: visible; background: none } .whole { break-inside: avoid }
          .caption { break-before: avoid; break-inside: avoid } details .caption { break-after: avoid }
          table { font-size: var(--fit, .88rem); max-width: 100% } thead { display: table-header-group }
          tr { break-inside: avoid } tr.c { break-before: avoid }
          td, th { padding-right: .5rem; overflow-wrap: break-word } td.n, th.n { padding: .22rem .6rem .22rem .3rem }
          .data td.s { white-space: nowrap } .tight td.n, .tight td.s { white-space: normal }
          details::details-content { content-visibility: visible; height: auto; display: block }
          details > summary { list-style: none }
        }
        """;

    // A phone of 390 CSS pixels, less the page's padding.
    internal static readonly FigureStyle Narrow = new() { WidthMillimetres = 364 / FigureStyle.UnitsPerMillimetre };

    /// <summary>A page of its own: style, the fonts of the letters in its body, and a policy that lets it ask for nothing.</summary>
    public static string Of(string title, string body) =>
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
        + $"initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\"><link rel=\"icon\" href=\"data:,\">\n"
        + $"<title>{Html.Text(title)}</title><style>\n{FontSubset.FontFaces([(body, false), (body, true)])}"
        + $"\n{Style}</style></head><body>\n{body}</body></html>\n";

    /// <summary>A figure as a page shows it, in its own size, and paper in the page's scale.</summary>
    internal static string Desk(Figure figure) =>
        figure.ToInlineSvg().Replace("<svg ", Invariant($"<svg style=\"--units: {figure.Width:0}\" "), StringComparison.Ordinal);

    /// <summary>A figure that a phone shows in place of the one beside it.</summary>
    internal static string Phone(Figure figure) =>
        figure.ToInlineSvg().Replace("<svg ", "<svg class=\"phone\" ", StringComparison.Ordinal);
}
