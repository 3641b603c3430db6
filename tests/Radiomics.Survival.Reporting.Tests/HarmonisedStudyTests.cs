using System.Globalization;
using System.Text;
using Radiomics.Studies;
using Survival.Models.Resampling;

namespace Radiomics.Reporting.Tests;

/// <summary>A study of three scanners, with competing events and a factor that some patients lack: the report says so where it says
/// what was done.</summary>
public sealed class HarmonisedStudyTests : IDisposable
{
    private const int Patients = 150;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("combat-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_printed_signature_gives_the_scores_of_values_as_they_were_measured()
    {
        var study = Run();
        Assert.NotNull(study.Harmonisation);
        Assert.NotEmpty(study.Signature);
        var table = StudyReport.Tables(study).Single(t => t.Name == "signature");
        Assert.Equal(["Feature", "Weight", "scanner", "Mean by scanner", "SD by scanner"], table.Header);
        var features = study.Input.Features;
        var largest = 0.0;
        for (var i = 0; i < Patients; i++)
        {
            var (score, feature, weight) = (0.0, "", 0.0);
            foreach (var row in table.Rows)
            {
                if (row[0].Length > 0)
                    (feature, weight) = (row[0], Number(row[1]));
                if (row[2] == $"S{i % 3}")
                    score += weight * (features.Column(features.IndexOf(feature))[i] - Number(row[3])) / Number(row[4]);
            }
            largest = Math.Max(largest, Math.Abs(score - study.RadScore![i]));
        }
        // Printed numbers have three digits or more; scores have a standard deviation of about 1.
        Assert.True(largest < 0.02, $"The printed formula is off by {largest}.");
    }

    [Fact]
    public void Methods_and_standards_say_how_features_were_harmonised_and_who_is_in_each_model()
    {
        var study = Run();
        var html = StudyReport.ToHtml(study, cancellationToken: TestContext.Current.CancellationToken);
        const string ComBat = "(3 levels) by ComBat (parametric priors, means and variances, no "
            + "covariates), fitted to the training set and applied to all patients.";
        // Methods, TRIPOD+AI 7, 12b and 12d, CLEAR 32.
        Assert.True(html.Split(ComBat).Length > 5);
        var competing = study.Input.Competing!.Count(c => c);
        Assert.Contains($"censored at last follow-up; a competing event ({competing} patients) is counted in incidences", html,
            StringComparison.Ordinal);

        // Every tenth patient has no marker, which takes its patients out of the models that it enters.
        var known = study.Sets.Training.Rows.Count(r => r % 10 != 0);
        Assert.Equal(known, study.Cox.Multivariable!.RowCount);
        var foot = StudyReport.Tables(study).Single(t => t.Name == StudyTables.CoxModelsName).Note;
        Assert.Contains($"The multivariable model is fitted to {known} patients with ", foot, StringComparison.Ordinal);
        Assert.Contains(study.Notes, n => n.Message.StartsWith(
            $"The multivariable model is fitted to the {known} of {study.Sets.Training.Rows.Count} training patients",
            StringComparison.Ordinal));
    }

    // Its steps in a resample are those of the study: PipelineStep fits ComBat to the drawn patients.
    [Fact]
    public void The_foot_of_the_whole_procedure_says_what_was_repeated()
    {
        var foot = StudyReport.Tables(Run(resamples: 3)).Single(t => t.Name == "pipeline").Note;
        Assert.Contains("reproducibility, ComBat (fitted to the resample alone), scaling, selection, ", foot, StringComparison.Ordinal);
        Assert.Contains("C of groups: the C-index of the risk group", foot, StringComparison.Ordinal);
    }

    [Fact]
    public void Feet_say_which_columns_of_0_and_1_are_printed_as_no_and_yes()
    {
        string[] Feet(params StudyFactor[] factors) =>
        [
            .. StudyReport.Tables(Run(sex: true, factors: factors))
                .Where(t => t.Name is StudyTables.BaselineName or StudyTables.CoxModelsName).Select(t => t.Note),
        ];
        Assert.Equal(2, Feet().Count(f => f.EndsWith(" 0 and 1 of the data are printed as no and yes: sex.", StringComparison.Ordinal)));
        Assert.DoesNotContain(Feet(new StudyFactor("sex") { Label = "Male sex" }),
            f => f.Contains("printed as no and yes", StringComparison.Ordinal));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private StudyResult Run(int resamples = 0, bool sex = false, params StudyFactor[] factors)
    {
        var random = new Xoshiro256(21);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var clinic = new StringBuilder("id,months,state,scanner,marker" + (sex ? ",sex\n" : "\n"));
        var image = new StringBuilder("id,f0,f1,f2,f3,f4,f5\n");
        for (var i = 0; i < Patients; i++)
        {
            double[] x = [.. Enumerable.Range(0, 6).Select(_ => Normal())];
            var marker = Normal();
            var time = -Math.Log(1 - random.NextDouble()) * 15 / Math.Exp(x[0] - (0.8 * x[1]) + marker);
            var (other, end) = (-Math.Log(1 - random.NextDouble()) * 60, 6 + (30 * random.NextDouble()));
            var state = time < Math.Min(other, end) ? "relapse" : other < end ? "death" : "well";
            clinic.Append(CultureInfo.InvariantCulture, $"P{i},{Math.Min(time, Math.Min(other, end)) + 0.01:0.000},{state},S{i % 3},");
            clinic.Append(i % 10 == 0 ? "" : marker.ToString("0.000", CultureInfo.InvariantCulture));
            clinic.Append(sex ? Invariant($",{i / 3 % 2}\n") : "\n");
            // Each scanner has its own offset and gain.
            image.Append(CultureInfo.InvariantCulture, $"P{i},");
            var (offset, gain) = (10 + (2 * (i % 3)), 1 + (0.5 * (i % 3)));
            image.AppendJoin(',', x.Select(v => (offset + (gain * v)).ToString("R", CultureInfo.InvariantCulture)));
            image.Append('\n');
        }
        string At(string name) => Path.Combine(_folder.FullName, name);
        File.WriteAllText(At("clinic.csv"), clinic.ToString());
        File.WriteAllText(At("features.csv"), image.ToString());
        var protocol = StudyProtocol.Default with
        {
            Outcome = "relapse",
            TimeUnit = "months",
            Horizons = [6, 12],
            Bootstraps = 0,
            PipelineBootstraps = resamples,
            Factors = factors,
            Columns = new StudyColumns
            {
                Time = "months",
                Event = "state",
                EventValues = ["relapse"],
                CensoredValues = ["well"],
                CompetingValues = ["death"],
                Batch = "scanner",
            },
        };
        return Study.Run(StudyInput.Read(At("features.csv"), At("clinic.csv"), protocol), protocol,
            cancellationToken: TestContext.Current.CancellationToken);
    }
}
