using System.Globalization;
using System.Text;
using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Tests.Calculator;
using Radiomics.Studies;
using Survival.Models.Resampling;
using Survival.Models.Selection;

namespace Radiomics.Reporting.Tests;

/// <summary>A study whose factor, levels and features have names of 60 letters, some without a space, and others than Latin ones.</summary>
public sealed class LongNamesTests : IClassFixture<LongNamesTests.LongNames>
{
    private readonly LongNames _study;

    public LongNamesTests(LongNames study) => _study = study;

    [Theory]
    [InlineData(1280, Fonts.Installed)]
    [InlineData(1280, Fonts.Noto)]
    [InlineData(390, Fonts.DejaVu)]
    [InlineData(390, Fonts.Noto)]
    public async Task Nothing_overlaps_or_needs_to_be_pushed_aside(int width, Fonts fonts)
    {
        Assert.SkipUnless(Browser.Exists, Browser.Missing);
        Assert.SkipUnless(Browser.Has(fonts), $"The fonts {fonts} are not installed (Debian: apt-get install fonts-dejavu-core "
            + "fonts-noto-core).");
        var html = StudyReport.ToHtml(_study.Result, cancellationToken: TestContext.Current.CancellationToken)
            .Replace("default-src 'none';", "default-src 'none'; script-src 'unsafe-inline';", StringComparison.Ordinal);
        const string Pushed = "results.pushed = [...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth + 1)"
            + ".map(e => e.textContent.slice(0, 60));";
        var found = await Browser.RunAsync(html, BrowserScript.Labels + Pushed, width: width, fonts: fonts);
        BrowserScript.Check(found);
        Assert.Equal(0, found.GetProperty("overflow").GetInt32());
        // A desk has room for every table.
        if (width > 1000)
            Assert.Empty(found.GetProperty("pushed").EnumerateArray().Select(p => p.GetString()));
    }

    [Fact]
    public void No_level_is_left_without_its_name()
    {
        var nomogram = StudyReport.Figures(_study.Result, cancellationToken: TestContext.Current.CancellationToken)
            .Single(f => f.Name == "fig5_nomogram").Figure;
        var texts = nomogram.Shapes.OfType<TextShape>().Select(t => t.Text).ToList();
        Assert.All(LongNames.Levels, level => Assert.Contains(level, texts));
    }

    // What a column without a label is called does not depend on whether it has a unit.
    [Fact]
    public void A_unit_is_added_to_the_name_in_print()
    {
        var measured = _study.Result with
        {
            Protocol = _study.Result.Protocol with { Factors = [new StudyFactor("tumour_volume") { Unit = "mL" }] },
        };
        Assert.Equal("tumour volume", new StudyLabels(_study.Result).Of("tumour_volume"));
        Assert.Equal("tumour volume (mL)", new StudyLabels(measured).Of("tumour_volume"));
    }

    // The levels stand in the tables; in a sentence the factor alone is named, once a model.
    [Fact]
    public void Methods_name_a_factor_and_not_each_of_its_levels()
    {
        var html = StudyReport.ToHtml(_study.Result, cancellationToken: TestContext.Current.CancellationToken);
        var from = html.IndexOf("<tr><th>Clinical model and nomogram</th>", StringComparison.Ordinal);
        var row = html[from..html.IndexOf("</tr>", from, StringComparison.Ordinal)];
        Assert.Contains("Rad-score", row, StringComparison.Ordinal);
        Assert.DoesNotContain(" vs ", row, StringComparison.Ordinal);
    }

    [Fact]
    public void Letters_that_the_files_cannot_show_are_told()
    {
        var written = StudyReport.Write(
            _study.Result, _study.NewFolder(), new ReportOptions { FigureFormats = [FigureFormat.Svg, FigureFormat.Pdf] },
            TestContext.Current.CancellationToken);
        var note = Assert.Single(written.Notes);
        Assert.Contains("2 letters of the labels (\u5206 \u671F)", note, StringComparison.Ordinal);
        Assert.Contains("PDF a box", note, StringComparison.Ordinal);
        Assert.Empty(StudyReport.Write(
            _study.Result, _study.NewFolder(), new ReportOptions { FigureFormats = [FigureFormat.Svg] },
            TestContext.Current.CancellationToken).Notes);
    }

    // A clinical model of one factor of two levels has two different predictions: no smooth curve, at any horizon, in either set.
    [Fact]
    public void The_same_gap_of_several_sets_and_times_is_told_once()
    {
        var study = Study.Run(
            _study.Result.Input,
            _study.Result.Protocol with { Factors = [new StudyFactor("side")] },
            cancellationToken: TestContext.Current.CancellationToken);
        var note = Assert.Single(study.Notes, n => n.Message.Contains("smooth curve", StringComparison.Ordinal));
        Assert.StartsWith("clinical, smooth curve, train and validation at 6, 12, 18 months: ", note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_selector_than_the_LASSO_has_a_signature_too()
    {
        var study = Study.Run(
            _study.Result.Input,
            _study.Result.Protocol with { Selector = FeatureSelectors.Univariable() },
            cancellationToken: TestContext.Current.CancellationToken);
        var chosen = study.Selection!.Features;
        Assert.NotEmpty(chosen);
        var html = StudyReport.ToHtml(study, cancellationToken: TestContext.Current.CancellationToken);
        Assert.DoesNotContain("No signature", html, StringComparison.Ordinal);
        Assert.DoesNotContain("LASSO-Cox (alpha", html, StringComparison.Ordinal);
        Assert.Equal(chosen, StudyReport.Tables(study).Single(t => t.Name == "signature").Rows.Select(r => r[0]));
        Assert.Contains($"selected {chosen.Count}\n", study.ToString(), StringComparison.Ordinal);
        Assert.All(chosen, f => Assert.Contains(f, study.ToString(), StringComparison.Ordinal));
    }

    /// <summary>The study.</summary>
    public sealed class LongNames : IDisposable
    {
        private const int Patients = 150;
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("long-");

        public LongNames()
        {
            var random = new Xoshiro256(5);
            double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            string[] features =
                [.. Enumerable.Range(0, 8).Select(j => $"waveletHLHglszmLargeAreaLowGrayLevelEmphasis_normalised_of_{j:00}")];
            var clinic = new StringBuilder($"id,months,died,side,{Factor},\u5206\u671F\n");
            var image = new StringBuilder("id," + string.Join(',', features) + "\n");
            for (var i = 0; i < Patients; i++)
            {
                double[] x = [.. features.Select(_ => Normal())];
                var (level, other) = ((int)(3 * random.NextDouble()), random.NextDouble());
                var time = -Math.Log(1 - random.NextDouble()) * 15 / Math.Exp(x[0] - (0.8 * x[1]) + (1.2 * level));
                var end = 6 + (30 * random.NextDouble());
                clinic.Append(CultureInfo.InvariantCulture, $"P{i},{Math.Min(time, end) + 0.01:0.000},{(time <= end ? 1 : 0)},{i % 2},");
                clinic.Append(CultureInfo.InvariantCulture, $"{Levels[level]},{other:0.000}\n");
                image.Append($"P{i},").AppendJoin(',', x.Select(v => v.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
            }
            File.WriteAllText(At("clinic.csv"), clinic.ToString());
            File.WriteAllText(At("features.csv"), image.ToString());
            var protocol = StudyProtocol.Default with
            {
                Outcome = "death",
                TimeUnit = "months",
                Horizons = [6, 12, 18],
                Bootstraps = 0,
                PipelineBootstraps = 0,
                Columns = new StudyColumns { Time = "months", Event = "died" },
            };
            Result = Study.Run(StudyInput.Read(At("features.csv"), At("clinic.csv"), protocol), protocol);
        }

        public static string Factor => "Extracapsularextensionofthetumourwithoutanyseparatorinitsname";

        public static IReadOnlyList<string> Levels { get; } =
        [
            "poorly differentiated carcinoma after central pathology read",
            "well differentiated carcinoma after a central pathology read",
            "Xundifferentiatedcarcinomaofthelargecelltypewithoutseparator",
        ];

        public StudyResult Result { get; }

        public string NewFolder() => _folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;

        public void Dispose() => _folder.Delete(recursive: true);

        private string At(string name) => Path.Combine(_folder.FullName, name);
    }
}
