using System.Text.Json;
using Survival.Models.Harmonisation;
using Survival.Models.Tests.References;

namespace Survival.Models.Tests.Harmonisation;

/// <summary>Against sva::ComBat to 1e-8; feature 3 is constant within batch b.</summary>
public sealed class ComBatReferenceTests
{
    private static readonly JsonElement R = RReference.Load("combat");

    private static DesignMatrix Features { get; } = Rows("x");

    private static string[] Batch(string name = "batch") => [.. R.GetProperty(name).EnumerateArray().Select(b => b.GetString()!)];

    private static DesignMatrix Rows(string name)
    {
        var rows = R.GetProperty(name).EnumerateArray().Select(r => r.Numbers()).ToArray();
        return DesignMatrix.FromColumns([.. Enumerable.Range(0, rows[0].Length).Select(j => ($"f{j}", rows.Select(r => r[j]).ToArray()))]);
    }

    private static DesignMatrix Covariates =>
        DesignMatrix.FromColumns(
            ("one", Enumerable.Repeat(1.0, Features.RowCount).ToArray()),
            ("sex", R.Numbers("sex")),
            ("age", R.Numbers("age"))
        );

    [Theory]
    [InlineData("plain", false, true, false, null)]
    [InlineData("mod", true, true, false, null)]
    [InlineData("nonpar", true, false, false, null)]
    [InlineData("mean", false, true, true, null)]
    [InlineData("nonparmean", false, false, true, null)]
    [InlineData("ref", true, true, false, "b")]
    [InlineData("refnonpar", false, false, false, "a")]
    public void AgreesWithSva(string name, bool covariates, bool parametric, bool meanOnly, string? reference)
    {
        var x = covariates ? Covariates : null;
        var model = ComBat.Fit(
            Features,
            Batch(),
            x,
            new ComBatOptions
            {
                IsParametric = parametric,
                MeanOnly = meanOnly,
                ReferenceBatch = reference,
            }
        );
        Check(Rows(name), model.Apply(Features, Batch(), x));
        Assert.Equal(["f2"], model.Unchanged);
    }

    [Fact]
    public void ABatchOfOneIsAdjustedByItsMean() =>
        Check(Rows("one"), ComBat.Fit(Features, Batch("single")).Apply(Features, Batch("single")));

    // New rows of known batches go through the training's effects, alone or together.
    [Fact]
    public void NewRowsAreAdjustedOneByOne()
    {
        var model = ComBat.Fit(Features, Batch(), Covariates);
        var all = model.Apply(Features, Batch(), Covariates);
        for (var i = 0; i < Features.RowCount; i++)
        {
            var one = model.Apply(Features.SelectRows([i]), [Batch()[i]], Covariates.SelectRows([i]));
            for (var f = 0; f < Features.ColumnCount; f++)
                Assert.Equal(all[i, f], one[0, f]);
        }
    }

    // Without covariates a batch's harmonisation is a line: that of each feature gives what Apply gives.
    [Theory]
    [InlineData(null)]
    [InlineData("b")]
    public void ALineSaysTheSame(string? reference)
    {
        var model = ComBat.Fit(Features, Batch(), options: new ComBatOptions { ReferenceBatch = reference });
        var all = model.Apply(Features, Batch());
        for (var i = 0; i < Features.RowCount; i++)
        {
            for (var f = 0; f < Features.ColumnCount; f++)
            {
                var (slope, intercept) = model.Line(Batch()[i], Features.ColumnNames[f]);
                Assert.Equal(all[i, f], (slope * Features[i, f]) + intercept, 1e-10);
            }
        }
        Assert.Equal((1, 0), model.Line("a", "f2"));
        Assert.Throws<InvalidOperationException>(() => ComBat.Fit(Features, Batch(), Covariates).Line("a", "f0"));
    }

    /// <summary>A centre that comes later is adjusted to the reference as sva has it of all rows together, and the others stay.</summary>
    [Theory]
    [InlineData("refplain", true, false)]
    [InlineData("refnonpar", false, false)]
    [InlineData("refmean", true, true)]
    public void ANewBatchIsAdjustedToTheReference(string name, bool parametric, bool meanOnly)
    {
        int[] known = [.. Enumerable.Range(0, Features.RowCount).Where(i => Batch()[i] != "c")];
        int[] later = [.. Enumerable.Range(0, Features.RowCount).Except(known)];
        var model = ComBat.Fit(Features.SelectRows(known), [.. known.Select(i => Batch()[i])], options: new ComBatOptions
        {
            IsParametric = parametric,
            MeanOnly = meanOnly,
            ReferenceBatch = "a",
        });
        var refused = Assert.Throws<InvalidSurvivalDataException>(() => model.Apply(Features, Batch()));
        Assert.Contains("WithBatch", refused.Message, StringComparison.Ordinal);
        var more = model.WithBatch("c", Features.SelectRows(later));
        Assert.Equal(["a", "b", "c"], more.Batches);
        Assert.Equal("a", more.ReferenceBatch);
        Check(Rows(name), more.Apply(Features, Batch()));
        Assert.Equal(["a", "b"], model.Batches);
    }

    [Fact]
    public void ANewBatchIsRefusedWhereItCannotBeAdjusted()
    {
        int[] some = [.. Enumerable.Range(0, 5)];
        var rows = Features.SelectRows(some);
        Assert.Contains(
            "ReferenceBatch",
            Assert.Throws<InvalidOperationException>(() => ComBat.Fit(Features, Batch()).WithBatch("z", rows)).Message,
            StringComparison.Ordinal);
        var model = ComBat.Fit(Features, Batch(), Covariates, new ComBatOptions { ReferenceBatch = "a" });
        Assert.Throws<ArgumentException>(() => model.WithBatch("b", rows, Covariates.SelectRows(some)));
        Assert.Throws<ArgumentException>(() => model.WithBatch("z", rows));
        Assert.Throws<InvalidSurvivalDataException>(() => model.WithBatch("z", Features.SelectRows([0]), Covariates.SelectRows([0])));
        var same = DesignMatrix.FromColumns([.. Features.ColumnNames.Select((n, j) => (
            n, Features.Column(j)[..5].ToArray().Select(v => j == 4 ? 1 : v).ToArray()))]);
        Assert.Contains(
            "'f4'",
            Assert.Throws<InvalidSurvivalDataException>(() => model.WithBatch("z", same, Covariates.SelectRows(some))).Message,
            StringComparison.Ordinal);
        // With covariates: twins of the reference's own rows have its mean and nearly its variance, so little is done to them.
        int[] reference = [.. Enumerable.Range(0, Features.RowCount).Where(i => Batch()[i] == "a")];
        var twins = model.WithBatch("z", Features.SelectRows(reference), Covariates.SelectRows(reference));
        Assert.Equal(0, twins.Effect("z", "f0").Shift, 1e-9);
    }

    [Fact]
    public void RefusesBadInput()
    {
        var model = ComBat.Fit(Features, Batch());
        Assert.Contains(
            "'z'",
            Assert.Throws<InvalidSurvivalDataException>(() => model.Apply(Features.SelectRows([0]), ["z"])).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<InvalidSurvivalDataException>(() => ComBat.Fit(Features, [.. Batch().Select(_ => "a")]));
        Assert.Throws<ArgumentException>(() => ComBat.Fit(Features, ["a"]));
        Assert.Throws<ArgumentException>(() => ComBat.Fit(Features, Batch(), options: new ComBatOptions { ReferenceBatch = "q" }));
        var confounded = DesignMatrix.FromColumns(("site", [.. Batch().Select(b => b == "a" ? 1.0 : 0)]));
        Assert.Contains(
            "'site'",
            Assert.Throws<InvalidSurvivalDataException>(() => ComBat.Fit(Features, Batch(), confounded)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => ComBat.Fit(Features, Batch(), Covariates).Apply(Features, Batch()));
        // One row is all of its batch's mean, and of four rows two batches and two covariates leave nothing: the spread that is divided by
        // is 0 or a rounding error (sva 3.46 gives values of 1e-6 and NaN for the first).
        string[] alone = [.. Batch().Select((b, i) => i == 0 ? "one" : b)];
        Assert.Contains(
            "'one'",
            Assert.Throws<InvalidSurvivalDataException>(
                () => ComBat.Fit(Features, alone, options: new ComBatOptions { ReferenceBatch = "one" })).Message,
            StringComparison.Ordinal);
        var two = DesignMatrix.FromColumns(("x", [1.0, 2, 4, 3]), ("y", [2.0, 1, 1, 5]));
        Assert.Contains(
            "4 rows",
            Assert.Throws<InvalidSurvivalDataException>(
                () => ComBat.Fit(Features.SelectRows([0, 1, 2, 3]), ["a", "a", "b", "b"], two)).Message,
            StringComparison.Ordinal);
    }

    private static void Check(DesignMatrix expected, DesignMatrix actual)
    {
        for (var f = 0; f < expected.ColumnCount; f++)
        {
            for (var i = 0; i < expected.RowCount; i++)
                RReference.Near(expected[i, f], actual[i, f], 1e-9, $"row {i}, feature {f}");
        }
    }
}
