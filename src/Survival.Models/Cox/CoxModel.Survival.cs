using Survival.Models.NonParametric;

namespace Survival.Models.Cox;

public sealed partial class CoxModel
{
    private readonly Lazy<IReadOnlyList<CoxBaseline>> _baselines;

    /// <summary>The baselines, one a stratum, by code ascending.</summary>
    public IReadOnlyList<CoxBaseline> Baselines => _baselines.Value;

    /// <summary>The baseline of a stratum.</summary>
    /// <param name="stratum">The stratum's code; may be left out where there is one.</param>
    /// <exception cref="ArgumentException">There is no such stratum, or none was named and there are several; the message lists
    /// them.</exception>
    public CoxBaseline Baseline(int? stratum = null)
    {
        if (stratum is null && Baselines.Count == 1)
            return Baselines[0];
        return Baselines.FirstOrDefault(b => b.Stratum == stratum)
            ?? throw new ArgumentException(
                $"The model has no stratum {(stratum is null ? "by default" : stratum)}; it has "
                + $"{string.Join(", ", Baselines.Select(b => b.Name.Length > 0 ? Invariant(
                    $"{b.Stratum} ({b.Name})"
                ) : Invariant($"{b.Stratum}")))}.",
                nameof(stratum));
    }

    /// <summary>
    /// The expected survival of a row with its confidence limits, as R's <c>survfit.coxph</c>: exp(-hazard), the variance of the hazard by
    /// Tsiatis (Ann Stat 1981;9:93), with the uncertainty of the coefficients.
    /// </summary>
    /// <param name="x">A value for each of <see cref="ColumnNames"/>, in that order.</param>
    /// <param name="stratum">The stratum's code; may be left out where there is one.</param>
    /// <param name="offset">The row's offset; <see langword="null"/> for the mean offset of the fitted data.</param>
    /// <param name="confidence">The scale of the limits.</param>
    /// <param name="confidenceLevel">The level of the limits.</param>
    /// <exception cref="ArgumentException">Another number of values than columns, or no such stratum.</exception>
    public SurvivalCurve Survival(
        ReadOnlySpan<double> x, int? stratum = null, double? offset = null, ConfidenceKind confidence = ConfidenceKind.Log,
        double confidenceLevel = 0.95)
    {
        var options = new KaplanMeierOptions
        {
            Confidence = confidence,
            ConfidenceLevel = confidenceLevel,
            Estimator = SurvivalEstimator.NelsonAalen
        };
        options.Validate();
        var lp = LinearPredictor(x) + ((offset ?? OffsetMean) - OffsetMean);
        var baseline = Baseline(stratum);
        var (n, p) = (baseline.Time.Length, _beta.Length);
        var risk = Math.Exp(lp);
        var points = new CurvePoints(baseline.Slack);
        points.Time.AddRange(baseline.Time);
        points.AtRisk.AddRange(baseline.AtRisk);
        points.Events.AddRange(baseline.Events);
        points.Censored.AddRange(baseline.Censored);
        var d = new double[p];
        for (var k = 0; k < n; k++)
        {
            var h = baseline.CumulativeHazard[k];
            var survival = Math.Exp(-h * risk);
            for (var j = 0; j < p; j++)
                d[j] = (h * (x[j] - _state.Means[j])) - baseline.MeanSum[(k * p) + j];
            var error = risk * Math.Sqrt(baseline.Columns[5][k] + Quadratic(_state.Covariance, d));
            points.CumulativeHazard.Add(h * risk);
            points.HazardStandardError.Add(error);
            points.Survival.Add(survival);
            points.LogStandardError.Add(error);
            points.StandardError.Add(survival * error);
        }
        return new SurvivalCurve(baseline.Stratum, RowCount, points, options) { IsAlone = Baselines.Count == 1, IsOfModel = true };
    }

    /// <summary>The expected survival of each row at a time.</summary>
    /// <param name="x">The rows; columns are found by name.</param>
    /// <param name="time">The time; must not lie after the last follow-up of the fitted data.</param>
    /// <param name="strata">The stratum of each row; empty where the model has one.</param>
    /// <param name="offset">The offset of each row; empty for the mean offset of the fitted data.</param>
    /// <exception cref="ArgumentException">A column is missing, or strata or offsets are not as many as rows, or there is no such
    /// stratum.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or lies after the last follow-up; the message says the
    /// range.</exception>
    public double[] PredictSurvival(DesignMatrix x, double time, ReadOnlySpan<int> strata = default, ReadOnlySpan<double> offset = default)
    {
        var lp = LinearPredictor(x);
        if ((!strata.IsEmpty && strata.Length != lp.Length) || (!offset.IsEmpty && offset.Length != lp.Length))
            throw new ArgumentException($"There are {lp.Length} rows, {strata.Length} strata and {offset.Length} offsets.");
        for (var i = 0; i < lp.Length; i++)
        {
            var baseline = Baseline(strata.IsEmpty ? null : strata[i]);
            if (!(time >= 0 && time <= baseline.Time[^1] + baseline.Slack))
                throw new ArgumentOutOfRangeException(
                    nameof(time), time, Invariant($"Survival is known from 0 to {baseline.Time[^1]}, the last follow-up."));
            lp[i] = Math.Exp(-baseline.HazardAt(time) * Math.Exp(lp[i] + (offset.IsEmpty ? 0 : offset[i] - OffsetMean)));
        }
        return lp;
    }
}
