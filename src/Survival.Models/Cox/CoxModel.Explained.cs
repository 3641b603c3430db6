using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.Cox;

/// <summary>Royston and Sauerbrei's D (doi:10.1002/sim.1621): the log hazard ratio of two halves of a normal prognostic index.</summary>
/// <param name="D">The coefficient of the scaled normal scores of the linear predictor.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="R2">D as explained variation: (D/kappa)^2 / (pi^2/6 + (D/kappa)^2), kappa^2 = 8/pi.</param>
public readonly record struct RoystonSauerbrei(double D, double StandardError, double R2)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>Schemper and Henderson's explained variation (doi:10.1111/j.0006-341X.2000.00249.x): the predictive inaccuracy of survival, the
/// mean absolute distance of a patient's status from what is predicted, with and without the covariates.</summary>
/// <param name="Without">The inaccuracy by the survival of all.</param>
/// <param name="With">The inaccuracy by the model.</param>
/// <param name="V">The share that the model explains, (without - with) / without.</param>
public readonly record struct SchemperHenderson(double Without, double With, double V)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

public sealed partial class CoxModel
{
    /// <summary>How much the model explains by the likelihood ratio; Nagelkerke's R2 and its kin.</summary>
    public CoxFitIndices FitIndices => CoxFitIndices.Of(this);

    /// <summary>Nagelkerke's R2 (doi:10.1093/biomet/78.3.691): 1 - exp(-LR/n) over its largest value.</summary>
    public double NagelkerkeR2 => FitIndices.R2;

    /// <summary>Royston's measure of explained variation (Stata Journal 2006;6:83): with rho = 1 - exp(-LR/events), rho / (rho + pi^2/6 (1
    /// - rho)).</summary>
    public double RoystonR2 => FitIndices.R2ByEvents is var rho ? rho / (rho + (Math.PI * Math.PI / 6 * (1 - rho))) : 0;

    /// <summary>D and the explained variation by it.</summary>
    /// <exception cref="InvalidOperationException">The model was loaded from a file.</exception>
    /// <exception cref="SurvivalModelException">The linear predictor is the same for all.</exception>
    public RoystonSauerbrei RoystonSauerbreiD()
    {
        var lp = LinearPredictor(Training.X);
        var ranks = RankCorrelation.MidRanks(lp);
        var kappa = Math.Sqrt(8 / Math.PI);
        double[] scores = [.. ranks.Select(r => Tails.NormalQuantile((r - 0.375) / (lp.Length + 0.25)) / kappa)];
        var options = new CoxOptions { Ties = Ties, Robust = Ties == TieMethod.Exact ? false : null };
        var fit = Fit(Training.Data, DesignMatrix.FromColumns(("score", scores)), options);
        var (d, scaled) = (fit.Coefficients[0], fit.Coefficients[0] / kappa);
        return new RoystonSauerbrei(d, fit.StandardErrors[0], scaled * scaled / ((Math.PI * Math.PI / 6) + (scaled * scaled)));
    }

    /// <summary>Schemper and Henderson's V on the data of the fit. Event times are weighted by the inverse of the chance of staying
    /// uncensored just before them. It takes a step for each patient and event time.</summary>
    /// <exception cref="InvalidOperationException">The model was loaded from a file.</exception>
    /// <exception cref="InvalidSurvivalDataException">The data have strata, entry times, weights or an offset, for which it is not defined
    /// here.</exception>
    public SchemperHenderson SchemperHendersonV()
    {
        var data = Training.Data;
        if (!data.Stratum.IsEmpty || !data.Entry.IsEmpty || !data.Weight.IsEmpty || Training.Offset is not null)
            throw new InvalidSurvivalDataException(
                "Explained variation by Schemper and Henderson takes no strata, entry times, weights or offset.");
        var sorted = SortedFollowUp.Of(data);
        var (survival, uncensored) = (SurvivalFunction.KaplanMeier(sorted), SurvivalFunction.Uncensored(sorted));
        var baseline = Baseline();
        var n = data.Count;
        var risk = LinearPredictor(Training.X);
        for (var i = 0; i < n; i++)
            risk[i] = Math.Exp(risk[i]);
        double[] own = new double[n], hazard = new double[n];
        for (var i = 0; i < n; i++)
            (own[i], hazard[i]) = (survival.At(data.Time[i]), baseline.HazardAt(data.Time[i]));
        var (without, with, weights) = (0.0, 0.0, 0.0);
        foreach (var step in new RiskCounts(sorted, 0))
        {
            if (!(step.Deaths > 0))
                continue;
            var (s, h) = (survival.At(step.Time), baseline.HazardAt(step.Time));
            var (all, each) = (0.0, 0.0);
            for (var i = 0; i < n; i++)
            {
                all += Distance(s, own[i], data.Time[i] > step.Time + data.TimeSlack, data.Event[i]);
                var predicted = Math.Exp(-h * risk[i]);
                each += Distance(predicted, Math.Exp(-hazard[i] * risk[i]), data.Time[i] > step.Time + data.TimeSlack, data.Event[i]);
            }
            var weight = step.Deaths / uncensored.Before(step.Time);
            (without, with, weights) = (without + (weight * all / n), with + (weight * each / n), weights + weight);
        }
        return new SchemperHenderson(without / weights, with / weights, (without - with) / without);
    }

    /// <summary>The likelihood-ratio test of this model against a smaller one of the same data: <c>anova(smaller, larger)</c>.</summary>
    /// <param name="smaller">The smaller model, of which every column is one of this model's.</param>
    /// <exception cref="ArgumentException">The smaller model has a column that this one does not have, or as many coefficients; or the
    /// models are not of the same data or ties; or one is robust, for which the likelihood has no such test (use
    /// <see cref="Wald"/>).</exception>
    public TestResult TestAgainst(CoxModel smaller)
    {
        ArgumentNullException.ThrowIfNull(smaller);
        if (smaller.ColumnNames.FirstOrDefault(c => !ColumnNames.Contains(c)) is { } foreign)
            throw new ArgumentException(
                $"The smaller model has the column '{foreign}', which this one does not have, so it is not nested in it.", nameof(smaller));
        if (smaller.DegreesOfFreedom >= DegreesOfFreedom)
            throw new ArgumentException(
                Invariant($"The smaller model has {smaller.DegreesOfFreedom} coefficients, this one {DegreesOfFreedom}."), nameof(smaller));
        const double Same = 1e-9;
        if (smaller.RowCount != RowCount || smaller.EventCount != EventCount || smaller.Ties != Ties
            || Math.Abs(smaller.LogLikelihoodNull - LogLikelihoodNull) > Same * Math.Abs(LogLikelihoodNull))
            throw new ArgumentException(
                Invariant($"The models are of different data or ties: {smaller.RowCount} rows with {smaller.EventCount} events ")
                    + Invariant($"({smaller.Ties}), and {RowCount} with {EventCount} ({Ties}). Fit both to the rows that both know."),
                nameof(smaller));
        if (IsRobust || smaller.IsRobust)
            throw new ArgumentException("A robust fit has no likelihood-ratio test. Take Wald's test of the further columns.",
                nameof(smaller));
        return TestResult.ChiSquared(
            2 * (LogLikelihood - smaller.LogLikelihood), DegreesOfFreedom - smaller.DegreesOfFreedom, "Likelihood ratio test");
    }

    // How far a status is from a prediction; of one censored before, what is expected of him by the same prediction.
    private static double Distance(double s, double own, bool isLater, bool isEvent)
    {
        if (isLater)
            return 1 - s;
        if (isEvent)
            return s;
        var later = own > 0 ? s / own : 0;
        return ((1 - s) * later) + (s * (1 - later));
    }
}
