using System.Globalization;
using System.Net;
using Nomogram.HccSbrt;
using Radiomics.Features.Extraction;
using Radiomics.Imaging;
using Radiomics.Reporting.Pictures;
using Survival.Models.Prognosis;

namespace Radiomics.Cli.Demo;

/// <summary>One page that holds everything itself: the slice with its contour, the Rad-score and its parts, the prediction, the
/// features.</summary>
internal static class DemoReport
{
    private const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; max-width: 72rem; margin: 0 auto; padding: 1.5rem; }
        h1 { font-size: 1.6rem; margin: 0 0 .3rem } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem }
        .note { background: #fff6e0; border-left: .3rem solid #e69f00; padding: .6rem .9rem; margin: 1rem 0 }
        .pictures { display: flex; flex-wrap: wrap; gap: 1rem } figure { margin: 0; flex: 1 1 24rem } img { width: 100%; background: #000 }
        figcaption { font-size: .9rem; color: #555 }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums } td, th { padding: .2rem .8rem .2rem 0; text-align: left; border-bottom: 1px solid #ddd }
        td.n, th.n { text-align: right } details { margin-top: 1rem } .scroll { overflow-x: auto }
        """;

    /// <summary>The largest slice with the contour.</summary>
    public static SlicePicture Picture(Case input) => SlicePicture.Draw(input.Image, input.Regions[0].Mask);

    public static void Write(TextWriter page, Case input, FeatureSet features, Prediction prediction)
    {
        var mask = input.Regions[0].Mask;
        page.Write(
            $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                + $"content=\"width=device-width\"><title>Radiomics demo</title><style>{Style}</style></head><body>\n"
        );
        page.Write("<h1>From a CT and its contour to a Rad-score</h1>\n");
        page.Write($"<p class=\"note\"><b>A generated image, not a patient.</b> {Text(PublishedModel.Disclaimer)}</p>\n");

        page.Write("<div class=\"pictures\">\n");
        Figure(
            page,
            Picture(input),
            Invariant($"Slice {SlicePicture.LargestSlice(mask) + 1} of {input.Image.Size.Z}, window 400 HU at 40 HU; the contour ")
                + $"'{input.Regions[0].Name}' in orange."
        );
        Figure(page, SlicePicture.Draw(input.Image, mask, view: Around(input.Image, mask)), "The region, enlarged.");
        page.Write("</div>\n");

        page.Write("<h2>Rad-score</h2>\n");
        page.Write(
            $"<p>{Number(prediction.Score!.Value, "0.0000")}: the group of <b>{(prediction.IsHighScore is true ? "high" : "low")} "
                + $"Rad-score</b> (high from {Number(PublishedModel.CutOff, "0.00")} on). Standardised on "
                    + $"{Text(prediction.Model.Signature!.Scaler!.Source)}, "
                    + $"because the paper publishes no means and standard deviations.</p>\n"
        );
        page.Write(
            "<div class=\"scroll\"><table><tr><th>feature</th><th class=\"n\">value</th><th class=\"n\">z-score</th><th "
                + "class=\"n\">weight</th><th class=\"n\">contribution</th></tr>\n"
        );
        foreach (var part in prediction.Features)
            page.Write(
                $"<tr><td>{Text(part.Feature)}</td><td class=\"n\">{Number(part.Value, "G6")}</td><td "
                    + $"class=\"n\">{Number(part.ZScore, "0.000")}</td><td class=\"n\">{Number(part.Weight, "0.0000")}</td><td "
                        + $"class=\"n\">{Number(part.Contribution, "0.0000")}</td></tr>\n"
            );
        page.Write("</table></div>\n");

        page.Write(
            "<h2>Prediction</h2>\n<div class=\"scroll\"><table><tr><th>predictor</th><th>value</th><th class=\"n\">points</th></tr>\n"
        );
        foreach (var part in prediction.Predictors)
            page.Write(
                $"<tr><td>{Text(part.Label)}</td><td>{Text(part.Value)}</td><td class=\"n\">{Number(part.Points, "0.0")}</td></tr>\n"
            );
        page.Write($"<tr><th>total</th><th></th><th class=\"n\">{Number(prediction.TotalPoints, "0.0")}</th></tr></table></div>\n");
        var hazard = prediction.RelativeHazard;
        page.Write(
            $"<p>Hazard {Number(hazard.Estimate, "0.00")} times that of the reference patient (95% {Number(hazard.Lower, "0.00")} to "
                + $"{Number(hazard.Upper, "0.00")}). No absolute survival: the paper publishes no baseline. Child-Pugh class and dose "
                    + $"are made up for the demo.</p>\n"
        );
        foreach (var warning in prediction.Warnings)
            page.Write($"<p class=\"note\">{Text(warning)}</p>\n");

        page.Write("<h2>Image and region</h2>\n");
        var (spacing, size) = (input.Image.Geometry.Spacing, input.Image.Size);
        page.Write(
            $"<p>{size} voxels of {Number(spacing.X, "0.###")} x {Number(spacing.Y, "0.###")} x {Number(spacing.Z, "0.###")} mm; region "
                + Invariant(
                    $"of {mask.VoxelCount} voxels, {Number(mask.VoxelCount * spacing.X * spacing.Y * spacing.Z / 1000, "0.0")} ml.</p>\n"
                )
        );
        page.Write($"<details><summary>All {features.Count} features</summary><div class=\"scroll\"><table>\n");
        foreach (var (name, value) in features)
            page.Write($"<tr><td>{Text(name)}</td><td class=\"n\">{Number(value, "R")}</td></tr>\n");
        page.Write("</table></div></details>\n<details><summary>What the paper leaves out or contradicts itself in</summary><ul>\n");
        foreach (var caveat in PublishedModel.Caveats)
            page.Write($"<li>{Text(caveat)}</li>\n");
        page.Write($"</ul></details>\n<p>{Text(PublishedModel.Citation)}</p>\n</body></html>\n");
    }

    private static void Figure(TextWriter page, SlicePicture picture, string caption) =>
        page.Write(
            Invariant($"<figure><img alt=\"\" width=\"{picture.Width}\" height=\"{picture.Height}\" style=\"height:auto\" ")
                + $"src=\"{picture.ToDataUri()}\"><figcaption>{Text(caption)}</figcaption></figure>\n"
        );

    // A square about the region with half its size as margin.
    private static Region Around(Volume image, Mask mask)
    {
        var box = mask.BoundingBox;
        var side = Math.Min(Math.Min(image.Size.X, image.Size.Y), 2 * Math.Max(box.Size.X, box.Size.Y));
        var x = Math.Clamp(box.Start.X + (box.Size.X - side) / 2, 0, image.Size.X - side);
        var y = Math.Clamp(box.Start.Y + (box.Size.Y - side) / 2, 0, image.Size.Y - side);
        return new Region(new VoxelIndex(x, y, 0), new GridSize(side, side, 1));
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
