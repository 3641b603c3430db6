using System.Text.Json;
using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting.Tests.Calculator;

/// <summary>Measures every label of every figure that a page shows.</summary>
internal static class BrowserScript
{
    public const string Labels = """
        const overlaps = [], outside = [], labels = [], small = [], squeezed = [], cut = [];
        const shown = [...document.querySelectorAll('svg')].filter(s => s.getBoundingClientRect().width > 0);
        for (const svg of shown) {
          const frame = svg.getBoundingClientRect(), scale = frame.width / svg.viewBox.baseVal.width;
          const texts = [...svg.querySelectorAll('text')].map(t => ({ text: t.textContent, box: t.getBoundingClientRect() }));
          for (const t of svg.querySelectorAll('text'))
            if (!t.hasAttribute('textLength')) labels.push([t.textContent, parseFloat(t.getAttribute('font-size')), t.getAttribute('font-weight') === 'bold' ? 1 : 0, t.getComputedTextLength()]);
          // Letters as they stand on the screen, in CSS pixels; a diagram drawn for a desk and shrunk for a phone has tiny ones.
          for (const t of svg.querySelectorAll('text'))
            if (parseFloat(t.getAttribute('font-size')) * scale < 8) small.push(`${svg.getAttribute('aria-label')}: ${t.textContent}`);
          // A box is as high as the font's ascent and descent; one pixel of it on either side is empty.
          const edge = scale;
          for (const { text, box } of texts)
            if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) outside.push(`${svg.getAttribute('aria-label')}: ${text}`);
          for (let i = 0; i < texts.length; i++)
            for (let j = 0; j < i; j++) {
              const a = texts[i].box, b = texts[j].box;
              if (a.left + edge < b.right - edge && b.left + edge < a.right - edge && a.top + edge < b.bottom - edge && b.top + edge < a.bottom - edge) overlaps.push(`${svg.getAttribute('aria-label')}: "${texts[j].text}" and "${texts[i].text}"`);
            }
        }
        // A cell that holds its words one below the other, and what is cut off and cannot be scrolled to.
        for (const cell of document.querySelectorAll('td, th')) {
          const range = document.createRange(); range.selectNodeContents(cell);
          const lines = new Set([...range.getClientRects()].map(r => Math.round(r.top))).size, box = cell.getBoundingClientRect();
          if (box.width > 0 && lines > 4 && box.width < 80) squeezed.push(`${lines} lines in ${box.width}: ${cell.textContent}`);
        }
        for (const e of document.querySelectorAll('body *:not(svg *)'))
          if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).overflowX === 'hidden') cut.push(e.textContent);
        for (const row of document.querySelectorAll('tr')) {
          const cells = [...row.children].map(c => { const r = document.createRange(); r.selectNodeContents(c); return r.getBoundingClientRect(); }).filter(r => r.width > 0);
          for (let k = 1; k < cells.length; k++)
            if (cells[k].left < cells[k - 1].right - 1) overlaps.push(`cells of a row: ${row.textContent}`);
        }
        results = { small, squeezed, cut, overlaps, outside, labels, figures: shown.length, requests: performance.getEntriesByType('resource').filter(r => !r.name.startsWith('data:')).length, overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth };
        """;

    /// <summary>Nothing overlaps, sticks out, is cut, too small or squeezed, and each label is as wide in the browser as it was
    /// measured here, to half a percent.</summary>
    public static void Check(JsonElement found)
    {
        Assert.Empty(found.GetProperty("overlaps").EnumerateArray().Select(o => o.GetString()));
        Assert.Empty(found.GetProperty("outside").EnumerateArray().Select(o => o.GetString()));
        foreach (var kind in new[] { "small", "squeezed", "cut" })
            Assert.Empty(found.GetProperty(kind).EnumerateArray().Select(o => o.GetString()));
        foreach (var label in found.GetProperty("labels").EnumerateArray())
        {
            var (text, size, bold, width) = (label[0].GetString()!, label[1].GetDouble(), label[2].GetInt32() == 1, label[3].GetDouble());
            var measured = Canvas.TextWidth(text, size, bold);
            Assert.True(Math.Abs(width - measured) < 0.5 + (0.005 * measured), $"'{text}' has {width} in the browser and {measured} here.");
        }
    }
}
