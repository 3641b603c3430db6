using System.Security.Cryptography;
using Radiomics.Samples;
using Radiomics.Studies;

namespace Radiomics.Reporting.Tests;

/// <summary>One study of a simulated cohort for all tests, and one of another shape: no validation, no second reader, an empty
/// signature.</summary>
public sealed class StudyFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("report-");

    public StudyFixture()
    {
        SimulatedCohort.Create().Write(_folder.FullName);
        string At(string name) => Path.Combine(_folder.FullName, name);
        var columns = new StudyColumns { Split = "set", Folds = "foldid" };
        Whole = Study.Run(
            StudyInput.Read(At("features.csv.gz"), At("cohort.csv"), columns, At("features_reader2.csv")),
            HccSbrtProtocol.Value with
            {
                Bootstraps = 20,
            }
        );
        // Of the second study an extraction's record lies beside the features, and lists them.
        const string extraction = """
            {"setting":{"resampledPixelSpacing":[1,1,0],"interpolator":"sitkLinear","binWidth":25},
             "imageType":{"Original":{},"LoG":{"sigma":[3.0],"binWidth":10}}}
            """;
        File.WriteAllText(At("run.json"), $$"""
            {"tool":"radiomics","version":"1.2.3+abc","extraction":{{extraction}},"outputs":[{"role":"features","sha256":"{{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(At("features.csv.gz"))))}}"}]}
            """);
        Small = Study.Run(
            StudyInput.Read(At("features.csv.gz"), At("cohort.csv")),
            HccSbrtProtocol.Value with
            {
                Bootstraps = 0,
                TrainOnAll = true,
                Lambda = LambdaRule.OneStandardError,
                LambdasFitted = 5,
                Horizons = [10],
                TimeUnit = "weeks",
            }
        );
    }

    public static ReportOptions Options { get; } =
        new()
        {
            Simulated = true,
            Title = "A & B <study>",
            Labels = new Dictionary<string, string> { ["ctp_b"] = "Child-Pugh \"B\"" },
        };

    public StudyResult Whole { get; }

    public StudyResult Small { get; }

    public string NewFolder() => _folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
