using Survival.Models.Cox;
using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.Tests.Cox;

/// <summary>
/// The two small data sets of Therneau and Grambsch, "Modeling Survival Data" (2000), appendix E. With r = exp(beta) the likelihoods below
/// follow
/// from the risk sets by hand; each comment names them.
/// </summary>
public class HandWorkedTests
{
    // Six subjects, not sorted, and a seventh without an outcome.
    private const string Six = "time,status,x\n9,1,0\n3,NA,2\n1,1,1\n1,0,1\n6,1,1\n6,1,0\n8,0,0\n";

    private static Cohort SixSubjects() =>
        Cohort.FromTable(
            SurvivalTable.ReadCsv(new StringReader(Six)),
            new CohortColumns("time", "status") { OmitMissing = true }
        );

    private static readonly double[] Start = [1, 2, 5, 2, 1, 7, 3, 4, 8, 8];
    private static readonly double[] Stop = [2, 3, 6, 7, 8, 9, 9, 9, 14, 17];
    private static readonly bool[] Event = [true, true, true, true, true, true, true, false, false, false];
    private static readonly double[] X = [1, 0, 0, 1, 0, 1, 1, 1, 0, 0];

    /// <summary>
    /// R 4.2.2, survival 3.5-3: f is coxph(Surv(t, s) ~ x + z + offset(o) + cluster(g)), h is f with the linear predictor o, u is
    /// residuals(h, "score", weighted = TRUE, collapse = g), and the statistic colSums(u) %*% solve(crossprod(u), colSums(u)). coxph's own
    /// rscore, 0.3365219, takes the linear predictor to be 0 there: the offset is lost.
    /// </summary>
    [Fact]
    public void TheRobustScoreTestKeepsTheOffset()
    {
        var data = SurvivalData.Create(
            [4, 3, 1, 1, 2, 2, 3, 5, 7, 6, 8, 9],
            [true, true, true, false, true, true, false, true, false, true, true, false],
            cluster: [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]);
        var x = DesignMatrix.FromColumns(
            ("x", [0, 2, 1, 1, 1, 0, 0, 3, 1, 2, 0, 1]), ("z", [1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0]));
        var model = CoxModel.Fit(data, x, offset: [0.5, -0.2, 0.1, 0.4, -0.3, 0, 0.2, -0.1, 0.6, -0.4, 0.3, -0.5]);
        Assert.Equal(2.30508805751017, model.RobustScoreTest!.Value.Statistic, 1e-11);
    }

    [Fact]
    public void AMissingOutcomeIsRefusedOrDroppedAndReported()
    {
        var table = SurvivalTable.ReadCsv(new StringReader(Six));
        var error = Assert.Throws<InvalidSurvivalDataException>(() => Cohort.FromTable(table, new CohortColumns("time", "status")));
        Assert.Equal((1, "status"), (error.Row, error.Column));
        var cohort = SixSubjects();
        Assert.Equal([0, 2, 3, 4, 5, 6], cohort.Rows);
        var dropped = Assert.Single(cohort.Dropped);
        Assert.Equal((1, "status"), (dropped.Row, Assert.Single(dropped.Columns)));
    }

    // Time 1: three with x = 1 and three with x = 0, 3r + 3. Time 6: one and three, r + 3, two events. Time 9: the last one.
    [Theory]
    [InlineData(0)]
    [InlineData(1.6)]
    [InlineData(-0.7)]
    public void BreslowLikelihoodOfSixSubjects(double beta)
    {
        var r = Math.Exp(beta);
        var objective = Evaluate(SixSubjects(), TieMethod.Breslow, beta);
        Assert.Equal((2 * beta) - Math.Log((3 * r) + 3) - (2 * Math.Log(r + 3)), objective.Value, 1e-13);
        Assert.Equal(2 - (r / (r + 1)) - (2 * r / (r + 3)), objective.Gradient[0], 1e-14);
        Assert.Equal((r / Square(r + 1)) + (6 * r / Square(r + 3)), objective.Information[0], 1e-14);
    }

    // Efron: the second event at time 6 sees half of each of the two who die, (r + 3) - (r + 1) / 2 = (r + 5) / 2.
    [Theory]
    [InlineData(0)]
    [InlineData(1.6)]
    [InlineData(-0.7)]
    public void EfronLikelihoodOfSixSubjects(double beta)
    {
        var r = Math.Exp(beta);
        var objective = Evaluate(SixSubjects(), TieMethod.Efron, beta);
        Assert.Equal((2 * beta) - Math.Log((3 * r) + 3) - Math.Log(r + 3) - Math.Log((r + 5) / 2), objective.Value, 1e-13);
        Assert.Equal(2 - (r / (r + 1)) - (r / (r + 3)) - (r / (r + 5)), objective.Gradient[0], 1e-14);
        Assert.Equal((r / Square(r + 1)) + (3 * r / Square(r + 3)) + (5 * r / Square(r + 5)), objective.Information[0], 1e-14);
    }

    // Exact: of the pairs at time 6, three hold the subject with x = 1 and three do not, 3r + 3.
    [Theory]
    [InlineData(0)]
    [InlineData(1.6)]
    [InlineData(-0.7)]
    public void ExactLikelihoodOfSixSubjects(double beta)
    {
        var r = Math.Exp(beta);
        var objective = Evaluate(SixSubjects(), TieMethod.Exact, beta);
        Assert.Equal((2 * beta) - (2 * Math.Log((3 * r) + 3)), objective.Value, 1e-13);
        Assert.Equal(2 - (2 * r / (r + 1)), objective.Gradient[0], 1e-14);
        Assert.Equal(2 * r / Square(r + 1), objective.Information[0], 1e-14);
    }

    [Fact]
    public void NewtonsStepsOfSixSubjects()
    {
        // Breslow at 0: U = 2 - 1/2 - 1/2 = 1 and I = 1/4 + 3/8 = 5/8, so the first step leads to 8/5.
        var breslow = Evaluate(SixSubjects(), TieMethod.Breslow, 0);
        Assert.Equal(8.0 / 5, breslow.Gradient[0] / breslow.Information[0], 1e-14);
        // Efron at 0: U = 2 - 1/2 - 1/4 - 1/6 = 13/12 and I = 1/4 + 3/16 + 5/36 = 83/144: 156/83.
        var efron = Evaluate(SixSubjects(), TieMethod.Efron, 0);
        Assert.Equal(156.0 / 83, efron.Gradient[0] / efron.Information[0], 1e-14);
        Assert.Equal(-Math.Log(96), breslow.Value, 1e-14);
        Assert.Equal(-Math.Log(72), efron.Value, 1e-14);
    }

    [Fact]
    public void EstimatesOfSixSubjects()
    {
        var cohort = SixSubjects();
        // Breslow: the score is zero where r^2 - 3r - 6 = 0.
        var r = (3 + Math.Sqrt(33)) / 2;
        var breslow = CoxModel.Fit(cohort.FollowUp, cohort.Covariates(), new CoxOptions { Ties = TieMethod.Breslow });
        Assert.Equal(Math.Log(r), breslow.Coefficients[0], 1e-13);
        Assert.Equal(1 / ((r / Square(r + 1)) + (6 * r / Square(r + 3))), breslow.Covariance[0], 1e-12);
        Assert.Equal(8.0 / 5, breslow.ScoreTest.Statistic, 1e-13);
        // x is an indicator, so the baseline is at x = 0: 1/(3r + 3), 2/(r + 3) more, 1 more.
        double first = 1 / ((3 * r) + 3), second = first + (2 / (r + 3)), third = second + 1;
        Assert.Equal([1, 6, 8, 9], breslow.Baselines[0].Time.ToArray());
        Near([first, second, second, third], breslow.Baselines[0].CumulativeHazard.ToArray());
        Near([1 - third, 1 - (r * first), 0 - (r * first), 1 - (r * second), 1 - second, 0 - second], breslow.MartingaleResiduals());
        Near([1 / (r + 1), 3 / (r + 3), -r / (r + 3), 0], [.. breslow.SchoenfeldResiduals().Values.Cast<double>()]);

        // Efron: where r^3 - 23r - 30 = 0.
        r = 2 * Math.Sqrt(23 / 3.0) * Math.Cos(Math.Acos(45 / 23.0 * Math.Sqrt(3 / 23.0)) / 3);
        var efron = CoxModel.Fit(cohort.FollowUp, cohort.Covariates());
        Assert.Equal(Math.Log(r), efron.Coefficients[0], 1e-13);
        Near([1 / ((3 * r) + 3), (1 / ((3 * r) + 3)) + (1 / (r + 3)) + (2 / (r + 5))], efron.Baselines[0].CumulativeHazard[..2].ToArray());
        // Those who die at 6 carry half of the second part of the hazard there.
        var own = (1 / ((3 * r) + 3)) + (1 / (r + 3)) + (1 / (r + 5));
        Near([1 - (r * own), 1 - own], efron.MartingaleResiduals()[3..5]);

        // Exact: the score 2/(r + 1) is never zero.
        var error = Assert.Throws<ConvergenceException>(() =>
            CoxModel.Fit(cohort.FollowUp, cohort.Covariates(), new CoxOptions { Ties = TieMethod.Exact })
        );
        Assert.Equal(["x"], error.Columns);
    }

    // Risk sets by entry < t <= exit: r + 1, r + 2, 3r + 2, 3r + 1, 3r + 1, and at time 9 two events in 3r + 2.
    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    [InlineData(-1.1)]
    public void CountingProcessLikelihood(double beta)
    {
        var r = Math.Exp(beta);
        var cohort = Cohort.Create(SurvivalData.Create(Stop, Event, Start), DesignMatrix.FromColumns(("x", X)));
        var breslow = Evaluate(cohort, TieMethod.Breslow, beta);
        Assert.Equal(
            (4 * beta) - Math.Log(r + 1) - Math.Log(r + 2) - (3 * Math.Log((3 * r) + 2)) - (2 * Math.Log((3 * r) + 1)),
            breslow.Value,
            1e-13
        );
        Assert.Equal(4 - (r / (r + 1)) - (r / (r + 2)) - (9 * r / ((3 * r) + 2)) - (6 * r / ((3 * r) + 1)), breslow.Gradient[0], 1e-13);
        Assert.Equal(
            (r / Square(r + 1)) + (2 * r / Square(r + 2)) + (18 * r / Square((3 * r) + 2)) + (6 * r / Square((3 * r) + 1)),
            breslow.Information[0],
            1e-13
        );
        // Efron: the second event at time 9 sees 3r + 2 - (2r)/2 = 2r + 2.
        var efron = Evaluate(cohort, TieMethod.Efron, beta);
        Assert.Equal(
            (4 * beta)
                - Math.Log(r + 1)
                - Math.Log(r + 2)
                - (2 * Math.Log((3 * r) + 2))
                - (2 * Math.Log((3 * r) + 1))
                - Math.Log((2 * r) + 2),
            efron.Value,
            1e-13
        );
        // Exact: of the ten pairs three are of x = 1 twice, six mixed, one of x = 0 twice: 3 r^2 + 6 r + 1.
        var exact = Evaluate(cohort, TieMethod.Exact, beta);
        Assert.Equal(
            (4 * beta)
                - Math.Log(r + 1)
                - Math.Log(r + 2)
                - Math.Log((3 * r) + 2)
                - (2 * Math.Log((3 * r) + 1))
                - Math.Log((3 * r * r) + (6 * r) + 1),
            exact.Value,
            1e-13
        );
    }

    private static CoxObjective Evaluate(Cohort cohort, TieMethod ties, double beta)
    {
        var layout = SortedFollowUp.Of(cohort.FollowUp);
        var rows = new double[(layout.RowCount + 1) * 4];
        for (var i = 0; i < layout.RowCount; i++)
            rows[i * 4] = cohort.Covariates()[layout.Order[i], 0];
        var objective = new CoxObjective(layout, rows, 1, null, ties);
        objective.Evaluate([beta]);
        objective.Differentiate(new LowerCholesky(1));
        return objective;
    }

    private static double Square(double v) => v * v;

    private static void Near(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-12);
    }
}
