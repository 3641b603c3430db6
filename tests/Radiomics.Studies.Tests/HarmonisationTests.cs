using System.Globalization;
using Survival.Models;
using Survival.Models.Harmonisation;
using Survival.Models.Prognosis;

namespace Radiomics.Studies.Tests;

/// <summary>ComBat as a step of a study, and of the model that it leaves. ComBat itself is compared with sva's in
/// Survival.Models.Tests.</summary>
public sealed class HarmonisationTests : IDisposable
{
    private static readonly StudyColumns Columns = new() { Split = "set", Folds = "foldid", Batch = "scanner" };
    private readonly SmallCohort _cohort = new();

    public HarmonisationTests()
    {
        // Scanner B reads every feature 1.5 times as large and 3 above.
        _cohort.Set("scanner", (i, _) => i % 3 == 0 ? "B" : "A");
        for (var i = 1; i < _cohort.Features.Count; i++)
        {
            for (var j = 1; j < _cohort.Features[i].Count && (i - 1) % 3 == 0; j++)
                _cohort.Features[i][j] = (3 + (1.5 * double.Parse(_cohort.Features[i][j], CultureInfo.InvariantCulture))).ToString(
                    "R",
                    CultureInfo.InvariantCulture
                );
        }
    }

    public void Dispose() => _cohort.Dispose();

    private static StudyProtocol Protocol => HccSbrtProtocol.Value with { Bootstraps = 0, Columns = Columns };

    [Fact]
    public void The_signature_is_of_features_harmonised_as_the_training_patients_have_it()
    {
        var study = Study.Run(_cohort.Read(Columns), Protocol);
        var (input, training) = (study.Input, study.Sets.Training.Rows.ToArray());
        var batches = input.Clinical.Texts("scanner").Select(b => b!).ToArray();
        var combat = ComBat.Fit(input.Features.SelectRows(training), [.. training.Select(i => batches[i])]);
        var harmonised = combat.Apply(input.Features, batches);
        Assert.Equal(["A", "B"], study.Harmonisation!.Model.Batches);
        Assert.DoesNotContain(study.Cox.Univariable, f => f.Name.StartsWith("scanner", StringComparison.Ordinal));
        Assert.Contains(study.Notes, n => n.Step == "combat" && n.Message.Contains("harmonised over 'scanner'", StringComparison.Ordinal));
        for (var j = 0; j < study.Scale!.Features.Count; j++)
            Assert.Equal(
                training.Average(i => harmonised[i, harmonised.IndexOf(study.Scale.Features[j])]),
                study.Scale.MeanOf(study.Scale.Features[j]),
                1e-9 * Math.Abs(study.Scale.MeanOf(study.Scale.Features[j]))
            );
        var signature = study.Model!.Signature!;
        Assert.NotEmpty(signature.Terms);
        for (var i = 0; i < batches.Length; i++)
        {
            var score = 0.0;
            foreach (var (feature, weight) in signature.Terms)
            {
                score += weight * (harmonised[i, harmonised.IndexOf(feature)] - study.Scale.MeanOf(feature))
                    / study.Scale.StandardDeviationOf(feature);
            }
            Assert.Equal(score, study.RadScore![i], 1e-9);
        }
        var steps = study.ToJson()["steps"]!;
        Assert.Equal("scanner", (string?)steps["combat"]!["options"]!["column"]);
        Assert.Equal(2, steps["combat"]!["values"]!["batches"]!.AsArray().Count);
    }

    /// <summary>Against a reference batch, its own patients keep their values; a reference that is no batch is refused.</summary>
    [Fact]
    public void A_reference_batch_stays_as_it_is()
    {
        var protocol = Protocol with
        {
            Harmonisation = new ComBatOptions { ReferenceBatch = "A", MeanOnly = true, IsParametric = false },
        };
        Assert.Equal(protocol.Harmonisation, StudyProtocol.Parse(protocol.ToYaml()).Harmonisation);
        var study = Study.Run(_cohort.Read(Columns), protocol);
        var effects = study.Harmonisation!.Model;
        Assert.Equal("A", effects.ReferenceBatch);
        Assert.All(effects.FeatureNames, f => Assert.Equal((1, 0), effects.Line("A", f)));
        Assert.All(effects.FeatureNames.Except(effects.Unchanged), f => Assert.Equal(1, effects.Line("B", f).Slope, 1e-12));
        var call = (string?)study.ToJson()["steps"]!["combat"]!["options"]!["call"];
        Assert.StartsWith("ComBat (empirical priors, means only, reference batch 'A', no covariates)", call, StringComparison.Ordinal);

        var other = Protocol with { Harmonisation = new ComBatOptions { ReferenceBatch = "Z" } };
        var refused = Assert.Throws<StudyInputException>(() => Study.Run(_cohort.Read(Columns), other));
        Assert.Contains("'Z' is no 'scanner' of a training patient.", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("The batches are: A, B.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_saved_model_harmonises_patients_of_known_batches_and_refuses_others()
    {
        var study = Study.Run(_cohort.Read(Columns), Protocol);
        var folder = _cohort.PathOf("out");
        study.Save(folder);
        var model = PrognosticModel.Load(Path.Combine(folder, "model.json"));
        var (clinical, features) = (SurvivalTable.ReadCsv(_cohort.WriteClinical()), SurvivalTable.ReadCsv(_cohort.WriteFeatures()));
        var predicted = model.Predict(clinical, features);
        var scores = study.Input.Ids.Zip(study.RadScore!).ToDictionary(p => p.First, p => p.Second);
        Assert.All(predicted, p => Assert.Equal(scores[p.Id], p.Score));

        _cohort.Set("scanner", (i, row) => i == 4 ? "C" : _cohort.Cell(row, "scanner"));
        var unknown = Assert.Throws<PatientInputException>(() => model.Predict(SurvivalTable.ReadCsv(_cohort.WriteClinical()), features));
        Assert.Contains("'C', whose effect on the features is not known; A, B are", unknown.Message, StringComparison.Ordinal);
        _cohort.Set("scanner", (i, row) => i == 4 ? "" : _cohort.Cell(row, "scanner"));
        Assert.Contains(
            "'scanner' is missing",
            Assert.Throws<PatientInputException>(() => model.Predict(SurvivalTable.ReadCsv(_cohort.WriteClinical()), features)).Message,
            StringComparison.Ordinal
        );
        _cohort.Keep([.. _cohort.Clinical[0].Where(c => c != "scanner")]);
        Assert.Contains(
            "has no column 'scanner'",
            Assert.Throws<PatientInputException>(() => model.Predict(SurvivalTable.ReadCsv(_cohort.WriteClinical()), features)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "harmonised over 'scanner'",
            Assert.Throws<IncompleteModelException>(() => model.Signature!.Score(new Dictionary<string, double>())).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_batch_without_training_patients_is_refused_by_name()
    {
        var set = _cohort.Clinical[0].IndexOf("set");
        _cohort.Set("scanner", (i, row) => row[set].StartsWith("train", StringComparison.Ordinal) ? (i % 2 == 0 ? "A" : "B") : "north");
        var refusal = Assert.Throws<StudyInputException>(() => Study.Run(_cohort.Read(Columns), Protocol));
        Assert.Contains("'north', which no training patient has", refusal.Message, StringComparison.Ordinal);
        _cohort.Set("scanner", (_, _) => "A");
        Assert.Contains(
            "one batch only",
            Assert.Throws<StudyInputException>(() => Study.Run(_cohort.Read(Columns), Protocol)).Message,
            StringComparison.Ordinal
        );
        _cohort.Set(
            "scanner",
            (i, _) =>
                i == 7 ? ""
                : i % 2 == 0 ? "A"
                : "B"
        );
        Assert.Contains(
            "row 8 (line 9) has no 'scanner'",
            Assert.Throws<StudyInputException>(() => Study.Run(_cohort.Read(Columns), Protocol)).Message,
            StringComparison.Ordinal
        );
        var other = Protocol with { Columns = Columns with { Batch = "scaner" } };
        Assert.Contains(
            "Did you mean 'scanner'",
            Assert.Throws<StudyInputException>(() => Study.Run(_cohort.Read(Columns), other)).Message,
            StringComparison.Ordinal
        );
    }
}
