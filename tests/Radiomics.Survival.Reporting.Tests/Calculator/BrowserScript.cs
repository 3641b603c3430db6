using System.Text.Json;
using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting.Tests.Calculator;

/// <summary>Measures every label of every figure that a page shows.</summary>
internal static class BrowserScript
{
    public const string Labels = """
        const overlaps = [], outside = [], labels = [];
        const shown = [...document.querySelectorAll('svg')].filter(s => s.getBoundingClientRect().width > 0);
        for (const svg of shown) {
          const frame = svg.getBoundingClientRect(), scale = frame.width / svg.viewBox.baseVal.width;
          const texts = [...svg.querySelectorAll('text')].map(t => ({ text: t.textContent, box: t.getBoundingClientRect() }));
          for (const t of svg.querySelectorAll('text'))
            if (!t.hasAttribute('textLength')) labels.push([t.textContent, parseFloat(t.getAttribute('font-size')), t.getAttribute('font-weight') === 'bold' ? 1 : 0, t.getComputedTextLength()]);
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
        results = { overlaps, outside, labels, figures: shown.length, requests: performance.getEntriesByType('resource').filter(r => !r.name.startsWith('data:')).length, overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth };
        """;

    /// <summary>Nothing overlaps, nothing sticks out, and each label is as wide in the browser as it was measured here, to half a
    /// percent.</summary>
    public static void Check(JsonElement found)
    {
        Assert.Empty(found.GetProperty("overlaps").EnumerateArray().Select(o => o.GetString()));
        Assert.Empty(found.GetProperty("outside").EnumerateArray().Select(o => o.GetString()));
        foreach (var label in found.GetProperty("labels").EnumerateArray())
        {
            var (text, size, bold, width) = (label[0].GetString()!, label[1].GetDouble(), label[2].GetInt32() == 1, label[3].GetDouble());
            var measured = Canvas.TextWidth(text, size, bold);
            Assert.True(Math.Abs(width - measured) < 0.5 + (0.005 * measured), $"'{text}' has {width} in the browser and {measured} here.");
        }
    }
}
