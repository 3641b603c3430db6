using System.Text.Json;

namespace Radiomics.Reporting.Tests.Calculator;

/// <summary>Moves a calculator's controls as a reader does and reads what it then shows.</summary>
internal static class CalculatorDriver
{
    // A step is a list of [predictor, value]: a number for a box, {"choice": k} for a radio button, {"dose": D, "fractions": n} for a
    // course.
    private const string Script = """
        const field = name => document.querySelector(`fieldset[data-predictor="${name}"]`);
        const type = (box, value) => { box.value = value; box.dispatchEvent(new Event('input', { bubbles: true })); };
        const set = (name, value) => {
          if (name === 'baseline') { const s = document.getElementById('baseline'); s.selectedIndex = value; s.dispatchEvent(new Event('change')); return; }
          const f = field(name), modes = f.querySelectorAll('.mode input');
          if (value === null || typeof value === 'number' || typeof value === 'string') { if (modes.length) modes[0].click(); type(f.querySelector('input[type=number]'), value); }
          else if ('slide' in value) type(f.querySelector('input[type=range]'), value.slide);
          else if ('choice' in value) f.querySelectorAll('.choices:not(.mode) input')[value.choice].click();
          else if ('features' in value) { modes[1].click(); f.querySelectorAll('.features input').forEach((b, k) => type(b, value.features[k])); }
          else { modes[1].click(); const boxes = f.querySelectorAll('input[type=number]'); type(boxes[1], value.dose); type(boxes[2], value.fractions); }
        };
        const number = v => v === undefined || v === null ? null : Number(v);
        const read = () => {
          const out = name => document.querySelector(`[data-output="${name}"]`);
          const median = out('median').dataset;
          return {
            refused: !document.getElementById('refusal').hidden, refusal: document.getElementById('refusal').textContent,
            points: number(out('points').dataset.value), pointsText: out('points').textContent,
            group: out('group').dataset.value ?? null,
            lp: number(out('hazard').dataset.lp), hazard: number(out('hazard').dataset.value), hazardText: out('hazard').textContent,
            lower: number(out('hazard').dataset.lower), upper: number(out('hazard').dataset.upper), se: number(out('hazard').dataset.se),
            survivalHidden: document.getElementById('survival').hidden, noBaseline: document.getElementById('no-baseline').textContent,
            survival: [...document.querySelectorAll('#survival-table tbody tr')].map(r => ({ time: number(r.dataset.horizon), s: number(r.dataset.value), lower: number(r.dataset.lower), upper: number(r.dataset.upper), text: r.textContent })),
            median: number(median.value), medianLower: number(median.lower), medianUpper: number(median.upper), medianText: out('median').textContent,
            parts: [...document.querySelectorAll('[data-part]')].map(r => ({ name: r.dataset.part, points: number(r.dataset.points), ratio: number(r.dataset.ratio) })),
            warnings: [...document.querySelectorAll('#warnings > div')].map(d => d.textContent),
            notes: document.getElementById('baseline-notes').textContent,
            overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            unlabelled: [...document.querySelectorAll('input, select, button')].filter(i => !(i.labels && i.labels.length) && !i.getAttribute('aria-label') && !i.textContent).length,
          };
        };
        results = STEPS.map(step => { step.forEach(([name, value]) => set(name, value)); return read(); });
        """;

    public static Task<JsonElement> RunAsync(string html, object steps, string hash = "") =>
        Browser.RunAsync(html, Script.Replace("STEPS", JsonSerializer.Serialize(steps), StringComparison.Ordinal), hash);

    public static void Close(double expected, JsonElement shown) =>
        Assert.True(
            Math.Abs(shown.GetDouble() - expected) <= 1e-12 * Math.Max(1, Math.Abs(expected)),
            FormattableString.Invariant($"The page says {shown.GetDouble()}; expected {expected}.")
        );

    public static void Close(double? expected, JsonElement shown)
    {
        if (expected is { } value)
            Close(value, shown);
        else
            Assert.Equal(JsonValueKind.Null, shown.ValueKind);
    }
}
