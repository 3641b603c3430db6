#:project ../../src/Radiomics.Survival.Reporting/Radiomics.Survival.Reporting.csproj
#:project ../../src/Radiomics.Samples/Radiomics.Samples.csproj
#:property PublishAot=false

// A whole study of a table of features and a clinical table, and its report. Run: dotnet run docs/samples/task-4-study.cs
using Radiomics.Reporting;
using Radiomics.Samples;
using Radiomics.Studies;

// A cohort without patients, in the files that a real one would have.
var data = Directory.CreateTempSubdirectory("task-4-").FullName;
SimulatedCohort.Create().Write(data);
string features = Path.Combine(data, "features.csv.gz"), clinical = Path.Combine(data, "cohort.csv"), output = Path.Combine(data, "out");

StudyProtocol protocol = StudyProtocol.Default with
{
    Outcome = "progression",
    TimeUnit = "months",
    Bootstraps = 10,
    Columns = new StudyColumns { Split = "set" },
};
StudyResult study = Study.Run(StudyInput.Read(features, clinical, protocol), protocol);
Console.WriteLine(study);
study.Save(output);
WrittenReport report = StudyReport.Write(study, output);

// Checks itself: the two groups of the log-rank test share the training events among them, and the report speaks of progression.
var test = study.Survival.Training.Groups!.LogRank;
var good = Math.Abs(test.Observed.Sum() - test.Expected.Sum()) < 1e-9 && test.Observed.Sum() == study.Sets.Training.FollowUp.EventCount;
good &=
    File.Exists(Path.Combine(output, "study.json")) && File.ReadAllText(report.Page)
        .Contains("progression", StringComparison.OrdinalIgnoreCase);
Directory.Delete(data, recursive: true);
return good ? 0 : 1;
