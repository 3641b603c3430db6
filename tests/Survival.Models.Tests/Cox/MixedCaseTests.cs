using System.Globalization;
using Reference;
using Reference.Survival;
using Survival.Models.Cox;

namespace Survival.Models.Tests.Cox;

/// <summary>Combinations of options that no data set of the reference has, against R (Cases/README.md).</summary>
public class MixedCaseTests
{
    private static readonly Dictionary<string, double[]> Expected = File.ReadLines(PathOf("mixed.txt"))
        .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(p => !p[0].EndsWith(".terms", StringComparison.Ordinal))
        .ToDictionary(
            p => p[0],
            p =>
                p.Skip(1)
                    .Select(v =>
                        v is "NA" or "NaN" ? double.NaN
                        : v == "Inf" ? double.PositiveInfinity
                        : double.Parse(v, CultureInfo.InvariantCulture)
                    )
                    .ToArray()
        );

    private static string PathOf(string file) =>
        Path.Combine(SharedData.Repository, "tests", "Survival.Models.Tests", "Cox", "Cases", file);

    private static readonly string[] Covariates = ["x", "z", "v"];

    private static Cohort Read(bool entry, string? weight, bool strata, bool cluster, bool offset) =>
        Cohort.ReadCsv(PathOf("mixed.csv"), new CohortColumns("stop", "event")
        {
            Entry = entry ? "entry" : null,
            Weight = weight,
            Strata = strata ? ["s"] : [],
            Cluster = cluster ? "id" : null,
            Offset = offset ? "off" : null,
        });

    [Theory]
    [InlineData("startstop_efron", TieMethod.Efron, true, "w", true, false, true)]
    [InlineData("startstop_breslow", TieMethod.Breslow, true, "w", true, false, true)]
    [InlineData("startstop_exact", TieMethod.Exact, true, null, true, false, true)]
    [InlineData("right_exact", TieMethod.Exact, false, null, false, false, false)]
    [InlineData("cluster_fraction", TieMethod.Efron, true, "fw", true, true, false)]
    [InlineData("right_weights_strata", TieMethod.Efron, false, "fw", true, false, true)]
    public void AgreesWithR(string name, TieMethod ties, bool entry, string? weight, bool strata, bool cluster, bool offset)
    {
        var cohort = Read(entry, weight, strata, cluster, offset);
        var model = CoxModel.Fit(cohort.FollowUp, cohort.Covariates(Covariates), new CoxOptions { Ties = ties }, cohort.Offset.ToArray());
        var row = new Comparison(name, 1e-8, 1e-9);
        void Add(string key, double[] ours, double scale = 0)
        {
            if (Expected.TryGetValue($"{name}.{key}", out var theirs))
                row.Add(key, theirs, ours, scale);
        }
        Add("coef", model.Coefficients.ToArray());
        Add("var", model.Covariance.ToArray());
        Add("loglik", [model.LogLikelihoodNull, model.LogLikelihood]);
        Add("score", [model.ScoreTest.Statistic]);
        Add("wald", [model.WaldTest.Statistic]);
        // R takes this score at a linear predictor of zero, without the offset; ours is taken at coefficients of zero. They are the same
        // without offset.
        if (CoxModel.Fit(cohort.FollowUp, cohort.Covariates(Covariates), new CoxOptions { Ties = ties }).RobustScoreTest is { } robust)
            Add("rscore", [robust.Statistic]);
        Add("means", model.Means.ToArray());
        Add("lp", model.FittedLinearPredictor());
        Add("basehaz", [.. model.Baselines.SelectMany(b => b.CumulativeHazard.ToArray())]);
        Add("basetime", [.. model.Baselines.SelectMany(b => b.Time.ToArray())]);
        Add("C", [model.Concordance().Index, model.Concordance().StandardError]);
        if (ties != TieMethod.Exact)
        {
            Add("martingale", model.MartingaleResiduals(), 1e-3);
            Add("deviance", model.DevianceResiduals(), 1e-3);
            Add("scoreres", Columns(model.ScoreResiduals()), 1e-3);
            Add("dfbeta", Columns(model.DfBeta()), 1e-4);
            Add("schoenfeld", Columns(model.SchoenfeldResiduals().Values), 1e-3);
            Add("scaledsch", Columns(model.SchoenfeldResiduals(scaled: true).Values), 1e-3);
            foreach (
                var (key, transform) in new[]
                {
                    ("km", TimeTransform.KaplanMeier),
                    ("rank", TimeTransform.Rank),
                    ("identity", TimeTransform.Identity),
                    ("log", TimeTransform.Log),
                }
            )
            {
                var test = model.ProportionalHazards(transform);
                Add($"zph.{key}", [.. test.Terms.Select(t => t.Test.Statistic), test.Global.Statistic]);
            }
            var curve = model.Survival([0.3, 1, 40], 1, offset ? 0.2 : null);
            Add("surv", [.. curve.Survival]);
            Add("surv.se", [.. curve.CumulativeHazardStandardError]);
            Add("surv.lower", [.. curve.Lower]);
            Add("surv.time", [.. curve.Time]);
            Add("surv.nrisk", [.. curve.AtRisk]);
        }
        Assert.True(row.ToRow().Outside == 0, row.ToRow().Note);
    }

    [Fact]
    public void ACollinearColumnIsNamedOrDroppedAsInR()
    {
        var cohort = Read(false, null, false, false, false);
        double[] x = cohort.Covariates(Covariates).Column(0).ToArray(),
            v = cohort.Covariates(Covariates).Column(2).ToArray();
        var design = DesignMatrix.FromColumns(
            ("x", x),
            ("v", v),
            ("k", [.. x.Zip(v, (a, b) => (2 * a) - b)]),
            ("z", cohort.Covariates(Covariates).Column(1).ToArray())
        );
        var error = Assert.Throws<ConvergenceException>(() => CoxModel.Fit(cohort.FollowUp, design));
        Assert.Equal(["k"], error.Columns);
        Assert.Contains("'k'", error.Message, StringComparison.Ordinal);
        var model = CoxModel.Fit(cohort.FollowUp, design, new CoxOptions { DropCollinear = true });
        Near(Expected["aliased.coef"], model.Coefficients.ToArray());
        Near(Expected["aliased.var"], model.Covariance.ToArray());
        Near(Expected["aliased.loglik"], [model.LogLikelihoodNull, model.LogLikelihood]);
        Assert.Equal(3, model.DegreesOfFreedom);
        Assert.True(double.IsNaN(model.Table()[2].PValue));
        Assert.True(double.IsNaN(model.ScoreResiduals()[0, 2]));
    }

    [Fact]
    public void TimesThatDifferByRoundingAreTies()
    {
        var cohort = Read(false, null, false, false, false);
        double[] near = [.. cohort.FollowUp.Time.ToArray().Select((t, i) => i % 2 == 0 ? t * 0.1 : ((t * 0.1) + 0.2) - 0.2)];
        Assert.True(near.Distinct().Count() > cohort.FollowUp.Time.ToArray().Distinct().Count());
        var model = CoxModel.Fit(SurvivalData.Create(near, cohort.FollowUp.Event), cohort.Covariates(Covariates));
        Near(Expected["near.coef"], model.Coefficients.ToArray());
        Near(Expected["near.loglik"], [model.LogLikelihoodNull, model.LogLikelihood]);
        Assert.Equal(Expected["near.times"][0], model.Baselines[0].Time.Length);
    }

    [Theory]
    [InlineData("both", StepwiseDirection.Both, 2)]
    [InlineData("forward", StepwiseDirection.Forward, 2)]
    [InlineData("bic", StepwiseDirection.Backward, 0)]
    public void StepwiseSelectionAgreesWithR(string name, StepwiseDirection direction, double cost)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var terms = File.ReadLines(PathOf("mixed.txt"))
            .Single(l => l.StartsWith($"step.{name}.terms", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
        string[] candidates =
        [
            "trt",
            "age",
            "ascites",
            "hepato",
            "spiders",
            "edema",
            "bili",
            "chol",
            "albumin",
            "copper",
            "alk.phos",
            "ast",
            "trig",
            "platelet",
            "protime",
            "stage",
        ];
        var table = SurvivalReference.Table("pbc_cc");
        var data = SurvivalData.Create(table.Numbers("time"), table.Flags("death"));
        var x = DesignMatrix.FromColumns([.. candidates.Select(c => (c, table.Numbers(c)))]);
        if (cost == 0)
            cost = Math.Log(data.EventCount);
        var result = StepwiseCox.Select(data, x, new StepwiseOptions { Direction = direction, Cost = cost });
        Assert.Equal(terms.Order(), result.Model.ColumnNames.Order());
        var expected = Expected.TryGetValue($"step.{name}.aic", out var aic) ? aic[0] : Expected[$"step.{name}.crit"][0];
        Assert.Equal(expected, result.Steps[^1].Criterion, 1e-8 * expected);
    }

    [Theory]
    [InlineData("breslow", TieMethod.Breslow)]
    [InlineData("efron", TieMethod.Efron)]
    public void FirthsPenaltyMaximisesThePenalisedLikelihood(string name, TieMethod ties)
    {
        double[] t = [2, 3, 3, 5, 6, 7, 7, 8, 9, 10, 11, 12];
        bool[] e = [true, true, true, true, false, true, false, false, true, false, false, false];
        double[] g = [1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0];
        double[] x = [.5, -1, .3, 1.2, 0, -.4, .8, -.2, .1, 1.5, -.7, .9];
        var (data, design) = (SurvivalData.Create(t, e), DesignMatrix.FromColumns(("g", g), ("x", x)));
        var error = Assert.Throws<ConvergenceException>(() => CoxModel.Fit(data, design, new CoxOptions { Ties = ties }));
        Assert.Equal(["g"], error.Columns);

        var fit = FirthCox.Fit(data, design, new FirthOptions { Ties = ties });
        // The numerical maximum is good to about 1e-7, the likelihood there to rounding.
        Near(Expected[$"firth.{name}.coef"], fit.Model.Coefficients.ToArray(), 1e-6);
        Near(Expected[$"firth.{name}.loglik"], [fit.PenalisedLogLikelihoodNull, fit.PenalisedLogLikelihood], 1e-10);
        Near(Expected[$"firth.{name}.var"], fit.Model.Covariance.ToArray(), 1e-6);
        for (var j = 0; j < 2; j++)
        {
            Near(Expected[$"firth.{name}.ci{j + 1}"], [Math.Log(fit.Table[j].Lower), Math.Log(fit.Table[j].Upper)], 1e-6);
            Near(Expected[$"firth.{name}.test{j + 1}"], [fit.Table[j].Test.Statistic], 1e-7);
        }
    }

    private static double[] Columns(double[,] m) =>
        [.. Enumerable.Range(0, m.GetLength(1)).SelectMany(j => Enumerable.Range(0, m.GetLength(0)).Select(i => m[i, j]))];

    private static void Near(double[] expected, double[] actual, double tolerance = 1e-8)
    {
        var row = new Comparison("", tolerance);
        row.Add("", expected, actual);
        Assert.True(row.ToRow().Outside == 0, row.ToRow().Note);
    }
}
