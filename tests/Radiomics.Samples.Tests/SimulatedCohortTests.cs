using System.IO.Compression;
using Radiomics.Tests.Cli;
using Reference;
using Survival.Models;
using Survival.Models.NonParametric;
using Survival.Models.Statistics;

namespace Radiomics.Samples.Tests;

public sealed class SimulatedCohortTests
{
    private static readonly SimulatedCohort Default = SimulatedCohort.Create();

    // Table 1 of the paper (doi:10.1155/2023/1554599); for age its training column adds up to 93, so 34 of 95 are below 50 here.
    public static TheoryData<string, int, int> TableOne =>
        new()
        {
            { "age < 50", 34, 14 },
            { "male", 82, 38 },
            { "HBsAg negative", 16, 2 },
            { "CTP A", 62, 24 },
            { "PS 1", 83, 37 },
            { "tumour <= 5 cm", 42, 13 },
            { "AFP <= 20", 21, 10 },
            { "MVI no", 7, 1 },
            { "N0", 52, 29 },
            { "tumours <= 3", 53, 22 },
            { "TACE no", 14, 7 },
            { "systemic no", 7, 5 },
        };

    [Theory]
    [MemberData(nameof(TableOne))]
    public void The_margins_are_the_papers(string characteristic, int training, int validation)
    {
        Func<SimulatedPatient, bool> has = characteristic switch
        {
            "age < 50" => p => p.Age < 50,
            "male" => p => p.Male,
            "HBsAg negative" => p => !p.HepatitisB,
            "CTP A" => p => !p.ChildPughB,
            "PS 1" => p => !p.PerformanceStatus2,
            "tumour <= 5 cm" => p => p.TumourSize <= 5,
            "AFP <= 20" => p => p.Afp <= 20,
            "MVI no" => p => !p.VascularInvasion,
            "N0" => p => !p.NodePositive,
            "tumours <= 3" => p => p.TumourCount <= 3,
            "TACE no" => p => !p.Tace,
            _ => p => !p.SystemicTherapy,
        };
        Assert.Equal(
            (training, validation),
            (Default.Patients.Count(p => p.Training && has(p)), Default.Patients.Count(p => !p.Training && has(p)))
        );
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(20260101UL)]
    public void Medians_events_readers_and_the_reproducible_features_are_as_asked_for(ulong seed)
    {
        var cohort = SimulatedCohort.Create(new SimulationOptions { Seed = seed });
        Assert.Equal(
            (137, 95, 110, 30),
            (
                cohort.Patients.Count,
                cohort.Patients.Count(p => p.Training),
                cohort.Patients.Count(p => p.Event),
                cohort.SecondReaderFeatures.RowCount
            )
        );
        // A time is rounded to a tenth of a month, and tied with others by that.
        Assert.Equal(10, Median(cohort, training: true), 0.11);
        Assert.Equal(9, Median(cohort, training: false), 0.11);
        var twice = Enumerable.Range(0, 137).Where(i => cohort.Patients[i].SecondReader).ToArray();
        var icc = IntraclassCorrelation.EstimateAll([cohort.Features.SelectRows(twice), cohort.SecondReaderFeatures]);
        Assert.Equal(851, icc.Count);
        // Both of the paper's thresholds give its 537.
        Assert.Equal(537, icc.Count(r => r.Value > 0.75));
        Assert.Equal(537, icc.Count(r => r.Value >= 0.70));
        var names = cohort.Features.ColumnNames;
        Assert.All(
            Nomogram.HccSbrt.PublishedModel.Signature.Terms,
            t => Assert.True(icc[cohort.Features.IndexOf(t.Feature)].Value > 0.75, t.Feature)
        );
        Assert.Empty(cohort.Features.ConstantColumns());
        Assert.All(cohort.Patients, p => Assert.StartsWith("SIM", p.Id, StringComparison.Ordinal));
    }

    [Fact]
    public void Features_go_together_as_real_ones_do()
    {
        var (x, n) = (Default.Features, Default.Patients.Count);
        // Half of a block's features share a neighbour: 0.90 is the correlation behind them, a little less on their own scales.
        var close = Enumerable.Range(0, x.ColumnCount).Count(j => new[] { j - 1, j + 1 }.Any(k => k >= 0 && k < x.ColumnCount
            && Math.Abs(Correlation.Estimate(x.Column(j).ToArray(), x.Column(k).ToArray(), CorrelationMethod.Spearman).Coefficient) > 0.8));
        Assert.InRange(close, 0.4 * 851, 0.6 * 851);
        var size = Default.Patients.Select(p => p.TumourSize).ToArray();
        Assert.True(
            Correlation
                .Estimate(size, x.Column(x.IndexOf("original_shape_Maximum3DDiameter")).ToArray(), CorrelationMethod.Spearman)
                .Coefficient > 0.3
        );
        Assert.Equal(n, x.RowCount);
    }

    [Fact]
    public void The_columns_are_those_of_a_real_extraction_in_its_order()
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var reference = SurvivalTable.ReadCsv(SharedData.PathOf("reference", "study", "features.csv.gz"));
        Assert.Equal(reference.ColumnNames.Skip(1), Default.Features.ColumnNames);
        using var writer = new StringWriter();
        Default.WriteClinical(writer);
        var clinical = SurvivalTable.ReadCsv(SharedData.PathOf("reference", "study", "cohort.csv"));
        Assert.Equal(clinical.ColumnNames, writer.ToString().Split('\n')[0].Split(','));
    }

    [Fact]
    public async Task The_tool_writes_the_same_bytes_for_the_same_seed_and_says_that_they_are_simulated()
    {
        using var work = new SmallCase();
        foreach (var (folder, seed) in new[] { ("a", "7"), ("b", "7"), ("c", "8") })
        {
            var (code, output, error) = await Tool.RunAsync("simulate", "-o", work.PathOf(folder), "--seed", seed, "--patients", "60");
            Assert.Equal(0, code);
            Assert.Empty(output);
            Assert.Contains("SIMULATED", error, StringComparison.Ordinal);
        }
        string[] files = ["cohort.csv", "features.csv.gz", "features_reader2.csv", "simulation.json"];
        foreach (var file in files)
        {
            byte[] Read(string folder) => File.ReadAllBytes(Path.Combine(work.PathOf(folder), file));
            Assert.Equal(Read("a"), Read("b"));
            Assert.NotEqual(Read("a"), Read("c"));
        }
        Assert.Contains(
            "\"simulated\": true",
            File.ReadAllText(Path.Combine(work.PathOf("a"), "simulation.json")),
            StringComparison.Ordinal
        );
        using var zip = new StreamReader(
            new GZipStream(File.OpenRead(Path.Combine(work.PathOf("a"), "features.csv.gz")), CompressionMode.Decompress)
        );
        Assert.Equal(61, (await zip.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        Assert.Equal(
            "Patients",
            Assert.Throws<ArgumentOutOfRangeException>(() => SimulatedCohort.Create(new SimulationOptions { Patients = 29 })).ParamName
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => SimulatedCohort.Create(new SimulationOptions { SecondReaderPatients = 138 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => SimulatedCohort.Create(new SimulationOptions { ReproducibleFeatures = 6 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => SimulatedCohort.Create(new SimulationOptions { EventShare = double.NaN }));
        Assert.Throws<ArgumentException>(() => SimulatedCohort.Create(new SimulationOptions { EventShare = 0.05 }));
    }

    private static double Median(SimulatedCohort cohort, bool training)
    {
        var set = cohort.Patients.Where(p => p.Training == training).ToArray();
        return KaplanMeier.Fit(SurvivalData.Create(set.Select(p => p.Time).ToArray(), set.Select(p => p.Event).ToArray())).Median.Estimate;
    }
}
