using System.Xml.Linq;
using Nomogram.HccSbrt;
using Radiomics.Features.Extraction;
using Radiomics.Reporting.Figures;
using Radiomics.Samples;
using Radiomics.Studies;
using Survival.Models;
using Survival.Models.Cox;
using Survival.Models.Discrimination;
using Survival.Models.NonParametric;
using Survival.Models.Penalised;
using Survival.Models.Prognosis;
using Survival.Models.Resampling;

namespace Radiomics.Reporting.Tests.Notebooks;

/// <summary>What a notebook shows of each kind of result. The numbers are R's for the textbooks' remission data
/// (docs/samples/03-survival.cs).</summary>
public sealed class FormatterTests
{
    private static readonly double[] Time =
    [
        6,
        6,
        6,
        6,
        7,
        9,
        10,
        10,
        11,
        13,
        16,
        17,
        19,
        20,
        22,
        23,
        25,
        32,
        32,
        34,
        35,
        1,
        1,
        2,
        2,
        3,
        4,
        4,
        5,
        5,
        8,
        8,
        8,
        8,
        11,
        11,
        12,
        12,
        15,
        17,
        22,
        23,
    ];
    private static readonly int[] Group = [.. Enumerable.Range(0, 42).Select(i => i < 21 ? 0 : 1)];
    private static readonly SurvivalData Data = SurvivalData.Create(
        Time,
        [.. Time.Select((_, i) => i >= 21 || i is 0 or 1 or 2 or 4 or 6 or 9 or 10 or 14 or 15)]
    );
    private static readonly DesignMatrix Design = DesignMatrix.FromColumns(("placebo", [.. Group.Select(g => (double)g)]));

    [Fact]
    public void Cox() => Shows(CoxModel.Fit(Data, Design), "42 rows, 30 events", "placebo", "1.57213");

    [Fact]
    public void Curve() => Shows(KaplanMeier.Fit(Data, Group)[0], "21 rows, 9 events", "0.448179", "Median 23 (16 to not reached)");

    [Fact]
    public void Log_rank() => Shows(LogRank.Test(Data, Group), "chi-square 16.7929 on 1 df");

    [Fact]
    public void Concordance_index() => Shows(Concordance.Estimate(Data, Design.Column(0)), "0.690042");

    [Fact]
    public void A_nomogram() =>
        Shows(CoxNomogram.Build([NomogramVariable.Categorical("treatment", ("a<b", 0), ("placebo", 0.5))], 0, (0, 1)), "a&lt;b", "100");

    [Fact]
    public void Cross_validation() => Shows(CoxNet.CrossValidate(Data, Design, Folds.Random(42, 5, 1)), "minimum", "1 SE", "placebo");

    [Fact]
    public void A_prediction()
    {
        var patient = new HccSbrtPatient(0.2, TumourSize.FromCentimetres(8), ChildPugh.B, Bed.FromGray(72));
        Shows(new HccSbrtNomogram().Predict(patient), "High Rad-score", "No overall survival", "research use only");
        Shows(
            new HccSbrtNomogram().Predict(patient, BaselineHazard.Supplied("our clinic", [12], [0.6])),
            "overall survival at 12 months",
            "our clinic"
        );
    }

    [Fact]
    public void Features()
    {
        var phantom = AbdominalPhantom.Create(columns: 64, slices: 32);
        var features = new FeatureExtractor(ExtractionSettings.PyRadiomicsDefault).Extract(phantom.Image, phantom.TumourMask());
        Shows(features, $"{features.Count} features", "original", "shape_MeshVolume");
    }

    [Fact]
    public void A_figure() => Shows(LassoFigure.Draw(CoxNet.CrossValidate(Data, Design, Folds.Random(42, 5, 1))), "<svg ", "lambda");

    [Fact]
    public void A_study()
    {
        var folder = Directory.CreateTempSubdirectory("study-");
        try
        {
            SimulatedCohort.Create().Write(folder.FullName);
            var input = StudyInput.Read(
                Path.Combine(folder.FullName, "features.csv.gz"),
                Path.Combine(folder.FullName, "cohort.csv"),
                new StudyColumns { Split = "set", Folds = "foldid" },
                Path.Combine(folder.FullName, "features_reader2.csv")
            );
            var study = Study.Run(
                input,
                HccSbrtProtocol.Value with
                {
                    Bootstraps = 2,
                },
                cancellationToken: TestContext.Current.CancellationToken
            );
            Shows(study, "patients", "95", "42", "Signature:", "C-index, nomogram");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Other_types_are_left_to_the_notebook() => Assert.Null(Notebook.Html("text"));

    private static void Shows(object value, params string[] parts)
    {
        var html = Notebook.Html(value);
        Assert.NotNull(html);
        _ = XElement.Parse(html); // well formed
        Assert.All(parts, part => Assert.Contains(part, html, StringComparison.Ordinal));
    }
}
