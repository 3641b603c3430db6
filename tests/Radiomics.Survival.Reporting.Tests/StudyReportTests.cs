using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Radiomics.Features.Extraction;
using Radiomics.Reporting.Pictures;
using Radiomics.Reporting.Standards;
using Radiomics.Reporting.Tests.Calculator;
using Radiomics.Studies;

namespace Radiomics.Reporting.Tests;

public sealed class StudyReportTests(StudyFixture study) : IClassFixture<StudyFixture>
{
    [Fact]
    public void Two_writings_are_the_same_bytes_and_hold_every_figure_twice()
    {
        var (first, second) = (study.NewFolder(), study.NewFolder());
        var page = StudyReport.Write(study.Whole, first, StudyFixture.Options, TestContext.Current.CancellationToken);
        StudyReport.Write(study.Whole, second, StudyFixture.Options, TestContext.Current.CancellationToken);
        Assert.Equal(Path.Combine(first, "report.html"), page.Page);
        Assert.Empty(page.Replaced);
        string[] files =
        [
            .. Directory
                .EnumerateFiles(first, "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(first, f))
                .Order(StringComparer.Ordinal),
        ];
        foreach (var file in files)
            Assert.Equal(File.ReadAllBytes(Path.Combine(first, file)), File.ReadAllBytes(Path.Combine(second, file)));
        string[] names =
        [
            "fig1_lasso",
            "fig2_spearman",
            "fig3_kaplan_meier",
            "fig4_time_roc",
            "fig5_nomogram",
            "fig6_calibration",
            "fig7_decision_curves",
            "fig8_waterfall",
            "fig9_forest",
        ];
        foreach (var name in names)
        {
            Assert.Contains(Path.Combine("figures", name + ".svg"), files);
            Assert.Contains(Path.Combine("figures", name + ".png"), files);
            Assert.Contains(Path.Combine("figures", name + ".pdf"), files);
        }
        foreach (
            var table in new[] { "table1_baseline", "table2_cox", "table3_concordance", "signature", "icc", "time_auc", "calibration" }
        )
            Assert.Contains(Path.Combine("tables", table + ".csv"), files);
    }

    // Saving a study and writing its report give some tables both; what a kill between them leaves must be no other.
    [Fact]
    public void A_table_of_one_name_is_the_same_whoever_writes_it()
    {
        var folder = study.NewFolder();
        study.Whole.Save(folder);
        var both = StudyReport.Tables(study.Whole, ReportOptions.Default)
            .Where(t => File.Exists(Path.Combine(folder, "tables", t.Name + ".csv"))).ToList();
        Assert.Equal(["external_table1", "table1_baseline", "table2_cox", "table3_concordance"], both.Select(t => t.Name).Order());
        foreach (var table in both)
            Assert.StartsWith(table.ToCsv().TrimEnd(), File.ReadAllText(Path.Combine(folder, "tables", table.Name + ".csv")));
    }

    [Fact]
    public void Beside_a_report_a_study_writes_no_tables()
    {
        var folder = study.NewFolder();
        Assert.DoesNotContain(study.Whole.Save(folder, tables: false), f => f.EndsWith(".csv", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(folder, "tables")));
    }

    [Fact]
    public void No_column_of_a_table_is_empty() =>
        Assert.All(
            StudyReport.Tables(study.Whole).Concat(StudyReport.Tables(study.Small)),
            t => Assert.All(Enumerable.Range(0, t.Header.Count), c => Assert.Contains(t.Rows, r => r[c].Length > 0)));

    [Fact]
    public void Figures_are_xml_that_refers_to_nothing_and_says_that_it_is_simulated()
    {
        foreach (var figure in StudyReport.Figures(study.Whole, StudyFixture.Options, TestContext.Current.CancellationToken))
        {
            var svg = XElement.Parse(figure.Figure.ToSvg());
            Assert.Equal("svg", svg.Name.LocalName);
            Assert.DoesNotContain(
                svg.Descendants(),
                e => e.Name.LocalName is "script" or "foreignObject" || e.Attributes().Any(a => a.Name.LocalName == "href")
            );
            // The style brings the font, in the file itself.
            var style = Assert.Single(svg.Descendants(), e => e.Name.LocalName == "style").Value;
            Assert.All(style.Split("url(").Skip(1), u => Assert.StartsWith("data:font/ttf;base64,", u, StringComparison.Ordinal));
            Assert.Contains("@font-face{font-family:'Radiomics Sans'", style, StringComparison.Ordinal);
            Assert.Contains(svg.Descendants(), e => e.Value.Contains("SIMULATED", StringComparison.Ordinal) && e.Name.LocalName == "text");
            Assert.Contains("SIMULATED", figure.Caption, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_numbers_are_those_of_study_json()
    {
        var json = study.Whole.ToJson()["steps"]!;
        var figures = StudyReport.Figures(study.Whole, cancellationToken: TestContext.Current.CancellationToken)
            .ToDictionary(f => f.Name, f => Words(f.Figure));
        var tables = StudyReport.Tables(study.Whole).ToDictionary(t => t.Name, t => t.ToCsv());

        var lasso = json["lasso"]!["values"]!["exact"]!;
        Assert.Contains(
            $"λ min = {G4(lasso["lambda_min"])}, log λ = {F(Math.Log((double)lasso["lambda_min"]!), 2)}",
            figures["fig1_lasso"],
            StringComparison.Ordinal
        );
        Assert.Contains($"λ 1se = {G4(lasso["lambda_1se"])}", figures["fig1_lasso"], StringComparison.Ordinal);
        var (features, weights) = (lasso["coef_min"]!["feature"]!.AsArray(), lasso["coef_min"]!["value"]!.AsArray());
        for (var k = 0; k < features.Count; k++)
            Assert.Contains($"{features[k]}  {F((double)weights[k]!, 4)}", figures["fig1_lasso"], StringComparison.Ordinal);

        foreach (var set in new[] { "train", "validation" })
        {
            foreach (var (model, values) in json["concordance"]!["values"]![set]!["models"]!.AsObject())
                Assert.Contains(
                    $"{F(values!["c"], 2)} ({F(values["lower"], 2)} to {F(values["upper"], 2)})",
                    tables["table3_concordance"],
                    StringComparison.Ordinal
                );
            // riskRegression's: cases have the event at or before the time, as in validate and in the Brier score; three have it at 6.0.
            var areas = json["time_auc"]!["values"]![set]!["score_auc"]!;
            Assert.Equal(9, areas["AUC"]!.AsArray().Count);
            for (var k = 0; k < 9; k++)
            {
                Assert.Contains(
                    $"{areas["times"]![k]} months: {F(areas["AUC"]![k], 2)} ({F(areas["lower"]![k], 2)} to {F(areas["upper"]![k], 2)})",
                    figures["fig4_time_roc"],
                    StringComparison.Ordinal
                );
            }
        }
    }

    [Fact]
    public void An_axis_far_beyond_the_follow_up_is_noted()
    {
        string[] Notes(double end) => [.. StudyReport.Write(
            study.Small, study.NewFolder(), StudyFixture.Options with { KaplanMeier = new() { End = end } },
            TestContext.Current.CancellationToken).Notes];
        var longest = study.Small.Input.FollowUp.Time.ToArray().Max();
        Assert.DoesNotContain(Notes(longest * 1.2), n => n.Contains("time axis", StringComparison.Ordinal));
        // Fifty times the follow-up: its curves fill a fiftieth of the axis.
        Assert.Contains("the curves fill 2%", Assert.Single(Notes(longest * 50)), StringComparison.Ordinal);
    }

    [Fact]
    public void Standards_have_all_their_items()
    {
        var standards = StudyStandards.Of(study.Whole).ToDictionary(s => s.Name);
        Assert.Equal(27, standards["TRIPOD+AI"].Items.Select(i => i.Number.TrimEnd('a', 'b', 'c', 'd', 'e', 'f', 'g')).Distinct().Count());
        Assert.Equal(52, standards["TRIPOD+AI"].Items.Count);
        Assert.Equal(
            Enumerable.Range(1, 58).Select(k => k.ToString(CultureInfo.InvariantCulture)),
            standards["CLEAR"].Items.Select(i => i.Number)
        );
        Assert.Equal(
            Enumerable.Range(1, 30).Select(k => k.ToString(CultureInfo.InvariantCulture)),
            standards["METRICS"].Items.Select(i => i.Number)
        );
        Assert.All(standards.Values, s => Assert.Contains(s.Items, i => i.Answer is null));
        // R's chisq.test corrects tables of two by two alone.
        Assert.Contains("counts; of two by two with Yates' correction",
            StudyReport.Tables(study.Whole).Single(t => t.Name == "table1_baseline").Note, StringComparison.Ordinal);
        // A table of features does not say what extracted them.
        Assert.Null(standards["METRICS"].Items.Single(i => i.Number == "12").Answer);
        Assert.DoesNotContain(
            standards.Values.SelectMany(s => s.Items), i => i.Answer?.Contains("provenance", StringComparison.Ordinal) == true);
        // Without a validation set nothing is compared with it, and without a bootstrap nothing is corrected.
        string? Small(string standard, string number) =>
            StudyStandards.Of(study.Small).Single(s => s.Name == standard).Items.Single(i => i.Number == number).Answer;
        Assert.Equal("There are no evaluation data.", Small("TRIPOD+AI", "16"));
        Assert.Equal("radiomics 1.2.3", Small("METRICS", "12"));
        Assert.Contains("run.json", Small("METRICS", "13"), StringComparison.Ordinal);
        // How the features were computed stands in that record.
        Assert.All(["22", "23", "25", "28"], n => Assert.Null(standards["CLEAR"].Items.Single(i => i.Number == n).Answer));
        Assert.Equal(
            "To 1 × 1 × (the image's own) mm; the image by sitkLinear, the mask by the nearest neighbour.", Small("CLEAR", "22"));
        Assert.Equal(
            "Bins of the fixed width 25, their edges at multiples of it; LoG: bins of the fixed width 10, their edges at multiples of it.",
            Small("CLEAR", "23"));
        Assert.StartsWith("radiomics 1.2.3, PyRadiomics' definitions; texture in space", Small("CLEAR", "25"), StringComparison.Ordinal);
        Assert.Equal("95% confidence intervals.", Small("CLEAR", "40"));
        Assert.Equal("None.", Small("METRICS", "26"));
        Assert.DoesNotContain("0 bootstrap", Small("METRICS", "22"), StringComparison.Ordinal);
        Assert.Contains("95 patients", standards["TRIPOD+AI"].Items.Single(i => i.Number == "20a").Answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ibsi-a", "None: the features are those of the images' own grids.",
        "Texture: fixed bin size, 25; intensity-volume histogram: intensities as they are.",
        "2D_avg, 2D_comb, 2_5D_avg, 2_5D_comb, at Chebyshev distance 1.")]
    [InlineData("ibsi-b", "To 2 × 2 × (the image's own) mm; the image by linear interpolation, rounded to whole intensities, the mask by "
        + "linear interpolation, from a share of 0.5 on.", "Texture: fixed bin number, 32; intensity-volume histogram: intensities as "
        + "they are.", "2D_avg, 2D_comb, 2_5D_avg, 2_5D_comb, at Chebyshev distance 1.")]
    [InlineData("ibsi-e", "To 2 × 2 × 2 mm; the image by cubic interpolation, rounded to whole intensities, the mask by linear "
        + "interpolation, from a share of 0.5 on.", "Texture: fixed bin number, 32; intensity-volume histogram: fixed bin number, 1000.",
        "3D_avg, 3D_comb, at Chebyshev distance 1.")]
    public void Settings_of_IBSI_answer_as_its_configurations_say(string preset, string resampling, string discretisation, string method)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            ExtractionSettings.Presets.Single(p => p.Name == preset).Settings.ToParameters().WriteTo(writer);
        var source = new StudySource("features", "features.csv", "") { ExtractedBy = "radiomics 1.2.3" };
        Assert.Null(ExtractionAnswers.Of(source));
        var answers = ExtractionAnswers.Of(source with { ExtractionParameters = Encoding.UTF8.GetString(stream.ToArray()) })!;
        Assert.Equal(resampling, answers.Resampling);
        Assert.Equal(discretisation, answers.Discretisation);
        Assert.EndsWith(method, answers.Method, StringComparison.Ordinal);
        // A filter of one's own, which this program does not know.
        Assert.Null(ExtractionAnswers.Of(source with { ExtractionParameters = """{"setting":{},"imageType":{"Mine":{}}}""" }));
    }

    [Fact]
    public void A_study_of_another_shape_has_a_report_too()
    {
        var page = StudyReport.ToHtml(study.Small, new ReportOptions { Title = "Small" }, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.DoesNotContain("SIMULATED", page, StringComparison.Ordinal);
        Assert.Contains("Time (weeks)", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusals_say_what()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            StudyReport.Write(study.Small, study.NewFolder(), new ReportOptions { Dpi = 0 }, TestContext.Current.CancellationToken)
        );
        Assert.Throws<ArgumentException>(() =>
            StudyReport.Write(study.Small, "", cancellationToken: TestContext.Current.CancellationToken)
        );
        Assert.Throws<OperationCanceledException>(() => StudyReport.ToHtml(study.Small, null, new CancellationToken(true)));
    }

    /// <summary>With the fonts of this machine, with Noto alone and with DejaVu alone, which is wider than all others: each label is as
    /// wide as it was measured, inside its figure and apart from all others.</summary>
    [Theory]
    [InlineData(false, 1280, Fonts.Installed)]
    [InlineData(true, 1280, Fonts.Installed)]
    [InlineData(false, 1280, Fonts.DejaVu)]
    [InlineData(false, 390, Fonts.Installed)]
    [InlineData(true, 390, Fonts.DejaVu)]
    [InlineData(false, 1280, Fonts.Noto)]
    public async Task In_a_browser_nothing_overlaps_and_nothing_is_asked_for(bool small, int width, Fonts fonts)
    {
        Assert.SkipUnless(Browser.Exists, Browser.Missing);
        Assert.SkipUnless(Browser.Has(fonts), $"The fonts {fonts} are not installed (Debian: apt-get install fonts-dejavu-core "
            + "fonts-noto-core).");
        var image = Imaging.Volume.Create(
            new Imaging.ImageGeometry(new Imaging.GridSize(24, 16, 2), new Imaging.Vector3D(1, 1, 1)),
            new short[24 * 16 * 2]
        );
        var options = StudyFixture.Options with
        {
            Slices = [(SlicePicture.Draw(image), "slice 1"), (SlicePicture.Draw(image, slice: 0), "slice 2")],
        };
        var html = StudyReport.ToHtml(small ? study.Small : study.Whole, options, TestContext.Current.CancellationToken);
        // The page's own policy forbids scripts; the test's one is let in, everything else stays forbidden.
        var opened = html.Replace("default-src 'none';", "default-src 'none'; script-src 'unsafe-inline';", StringComparison.Ordinal)
            .Replace("<details>", "<details open>", StringComparison.Ordinal);
        var found = await Browser.RunAsync(opened, BrowserScript.Labels, width: width, fonts: fonts);
        BrowserScript.Check(found);
        Assert.Equal(0, found.GetProperty("requests").GetInt32());
        Assert.Equal(0, found.GetProperty("overflow").GetInt32());
        Assert.True(found.GetProperty("figures").GetInt32() >= (small ? 4 : 11));
    }

    // What a figure says, line by line, with hyphens for minus signs; a label that is broken in two is read as one.
    private static string Words(Radiomics.Reporting.Drawing.Figure figure) =>
        string.Join(' ', figure.Shapes.OfType<Radiomics.Reporting.Drawing.TextShape>().Select(t => t.Text)).Replace('−', '-');

    private static string F(JsonNode? value, int digits) => F((double)value!, digits);

    private static string F(double value, int digits) =>
        (Math.Round(value, digits, MidpointRounding.AwayFromZero) + 0.0).ToString("F" + digits, CultureInfo.InvariantCulture);

    private static string G4(JsonNode? value) => ((double)value!).ToString("G4", CultureInfo.InvariantCulture);
}
