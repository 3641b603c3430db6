using Survival.Models.Calibration;
using Survival.Models.Discrimination;

namespace Survival.Models.Validation;

/// <summary>The indices of a procedure's model on some rows; NaN where they do not define one.</summary>
internal static class PipelineMeasures
{
    public const string Brier = "Brier";

    public static readonly string[] Names = ["C", "C of groups", "AUC", Brier, "Slope"];

    /// <summary>The indices on rows of the data.</summary>
    public static double[] Of(SurvivalData data, IReadOnlyList<int> rows, PipelineFit fit, double? horizon)
    {
        int[] known = [.. rows.Where(i => !double.IsNaN(fit.LinearPredictor[i]))];
        var values = new double[Names.Length];
        Array.Fill(values, double.NaN);
        if (known.Length == 0)
            return values;
        var follow = data.Select(known);
        double[] lp = [.. known.Select(i => fit.LinearPredictor[i])];
        values[0] = Concordance.CountPairs(follow, lp).Index;
        if (fit.HighRisk is { } high)
            values[1] = Concordance.CountPairs(follow, [.. known.Select(i => high[i] ? 1.0 : 0)]).Index;
        if (horizon is { } at && Divides(follow, at))
        {
            values[2] = TimeDependentRoc.Ipcw(follow, lp, [at], IpcwConvention.RiskRegression).At[0].Auc;
            if (fit.Survival is { } survival)
                values[3] = BrierScore.Ipcw(follow, [[.. known.Select(i => 1 - survival[i])]], [at]).At[0].Brier;
        }
        values[4] = Slope(follow, lp);
        return values;
    }

    /// <summary>The indices without information: of the Brier score the mean over all pairs of an outcome and another's
    /// prediction.</summary>
    public static double[] NoInformation(SurvivalData data, IReadOnlyList<int> rows, PipelineFit fit, double? horizon)
    {
        double[] values = [0.5, 0.5, 0.5, double.NaN, double.NaN];
        int[] known = [.. rows.Where(i => !double.IsNaN(fit.LinearPredictor[i]))];
        if (horizon is not { } at || fit.Survival is not { } survival || known.Length == 0)
            return values;
        var follow = data.Select(known);
        if (!Divides(follow, at))
            return values;
        // The score is quadratic in the risk: that of everyone's risk 0 or 1 are the weights of events and of survivors.
        var events = BrierScore.Ipcw(follow, [new double[known.Length]], [at]).At[0].Brier;
        var survivors = BrierScore.Ipcw(follow, [[.. known.Select(_ => 1.0)]], [at]).At[0].Brier;
        values[3] = (events * known.Average(i => survival[i] * survival[i]))
            + (survivors * known.Average(i => (1 - survival[i]) * (1 - survival[i])));
        return values;
    }

    // Somebody has had the event by then, and somebody is followed beyond.
    private static bool Divides(SurvivalData data, double at)
    {
        var (cases, controls) = (false, false);
        for (var i = 0; i < data.Count; i++)
        {
            cases |= data.Event[i] && data.Time[i] <= at;
            controls |= data.Time[i] > at + data.TimeSlack;
        }
        return cases && controls;
    }

    private static double Slope(SurvivalData data, double[] lp)
    {
        if (data.EventCount == 0 || Array.TrueForAll(lp, v => v == lp[0]))
            return double.NaN;
        try
        {
            return SurvivalCalibration.Slope(data, lp).Estimate;
        }
        catch (SurvivalModelException)
        {
            // Too few rows, or a likelihood without a maximum: no slope here.
            return double.NaN;
        }
    }
}
