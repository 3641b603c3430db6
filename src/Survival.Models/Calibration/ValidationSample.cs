using Survival.Models.Discrimination;
using Survival.Models.Numerics;

namespace Survival.Models.Calibration;

/// <summary>The rows that a model is fitted to or measured on.</summary>
internal sealed class ValidationSample(SurvivalData data, double[][] columns)
{
    public SurvivalData Data { get; } = data;

    public double[][] Columns { get; } = columns;

    /// <summary>The rows of a resample.</summary>
    public ValidationSample Take(int[] rows) =>
        new(Data.Select(rows), [.. Columns.Select(c => rows.Select(i => c[i]).ToArray())]);

    /// <summary>Predicted survival at a time.</summary>
    public double[] Predict(EfronFit fit, double at)
    {
        var hazard = fit.CumulativeHazard(at);
        return [.. fit.LinearPredictor(Columns).Select(lp => Math.Exp(-hazard * Math.Exp(lp)))];
    }

    /// <summary>All indices and the calibration by groups.</summary>
    public Measures Measure(EfronFit fit, double at, CalibrationCuts cuts, ModelValidationOptions options, bool isTraining)
    {
        var (lp, survival, n) = (fit.LinearPredictor(Columns), Predict(fit, at), Data.Count);
        var index = new Dictionary<string, double>();
        // On its own sample a model needs no recalibration; elsewhere its linear predictor is refitted.
        var again = isTraining ? fit : EfronFit.Fit(Data, [lp], options.Tolerance);
        var (slope, l0) = (isTraining ? 1 : again.Coefficients[0], -2 * again.LogLikelihoodNull);
        var lr = 2 * (again.LogLikelihood - again.LogLikelihoodNull);
        index["C"] = Concordance.CountPairs(Data, lp).Index;
        index["Dxy"] = (2 * index["C"]) - 1;
        index["R2"] = (1 - Math.Exp(-lr / n)) / (1 - Math.Exp(-l0 / n));
        index["Slope"] = slope;
        index["D"] = (lr - 1) / l0;
        index["U"] = isTraining ? -2 / l0 : -2 * (again.At([1]) - again.LogLikelihood) / l0;
        index["Q"] = index["D"] - index["U"];
        index["g"] = GiniMeanDifference(lp) * Math.Abs(slope);
        var followUp = new GroupSurvival(Data);
        index["ObservedOverExpected"] = SurvivalCalibration.InTheLarge(followUp, survival, at, 0).ObservedOverExpected;
        Smooth(index, lp, survival, at, options);
        var (group, groups) = cuts.Assign(survival);
        return new Measures(index, followUp.Compare(survival, group, groups, at, Tails.NormalQuantile(0.975)));
    }

    private void Smooth(Dictionary<string, double> index, double[] lp, double[] survival, double at, ModelValidationOptions options)
    {
        (index["ICI"], index["E50"], index["E90"], index["Emax"]) = (double.NaN, double.NaN, double.NaN, double.NaN);
        // log(-log S) is the linear predictor but for a constant; taking it from S loses it where S rounds to 0 or 1.
        double[] x = [.. survival.Select(s => Math.Log(-Math.Log(s)))];
        if (!Array.TrueForAll(x, double.IsFinite))
        {
            var known = Array.FindIndex(x, double.IsFinite);
            if (known < 0)
                return;
            var shift = x[known] - lp[known];
            x = [.. lp.Select(v => v + shift)];
        }
        try
        {
            var curve = SurvivalCalibration.Smooth(Data, x, at, RestrictedCubicSpline.Knots(x, options.Knots));
            (index["ICI"], index["E50"], index["E90"], index["Emax"]) = (curve.Ici, curve.E50, curve.E90, curve.EMax);
        }
        catch (ConvergenceException)
        {
            // Too few distinct predictions: no smooth curve in this sample.
        }
    }

    /// <summary>The mean absolute difference of two of the values, O(n log n).</summary>
    private static double GiniMeanDifference(double[] values)
    {
        var sorted = (double[])values.Clone();
        Array.Sort(sorted);
        double sum = 0, n = sorted.Length;
        for (var i = 0; i < sorted.Length; i++)
            sum += ((2 * i) - n + 1) * sorted[i];
        return 2 * sum / (n * (n - 1));
    }
}
