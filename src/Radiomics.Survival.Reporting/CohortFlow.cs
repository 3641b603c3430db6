using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Wording;
using Radiomics.Studies;

namespace Radiomics.Reporting;

/// <summary>The flow of patients and features through a study, as boxes.</summary>
internal sealed class CohortFlow(StudyResult result)
{
    private const double BoxWidth = 250;
    private const double Line = 16;

    public Figure Draw()
    {
        var second = result.Input.SecondReader?.Rows.Count ?? 0;
        string[] all =
        [
            $"{result.Input.Ids.Count} patients",
            Invariant($"{result.Input.FollowUp.EventCount} {result.Protocol.Outcome.Plural}, {result.Input.Features.ColumnCount} ")
                + Invariant($"features each"),
            second > 0 ? Invariant($"{second} contoured by a second reader") : "one reader",
        ];
        var sets = result.Sets.All.Select(s => Lines(s.Set, s.Value)).ToArray();
        var width = Math.Max(1, sets.Length) * (BoxWidth + 40);
        var canvas = new Canvas(width, 226);
        Box(canvas, width / 2, 10, all);
        for (var k = 0; k < sets.Length; k++)
        {
            var x = (width / sets.Length * (k + 0.5));
            canvas.Line(width / 2, 10 + Height(3), width / 2, 96);
            canvas.Line(width / 2, 96, x, 96);
            canvas.Line(x, 96, x, 118);
            canvas.Polygon([new Pt(x - 4, 111), new Pt(x + 4, 111), new Pt(x, 119)], Palette.Ink);
            Box(canvas, x, 119, sets[k]);
        }
        return canvas.ToFigure("Flow of the cohort", string.Join("; ", all.Concat(sets.SelectMany(s => s))));
    }

    private string[] Lines(string name, StudySet set)
    {
        var lines = new List<string>
        {
            ReportText.Set(name) + " set",
            Invariant($"{set.Rows.Count} patients, {set.FollowUp.EventCount} {result.Protocol.Outcome.Plural}"),
        };
        if (result.CutPoint is { } cut)
        {
            var counts = cut.Counts.All.First(c => c.Set == name).Value;
            lines.Add(Invariant($"{counts.Low} low, {counts.High} high Rad-score"));
        }
        var survival = result.Survival.All.First(s => s.Set == name).Value;
        var median = survival.Overall.Median.Time;
        lines.Add(
            "median survival "
                + (double.IsNaN(median) ? "not reached" : NumberText.WithUnit(NumberText.Fixed(median, 1), result.Protocol.TimeUnit))
        );
        return [.. lines];
    }

    private static double Height(int lines) => (lines * Line) + 14;

    private static void Box(Canvas canvas, double centre, double top, string[] lines)
    {
        canvas.Rectangle(centre - (BoxWidth / 2), top, BoxWidth, Height(lines.Length), "#f6f8fa", Palette.Grey);
        for (var k = 0; k < lines.Length; k++)
            canvas.Text(centre, top + 20 + (k * Line), lines[k], TextAnchor.Middle, 12, bold: k == 0);
    }
}
