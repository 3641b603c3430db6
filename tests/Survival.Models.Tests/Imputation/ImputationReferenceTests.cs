using System.Text.Json;
using Survival.Models.Imputation;
using Survival.Models.Tests.References;

namespace Survival.Models.Tests.Imputation;

/// <summary>Beside mice: pooling to 1e-10; the imputations within Monte-Carlo error of 200 of its own.</summary>
public sealed class ImputationReferenceTests
{
    private static readonly JsonElement R = RReference.Load("imputation");

    private static SurvivalData FollowUp =>
        SurvivalData.Create(R.GetProperty("data").Numbers("time"), [.. R.GetProperty("data").Numbers("event").Select(e => e == 1)]);

    private static ImputationColumn[] Columns()
    {
        var d = R.GetProperty("data");
        string?[] Texts(string name) =>
            [
                .. d.GetProperty(name)
                    .EnumerateArray()
                    .Select(v => v.ValueKind == JsonValueKind.String && v.GetString() != "NA" ? v.GetString() : null),
            ];
        return
        [
            ImputationColumn.Numeric("x1", d.Numbers("x1")),
            ImputationColumn.Numeric("x2", d.Numbers("x2")),
            ImputationColumn.Categorical("b", Texts("b")),
            ImputationColumn.Categorical("g", Texts("g")),
        ];
    }

    /// <summary>A formula of plain terms pools what the columns do; curves and interactions are those of each completed table.</summary>
    [Fact]
    public void AFormulaIsPooled()
    {
        var token = TestContext.Current.CancellationToken;
        var imputed = MultipleImputation.Impute(
            Columns(), FollowUp, new ImputationOptions { Imputations = 3, Iterations = 2 }, cancellationToken: token);
        Assert.Equal(
            imputed.PoolCox(FollowUp, ["x1", "b", "g"], cancellationToken: token),
            imputed.PoolCox(FollowUp, "x1 + b + g", cancellationToken: token));
        var pooled = imputed.PoolCox(FollowUp, "rcs(x1, [-1, 0, 1]) + x2 * b", cancellationToken: token);
        Assert.Equal(["x1", "x1'", "x2", "by", "x2:by"], pooled.Select(p => p.Name));
        // By hand: the truncated cubes of knots -1, 0, 1 over the squared distance of the outer ones (Harrell), and the product.
        double Cube(double v) => v > 0 ? v * v * v : 0;
        var fits = Enumerable.Range(0, 3).Select(m =>
        {
            double[] x1 = [.. imputed.Numbers(m, "x1")], x2 = [.. imputed.Numbers(m, "x2")];
            double[] b = [.. imputed.Texts(m, "b").Select(t => t == "y" ? 1.0 : 0)];
            return Survival.Models.Cox.CoxModel.Fit(FollowUp, DesignMatrix.FromColumns(
                ("a", x1), ("c", [.. x1.Select(v => (Cube(v + 1) - (2 * Cube(v)) + Cube(v - 1)) / 4)]), ("d", x2), ("e", b),
                ("f", [.. x2.Zip(b, (u, v) => u * v)])));
        }).ToArray();
        var byHand = RubinsRules.Pool(fits, 0.95);
        for (var j = 0; j < 5; j++)
        {
            Assert.Equal(byHand[j].Estimate, pooled[j].Estimate, 1e-8);
            Assert.Equal(byHand[j].Between, pooled[j].Between, 1e-8);
        }
        // R: Hmisc::rcspline.eval(x2, nk = 4, knots.only = TRUE) and quantile(x2, 0:3 / 3) of the 140 values observed.
        Same("rcs(x2, 4) + x1", "rcs(x2, [-1.99785, -0.6704, 0.35535, 1.69185]) + x1");
        Same("ns(x2, 3) + x1", "ns(x2, [-3.622, -0.709, 0.372333333333333, 2.683]) + x1");
        void Same(string counted, string named)
        {
            var a = imputed.PoolCox(FollowUp, counted, cancellationToken: token);
            var b = imputed.PoolCox(FollowUp, named, cancellationToken: token);
            for (var j = 0; j < b.Count; j++)
                Assert.Equal(b[j].Estimate, a[j].Estimate, 1e-7);
            Assert.Equal(imputed.Covariates(0, counted).Column(1).ToArray()[0], imputed.Covariates(0, named).Column(1).ToArray()[0], 1e-9);
        }
        Assert.Contains("'s'", Assert.Throws<ArgumentException>(() => imputed.PoolCox(FollowUp, "x1 + strata(s)", cancellationToken: token))
            .Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => imputed.PoolCox(FollowUp, "rcs(g, 3)", cancellationToken: token));
    }

    [Fact]
    public void Pooling()
    {
        var p = R.GetProperty("pool");
        var (q, u) = (
            p.GetProperty("q").EnumerateArray().Select(r => r.Numbers()).ToArray(),
            p.GetProperty("u").EnumerateArray().Select(r => r.Numbers()).ToArray()
        );
        for (var j = 0; j < q.Length; j++)
        {
            var pooled = RubinsRules.Pool(q[j], u[j], p.Number("dfcom"));
            foreach (
                var (name, value) in ((string, double)[])
                    [
                        ("estimate", pooled.Estimate),
                        ("ubar", pooled.Within),
                        ("b", pooled.Between),
                        ("t", pooled.StandardError * pooled.StandardError),
                        ("df", pooled.DegreesOfFreedom),
                        ("riv", pooled.RelativeIncrease),
                        ("lambda", pooled.Lambda),
                        ("fmi", pooled.MissingInformation),
                        ("p", pooled.PValue),
                        ("low", pooled.Lower),
                        ("high", pooled.Upper),
                    ]
            )
                RReference.Near(p.Numbers(name)[j], value, 1e-10, $"{name} of coefficient {j}");
        }
        var large = RubinsRules.Pool(q[0], u[0]);
        RReference.Near(R.GetProperty("scalar").Number("df"), large.DegreesOfFreedom, 1e-10, "df of a large sample");
        RReference.Near(R.GetProperty("scalar").Number("fmi"), large.MissingInformation, 1e-10, "fmi of a large sample");
    }

    [Fact]
    public void NelsonAalenColumn()
    {
        var (expected, actual) = (R.Numbers("na"), MultipleImputation.NelsonAalen(FollowUp));
        for (var i = 0; i < expected.Length; i++)
            RReference.Near(expected[i], actual[i], 1e-10, $"row {i}");
    }

    // mice's 200 imputations and ours: each mean has a Monte-Carlo error of about the between-imputation deviation over the root of 200.
    [Fact]
    public void ImputationsAgreeWithMice()
    {
        var imputed = MultipleImputation.Impute(
            Columns(),
            FollowUp,
            new ImputationOptions { Imputations = 200 },
            -1,
            TestContext.Current.CancellationToken
        );
        var expected = R.GetProperty("pooled");
        var pooled = imputed.PoolCox(FollowUp, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["x1", "x2", "by", "gb", "gc"], pooled.Select(p => p.Name));
        for (var j = 0; j < pooled.Count; j++)
        {
            var error = Math.Sqrt(2 * expected.Numbers("b")[j] / 200);
            Assert.InRange(pooled[j].Estimate - expected.Numbers("estimate")[j], -4 * error, 4 * error);
            Assert.InRange(pooled[j].Within / expected.Numbers("ubar")[j], 0.97, 1.03);
            // The variance of a variance of 200: a factor of 1 +- 4 sqrt(2 * 2/199).
            Assert.InRange(pooled[j].Between / expected.Numbers("b")[j], 0.6, 1.6);
        }
        var (d, means) = (R.GetProperty("imputed"), Columns());
        double Mean(string name, Func<int, int, double> value)
        {
            var column = means.Single(c => c.Name == name);
            int[] rows = [.. Enumerable.Range(0, column.Values.Length).Where(i => double.IsNaN(column.Values[i]))];
            return Enumerable.Range(0, imputed.Count).Average(m => rows.Average(i => value(m, i)));
        }
        Assert.Equal(d.Number("x2"), Mean("x2", (m, i) => imputed.Numbers(m, "x2")[i]), 0.05);
        double[][] texts = [.. Enumerable.Range(0, 200).Select(m => imputed.Texts(m, "b").Select(v => v == "y" ? 1.0 : 0).ToArray())];
        Assert.Equal(d.Number("b"), Mean("b", (m, i) => texts[m][i]), 0.03);
        string[][] levels = [.. Enumerable.Range(0, 200).Select(m => imputed.Texts(m, "g").ToArray())];
        Assert.Equal(d.Number("g2"), Mean("g", (m, i) => levels[m][i] == "b" ? 1 : 0), 0.03);
        Assert.Equal(d.Number("g3"), Mean("g", (m, i) => levels[m][i] == "c" ? 1 : 0), 0.03);
    }

    [Fact]
    public void ObservedValuesStayAndThreadsDoNotMatter()
    {
        var options = new ImputationOptions { Imputations = 4, Seed = 9 };
        var (one, four) = (
            MultipleImputation.Impute(Columns(), FollowUp, options),
            MultipleImputation.Impute(Columns(), FollowUp, options, 4, TestContext.Current.CancellationToken)
        );
        foreach (var column in Columns())
        {
            for (var m = 0; m < 4; m++)
            {
                if (column.IsCategorical)
                    Assert.Equal(one.Texts(m, column.Name), four.Texts(m, column.Name));
                else
                    Assert.Equal(one.Numbers(m, column.Name), four.Numbers(m, column.Name));
                for (var i = 0; i < column.Values.Length && !column.IsCategorical; i++)
                    Assert.True(
                        double.IsNaN(column.Values[i])
                            ? column.Values.Contains(one.Numbers(m, column.Name)[i])
                            : column.Values[i] == one.Numbers(m, column.Name)[i]
                    );
            }
        }
        Assert.Equal(5, one.ChainMeans("x2")[0].Count);
        Assert.Empty(one.ChainMeans("x1")[0]);
        Assert.NotEqual(one.Numbers(0, "x2"), one.Numbers(1, "x2"));
    }

    // Two levels that a number separates: pseudo-observations keep the coefficients finite.
    [Fact]
    public void SeparationAndCollinearityAreSurvived()
    {
        double[] x = [.. Enumerable.Range(0, 60).Select(i => (double)i)];
        string?[] level =
        [
            .. x.Select(v =>
                v % 7 == 3 ? null
                : v < 30 ? "low"
                : "high"
            ),
        ];
        var imputed = MultipleImputation.Impute([
            ImputationColumn.Numeric("x", x),
            ImputationColumn.Numeric("twice", [.. x.Select(v => v % 11 == 5 ? double.NaN : 2 * v)]),
            ImputationColumn.Categorical("level", level),
        ]);
        Assert.Equal("low", imputed.Texts(0, "level")[3]);
        Assert.All(Enumerable.Range(0, imputed.Count), m => Assert.InRange(imputed.Numbers(m, "twice")[16], 20, 44));
    }

    [Fact]
    public void RefusesBadInput()
    {
        Assert.Throws<InvalidSurvivalDataException>(() => ImputationColumn.Numeric("x", [double.NaN, double.NaN]));
        Assert.Throws<InvalidSurvivalDataException>(() => ImputationColumn.Numeric("x", [double.PositiveInfinity, 1]));
        Assert.Throws<InvalidSurvivalDataException>(() => ImputationColumn.Categorical("x", ["a", null]));
        Assert.Throws<InvalidSurvivalDataException>(() => ImputationColumn.Categorical("x", ["a", "q"], ["a", "b"]));
        Assert.Throws<ArgumentException>(() => MultipleImputation.Impute([]));
        Assert.Throws<ArgumentException>(() =>
            MultipleImputation.Impute([ImputationColumn.Numeric("x", [1, 2]), ImputationColumn.Numeric("x", [1, 2])])
        );
        Assert.Throws<ArgumentException>(() =>
            MultipleImputation.Impute([ImputationColumn.Numeric("x", [1, 2]), ImputationColumn.Numeric("y", [1])])
        );
        Assert.Throws<ArgumentException>(() => RubinsRules.Pool([1], [1]));
        Assert.Throws<ArgumentException>(() => RubinsRules.Pool([1, 2], [1, 0]));
    }
}
