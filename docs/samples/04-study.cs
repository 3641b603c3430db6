#:project ../../src/Radiomics.Survival.Reporting/Radiomics.Survival.Reporting.csproj
#:project ../../src/Radiomics.Samples/Radiomics.Samples.csproj
#:property PublishAot=false
#:property TreatWarningsAsErrors=false

// The whole study on a simulated cohort, and its report: one HTML file. Run: dotnet run docs/samples/04-study.cs
using Radiomics;
using Radiomics.Reporting;
using Radiomics.Samples;
using Radiomics.Studies;
using Survival.Models.Statistics;

var folder = Directory.CreateTempSubdirectory("study-").FullName;
SimulatedCohort.Create().Write(folder);
var input = StudyInput.Read(
    Path.Combine(folder, "features.csv.gz"),
    Path.Combine(folder, "cohort.csv"),
    new StudyColumns { Split = "set", Folds = "foldid" },
    Path.Combine(folder, "features_reader2.csv")
);
var study = Study.Run(input, HccSbrtProtocol.Value with { Bootstraps = 10 });
var report = StudyReport.Write(
    study,
    Path.Combine(folder, "report"),
    new ReportOptions
    {
        Title = "A simulated study",
        Simulated = true,
        Dpi = 120,
    }
);

var model = study.Model!;
Console.WriteLine($"{model.Signature!.Terms.Count} features in the signature; {report.Files.Count} files, {report.Page}");
foreach (var (set, concordance) in study.Concordance!.All)
    Console.WriteLine($"{set}: C-index {concordance.Models[^1].Harrell.Index:0.00}");

// Checks itself. The log-rank test's groups share the events among them: observed and expected have one sum.
var test = study.Survival.Training.Groups!.LogRank;
var good = Math.Abs(test.Observed.Sum() - test.Expected.Sum()) < 1e-9 && test.Observed.Sum() == study.Sets.Training.FollowUp.EventCount;

// A cohort's martingale residuals sum to 0: events = the sum of each patient's expected events.
good &= Math.Abs(study.Models!.Final.Model.MartingaleResiduals().Sum()) < 1e-8;

// The published Table 1 prints p = 0.47 for Child-Pugh class (62 A, 33 B in training; 24 A, 18 B in validation).
good &= Math.Round(ContingencyTest.ChiSquare(new[,] { { 62, 24 }, { 33, 18 } }).PValue, 2) == 0.47;

// The report holds itself: no request for anything outside it.
var html = File.ReadAllText(report.Page);
good &= !html.Contains("src=\"http", StringComparison.Ordinal) && html.Contains("SIMULATED", StringComparison.OrdinalIgnoreCase);
Directory.Delete(folder, recursive: true);
return good ? 0 : 1;
