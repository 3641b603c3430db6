using Survival.Models.Prognosis;

namespace Radiomics.Reporting.Drawing;

/// <summary>A linear axis: its ends, ticks and title.</summary>
internal sealed record Axis(double Min, double Max, IReadOnlyList<double> Ticks, string Title)
{
    /// <summary>The text of each tick; by default the tick's value with the digits that its step needs.</summary>
    public IReadOnlyList<string> Labels { get; init; } = Label(Ticks);

    /// <summary>An axis whose round ticks cover a range.</summary>
    public static Axis Cover(double low, double high, string title, int count = 5)
    {
        var ticks = PrettyTicks.Cover(low, high == low ? low + 1 : high, count);
        return new Axis(ticks[0], ticks[^1], ticks, title);
    }

    /// <summary>An axis from exactly one end to the other, with the round ticks that lie within.</summary>
    public static Axis Within(double low, double high, string title, int count = 5) =>
        new(
            low,
            high,
            [.. PrettyTicks.Cover(low, high, count).Where(t => t >= low - (1e-9 * (high - low)) && t <= high + (1e-9 * (high - low)))],
            title
        );

    // How the calendar divides its units; of years and of units of one's own the round numbers are those of ten.
    private static readonly Dictionary<string, double[]> _calendar = new(StringComparer.OrdinalIgnoreCase)
    {
        ["days"] = [1, 7, 14, 30, 60, 90, 180, 365, 730, 1095, 1825, 3650],
        ["weeks"] = [1, 2, 4, 13, 26, 52, 104, 156, 260, 520],
        ["months"] = [1, 3, 6, 12, 24, 36, 60, 120, 240],
    };

    /// <summary>Follow-up from 0, ticked by what people count in.</summary>
    /// <param name="last">The end.</param>
    /// <param name="unit">The unit as the protocol has it; may be empty.</param>
    public static Axis Time(double last, string unit)
    {
        var title = unit.Length == 0 ? "Time" : $"Time ({unit})";
        if (!_calendar.TryGetValue(unit, out var steps) || last < steps[0])
            return Within(0, last, title, 6);
        var step = steps.FirstOrDefault(s => last / s <= 8, steps[^1] * Math.Ceiling(last / steps[^1] / 8));
        return new Axis(0, last, [.. Enumerable.Range(0, (int)(last / step) + 1).Select(k => k * step)], title);
    }

    public double Share(double value) => (value - Min) / (Max - Min);

    private static string[] Label(IReadOnlyList<double> ticks)
    {
        var step = ticks.Count > 1 ? Math.Abs(ticks[1] - ticks[0]) : ticks.Count == 1 ? Math.Abs(ticks[0]) : 0;
        var digits = step > 0 ? Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 10) : 0;
        // 0.25 has a step of one significant digit more than its size says.
        if (digits < 10 && step > 0 && Math.Abs(Math.Round(step, digits) - step) > 1e-6 * step)
            digits++;
        return
        [
            .. ticks.Select(t => (Math.Round(t, digits) + 0.0)
                .ToString(Invariant($"F{digits}"), System.Globalization.CultureInfo.InvariantCulture)),
        ];
    }
}
