using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Wording;
using Radiomics.Studies;

namespace Radiomics.Reporting;

/// <summary>The flow of patients and features through a study, as boxes.</summary>
internal sealed class CohortFlow(StudyResult result)
{
    private const double MostBoxWidth = 270, Gap = 40, Padding = 10, Line = 16, Size = 12, Arrow = 50, Top = 10;

    /// <summary>Draws the boxes.</summary>
    /// <param name="most">The width there is: with less, boxes are narrower and their lines break.</param>
    public Figure Draw(double most = double.PositiveInfinity)
    {
        var second = result.Input.SecondReader?.Rows.Count ?? 0;
        var competing = result.Input.Competing?.Count(c => c) ?? 0;
        List<string> all =
        [
            ReportText.Count(result.Input.Ids.Count, "patient"),
            $"{ReportText.Events(result.Input.FollowUp.EventCount, result.Protocol.Outcome)}, "
                + $"{ReportText.Count(result.Input.Features.ColumnCount, "feature")} each",
            second > 0 ? Invariant($"{second} contoured by a second reader") : "one reader",
        ];
        if (competing > 0)
            all.Insert(2, ReportText.Count(competing, "competing event"));
        var sets = result.Sets.All.Select(s => Lines(s.Set, s.Value)).ToArray();
        var columns = Math.Max(1, sets.Length);
        var gap = double.IsInfinity(most) ? Gap : 12;
        var box = Math.Min(MostBoxWidth, (most / columns) - gap);
        var width = columns * (box + gap);
        var head = Wrapped(all, Math.Max(box, Math.Min(MostBoxWidth, width - gap)));
        var parts = sets.Select(s => Wrapped(s, box)).ToArray();
        var turn = Top + Height(head.Count) + (Arrow / 2);
        var below = turn + (Arrow / 2);
        var canvas = new Canvas(width, below + Height(parts.Max(p => p.Count)) + Top);
        Box(canvas, width / 2, Top, Math.Max(box, Math.Min(MostBoxWidth, width - gap)), head);
        for (var k = 0; k < parts.Length; k++)
        {
            var x = (width / parts.Length * (k + 0.5));
            canvas.Line(width / 2, Top + Height(head.Count), width / 2, turn);
            canvas.Line(width / 2, turn, x, turn);
            canvas.Line(x, turn, x, below);
            canvas.Polygon([new Pt(x - 4, below - 7), new Pt(x + 4, below - 7), new Pt(x, below)], Palette.Ink);
            Box(canvas, x, below, box, parts[k]);
        }
        return canvas.ToFigure("Flow of the cohort", string.Join("; ", all.Concat(sets.SelectMany(s => s))));
    }

    private string[] Lines(string name, StudySet set)
    {
        var lines = new List<string>
        {
            ReportText.Set(name) + " set",
            $"{ReportText.Count(set.Rows.Count, "patient")}, {ReportText.Events(set.FollowUp.EventCount, result.Protocol.Outcome)}",
        };
        if (result.CutPoint is { } cut)
        {
            var counts = cut.Counts.All.First(c => c.Set == name).Value;
            lines.Add(Invariant($"{counts.Low} low, {counts.High} high Rad-score"));
        }
        if (result.Input.Competing is { } competing)
        {
            lines.Add(ReportText.Count(set.Rows.Count(r => competing[r]), "competing event"));
            return [.. lines];
        }
        var survival = result.Survival.All.First(s => s.Set == name).Value;
        var median = survival.Overall.Median.Estimate;
        lines.Add(
            $"median {result.Protocol.Outcome.Survival} "
                + (double.IsNaN(median) ? "not reached"
                    : NumberText.WithUnit(NumberText.Fixed(median, NumberText.TimeDigits([median])), result.Protocol.TimeUnit))
        );
        return [.. lines];
    }

    // The first line of a box is its title.
    private static List<(string Text, bool Bold)> Wrapped(IEnumerable<string> lines, double width) =>
        [.. lines.SelectMany((l, k) => TextLines.Wrap(l, width - (2 * Padding), Size, bold: k == 0).Select(t => (t, k == 0)))];

    private static double Height(int lines) => (lines * Line) + 14;

    private static void Box(Canvas canvas, double centre, double top, double width, List<(string Text, bool Bold)> lines)
    {
        canvas.Rectangle(centre - (width / 2), top, width, Height(lines.Count), "#f6f8fa", Palette.Grey);
        for (var k = 0; k < lines.Count; k++)
            canvas.Text(centre, top + 20 + (k * Line), lines[k].Text, TextAnchor.Middle, Size, bold: lines[k].Bold);
    }
}
