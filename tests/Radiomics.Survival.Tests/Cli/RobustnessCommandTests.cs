using System.Text.Json;
using Radiomics.Imaging;
using Radiomics.Imaging.Formats;
using Radiomics.Imaging.Perturbations;
using Survival.Models.Prognosis;

namespace Radiomics.Tests.Cli;

public sealed class RobustnessCommandTests
{
    // Balls of different size and brightness in noise.
    private static string Cohort(TemporaryFolder folder, int cases)
    {
        const int n = 26;
        var lines = new List<string> { "id,image,mask" };
        for (var c = 0; c < cases; c++)
        {
            var geometry = new ImageGeometry(new GridSize(n, n, n), new Vector3D(2, 2, 2));
            double Radius(int i) => Math.Sqrt(Math.Pow(i % n - 12.5, 2) + Math.Pow(i / n % n - 12.5, 2) + Math.Pow(i / n / n - 12.5, 2));
            var radius = 6 + c * 0.7;
            var flat = Volume.Create(geometry,
                Enumerable.Range(0, n * n * n).Select(i => Radius(i) < radius ? 100.0 + 40 * c : 0).ToArray());
            ImageFile.WriteVolume(ImageNoise.Add(flat, 4, (ulong)c), folder.PathOf($"image{c}.nrrd"));
            ImageFile.WriteVolume(
                Volume.Create(geometry, Enumerable.Range(0, n * n * n).Select(i => (byte)(Radius(i) < radius ? 1 : 0)).ToArray()),
                folder.PathOf($"mask{c}.nrrd"));
            lines.Add($"case {c},image{c}.nrrd,mask{c}.nrrd");
        }
        File.WriteAllLines(folder.PathOf("manifest.csv"), lines);
        File.WriteAllText(folder.PathOf("params.yaml"),
            "setting: {binCount: 8}\nfeatureClass: {firstorder: [Mean, Skewness], shape: [MeshVolume]}");
        return folder.PathOf("manifest.csv");
    }

    /// <summary>
    /// Means differ by 40 between cases and by a few between perturbations: they hold. The skewness of noise about one value is noise: it
    /// does not.
    /// </summary>
    [Fact]
    public async Task Features_that_hold_are_listed_and_do_not_depend_on_threads()
    {
        using var folder = new TemporaryFolder();
        var manifest = Cohort(folder, 5);
        string[] asked = ["robustness", manifest, "--params", folder.PathOf("params.yaml"), "--noise", "--rotate=-5,5", "--volume=-0.1",
            "--contour"];
        var (code, output, error) = await Tool.RunAsync([.. asked, "-o", folder.PathOf("one"), "-j", "1"]);
        Assert.True(code == 0, error);
        Assert.Contains("of 3 features hold under 2 perturbations of 5 subjects", output, StringComparison.Ordinal);
        var kept = await File.ReadAllLinesAsync(folder.PathOf("one/robust_features.txt"), TestContext.Current.CancellationToken);
        Assert.Contains("original_firstorder_Mean", kept);
        Assert.DoesNotContain("original_firstorder_Skewness", kept);
        await Tool.RunAsync([.. asked, "-o", folder.PathOf("two"), "-j", "3"]);
        foreach (var name in new[] { "perturbed.csv", "robustness.csv", "robust_features.txt", "failures.csv" })
            Assert.Equal(await File.ReadAllBytesAsync(folder.PathOf($"one/{name}"), TestContext.Current.CancellationToken),
                await File.ReadAllBytesAsync(folder.PathOf($"two/{name}"), TestContext.Current.CancellationToken));
        Assert.Equal(11, (await File.ReadAllLinesAsync(folder.PathOf("one/perturbed.csv"), TestContext.Current.CancellationToken)).Length);
    }

    /// <summary>The list that the command writes goes into a study by its flag, which says so in study.json; a feature that does not
    /// hold goes no further.</summary>
    [Fact]
    public async Task The_list_stands_in_a_study_in_place_of_a_second_reader()
    {
        using var folder = new TemporaryFolder();
        var manifest = Cohort(folder, 5);
        var (code, _, error) = await Tool.RunAsync(
            "robustness",
            manifest,
            "--params",
            folder.PathOf("params.yaml"),
            "--noise",
            "--rotate=-5,5",
            "--volume=-0.1",
            "--contour",
            "-o",
            folder.PathOf("robust")
        );
        Assert.True(code == 0, error);
        var kept = await File.ReadAllLinesAsync(folder.PathOf("robust/robust_features.txt"), TestContext.Current.CancellationToken);

        // A cohort with the same features: 60 patients, the hazard grows with the mean.
        var (features, clinical) = (
            new List<string> { "id,original_shape_MeshVolume,original_firstorder_Mean,original_firstorder_Skewness" },
            new List<string> { "id,time,event,stage" }
        );
        for (var i = 0; i < 60; i++)
        {
            var mean = i * 37 % 61;
            features.Add(FormattableString.Invariant($"p{i},{i * 17 % 59},{mean},{i * 23 % 53}"));
            clinical.Add(FormattableString.Invariant($"p{i},{70 - mean + i % 7},{(i % 4 == 0 ? 0 : 1)},{(i % 2 == 0 ? "I" : "II")}"));
        }
        await File.WriteAllLinesAsync(folder.PathOf("features.csv"), features, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(folder.PathOf("clinical.csv"), clinical, TestContext.Current.CancellationToken);
        string[] asked =
        [
            "study",
            "--features",
            folder.PathOf("features.csv"),
            "--clinical",
            folder.PathOf("clinical.csv"),
            "--robust-features",
            folder.PathOf("robust/robust_features.txt"),
            "--bootstraps",
            "0",
            "--no-report",
        ];
        (code, _, error) = await Tool.RunAsync([.. asked, "-o", folder.PathOf("study")]);
        Assert.True(code == 0, error);
        Assert.Contains(
            $"note (icc): No second reader: {kept.Length} of 3 features hold under perturbations",
            error,
            StringComparison.Ordinal
        );
        // What another selector did is not called the LASSO's.
        (code, _, error) = await Tool.RunAsync([.. asked, "--selector", "univariable", "-o", folder.PathOf("other")]);
        Assert.True(code == 0, error);
        Assert.Contains("note (univariable): No folds were given", error, StringComparison.Ordinal);
        Assert.DoesNotContain("(lasso)", error, StringComparison.Ordinal);
        using var study = JsonDocument.Parse(
            await File.ReadAllBytesAsync(folder.PathOf("study/study.json"), TestContext.Current.CancellationToken)
        );
        var scaled = study
            .RootElement.GetProperty("steps")
            .GetProperty("standardize")
            .GetProperty("values")
            .GetProperty("feature")
            .EnumerateArray()
            .Select(f => f.GetString()!);
        Assert.Equal(kept.Order(StringComparer.Ordinal), scaled.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("original_firstorder_Skewness", kept);
        (code, _, error) = await Tool.RunAsync([.. asked, "--second-reader", folder.PathOf("features.csv"), "-o", folder.PathOf("both")]);
        Assert.Equal(2, code);
        Assert.Contains("--second-reader or --robust-features, not both", error, StringComparison.Ordinal);
    }

    /// <summary>
    /// A score of one feature with weight 2, mean 100 and standard deviation 10 is 2 (mean - 100) / 10 of each perturbation.
    /// </summary>
    [Fact]
    public void Score_follows_the_perturbations()
    {
        using var folder = new TemporaryFolder();
        var manifest = CohortManifest.Read(Cohort(folder, 2));
        var signature = new Signature
        {
            Terms = [new SignatureTerm("original_firstorder_Mean", 2)],
            Scaler = Scaler.Create("by hand", new Dictionary<string, (double, double)> { ["original_firstorder_Mean"] = (100, 10) }),
            CutPoint = 4,
        };
        var plan = new PerturbationPlan { VolumeChanges = [-0.2, 0, 0.2] };
        var result = CohortRobustness.Estimate(manifest, folder.PathOf("out"), plan, null, null, signature, null,
            TestContext.Current.CancellationToken);
        var means = File.ReadLines(folder.PathOf("out/perturbed.csv")).Select(l => l.Split(',')).ToArray();
        var column = Array.IndexOf(means[0], "original_firstorder_Mean");
        for (var i = 0; i < 2; i++)
        {
            double[] scores = [.. means.Skip(1 + 3 * i).Take(3).Select(r =>
                2 * (double.Parse(r[column], System.Globalization.CultureInfo.InvariantCulture) - 100) / 10)];
            Assert.Equal(scores, result.Scores[i].Scores.ToArray(), (a, b) => Math.Abs(a - b) < 1e-9);
            Assert.Equal(scores.Average(), result.Scores[i].Mean, 9);
            Assert.Equal(scores.Count(s => s >= 4) / 3.0, result.Scores[i].HighShare!.Value, 12);
        }
        Assert.True(File.Exists(folder.PathOf("out/scores.csv")));
    }

    /// <summary>What the settings do not compute is said after the first case, not after the last; a batch that is not known before the
    /// first.</summary>
    [Fact]
    public void A_score_that_cannot_be_given_is_refused_early()
    {
        using var folder = new TemporaryFolder();
        var path = Cohort(folder, 3);
        var manifest = CohortManifest.Read(path);
        var scaler = Scaler.Create("by hand", new Dictionary<string, (double, double)> { ["wavelet-LLH_glcm_Contrast"] = (1, 1) });
        var signature = new Signature { Terms = [new SignatureTerm("wavelet-LLH_glcm_Contrast", 2)], Scaler = scaler };
        var plan = new PerturbationPlan { VolumeChanges = [-0.2, 0.2] };
        var one = new CohortOptions { MaxDegreeOfParallelism = 1 };
        var done = new Counter();
        var refused = Assert.Throws<PatientInputException>(() => CohortRobustness.Estimate(manifest, folder.PathOf("out"), plan, one, null,
            signature, done, TestContext.Current.CancellationToken));
        Assert.StartsWith("The signature 'score' needs 'wavelet-LLH_glcm_Contrast', which these settings do not compute.", refused.Message,
            StringComparison.Ordinal);
        Assert.True(done.Most <= 1);

        signature = signature with { Scaler = null, Batches = BatchScalers.Create("scanner", [("A", scaler), ("B", scaler)]) };
        refused = Assert.Throws<PatientInputException>(() => CohortRobustness.Estimate(manifest, folder.PathOf("out"), plan, one, null,
            signature, null, TestContext.Current.CancellationToken));
        Assert.Contains("each case of the manifest needs one: 'case 0' has no column 'scanner'; there are A, B.", refused.Message,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.PathOf("out")));
    }

    private sealed class Counter : IProgress<CohortProgress>
    {
        public int Most { get; private set; }

        public void Report(CohortProgress value) => Most = Math.Max(Most, value.Finished);
    }

    [Theory]
    [InlineData("--rotate=a", "--rotate 'a'")]
    [InlineData("--volume=-1", "above -1")]
    [InlineData("--threshold=2", "from 0 to 1")]
    public async Task Wrong_usage_is_named(string option, string problem)
    {
        var (code, _, error) = await Tool.RunAsync("robustness", "manifest.csv", "-o", "nowhere", option);
        Assert.Equal(2, code);
        Assert.Contains(problem, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_fails_is_named_and_the_others_count()
    {
        using var folder = new TemporaryFolder();
        var manifest = Cohort(folder, 3);
        await File.AppendAllTextAsync(manifest, "lost,gone.nrrd,mask0.nrrd\n", TestContext.Current.CancellationToken);
        var (code, output, error) = await Tool.RunAsync("robustness", manifest, "--params", folder.PathOf("params.yaml"),
            "--volume=-0.1,0.1", "-o", folder.PathOf("out"));
        Assert.Equal(1, code);
        Assert.Contains("failed: lost (row", error, StringComparison.Ordinal);
        Assert.Contains("of 3 subjects", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_retest_matches_by_id()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder.PathOf("a.csv"),
            "id,note,f,diagnostics_n\np4,x,4,4\np1,x,1,1\np2,x,2,2\np3,x,3,3\nonly,x,9,9\n",
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            folder.PathOf("b.csv"),
            "ID,f,diagnostics_n\np1,1,1\np2,2,2\np3,3,3\np4,5,5\n", TestContext.Current.CancellationToken);
        var (code, output, error) = await Tool.RunAsync("test-retest", folder.PathOf("a.csv"), folder.PathOf("b.csv"));
        Assert.True(code == 0, error);
        Assert.Contains("1 subjects stand in one file only", error, StringComparison.Ordinal);
        Assert.Contains("0.945", output, StringComparison.Ordinal); // 52/55, by hand in TestRetestTests
        Assert.Contains("0.929", output, StringComparison.Ordinal); // 13/14
        Assert.DoesNotContain("diagnostics_", output, StringComparison.Ordinal);
        // Of other settings the agreement is of the settings too; of a file that was written something is said.
        Assert.DoesNotContain("different settings", error, StringComparison.Ordinal);
        foreach (var (file, width) in new[] { ("a.csv", 10), ("b.csv", 25) })
        {
            var lines = await File.ReadAllLinesAsync(folder.PathOf(file), TestContext.Current.CancellationToken);
            await File.WriteAllLinesAsync(folder.PathOf("of " + file), lines.Select((l, i) =>
                i == 0 ? l + ",diagnostics_Configuration_Settings" : $"{l},binWidth {width}"), TestContext.Current.CancellationToken);
        }
        (code, _, error) = await Tool.RunAsync(
            "test-retest", folder.PathOf("of a.csv"), folder.PathOf("of b.csv"), "-o", folder.PathOf("out.csv"));
        Assert.True(code == 0, error);
        Assert.Contains("extracted under different settings", error, StringComparison.Ordinal);
        Assert.Contains("1 features of 4 subjects ->", error, StringComparison.Ordinal);
        (code, _, error) = await Tool.RunAsync("test-retest", folder.PathOf("a.csv"), folder.PathOf("b.csv"), "--id", "who");
        Assert.Equal(1, code);
        Assert.Contains("there is no column 'who'", error, StringComparison.Ordinal);
    }
}
