using Survival.Models.Penalised;

namespace Reference.Survival;

/// <summary>Predictions at lambdas on and off a path against glmnet's.</summary>
public sealed class CoxNetPredictSection : IConformanceSection
{
    /// <inheritdoc/>
    public int Order => 66;

    /// <inheritdoc/>
    public string Title => "Penalised Cox: predictions";

    /// <inheritdoc/>
    public string Introduction => "Interpolated coefficients, linear predictors, relative risks and baseline survival against glmnet with `thresh = 1e-14`, which is good to between 4e-7 and 1e-5 of a coefficient; relative to the largest of each vector.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => SurvivalReference.CaseIds("coxnet_predict").Select(Row);

    /// <summary>One case.</summary>
    public static ConformanceRow Row(string id)
    {
        var @case = SurvivalReference.Case("coxnet_predict", id);
        var result = new Comparison(id, allowed: 1e-5);
        var (x, data) = (CoxNetCase.Columns(@case), CoxNetCase.Data(@case));
        var v = @case.Values;
        var path = CoxNet.Fit(x, data, CoxNetCase.Options(@case) with { Lambdas = v.Numbers("lambda_path") });
        var at = @case.Options.Numbers("s");
        var (lp, risk) = (v.GetProperty("lp").Matrix(), v.GetProperty("risk").Matrix());
        var coefficients = CoxNetCase.Coefficients(v.GetProperty("coef"), x.ColumnCount);
        for (var k = 0; k < at.Length; k++)
        {
            var model = path.Interpolate(at[k]);
            var prediction = model.Predict(x);
            result.Add($"lambda {k}", at[k], prediction.Lambda);
            result.Add($"coefficients at {at[k]}", coefficients[k], model.ToDense(), scale: coefficients[k].Max(Math.Abs));
            result.Add($"lp at {at[k]}", [.. lp.Select(r => r[k])], prediction.LinearPredictor[..lp.Length].ToArray(), scale: 1);
            result.Add($"risk at {at[k]}", [.. risk.Select(r => r[k])], prediction.RelativeRisk()[..risk.Length]);
        }
        var curves = v.GetProperty("survfit_rows1to3");
        var (surv, hazard) = (curves.GetProperty("surv").Matrix(), curves.GetProperty("cumhaz").Matrix());
        // survfit was given the first of the lambdas.
        var first = path.Interpolate(at[0]);
        var baseline = first.Baseline(x, data);
        result.Add("survfit times", curves.Numbers("time"), baseline.Times.ToArray());
        for (var row = 0; row < surv[0].Length; row++)
        {
            var linear = first.Predict(x).LinearPredictor[row];
            result.Add($"survival {row}", [.. surv.Select(r => r[row])], baseline.Survival(linear), scale: 1e-3);
            result.Add($"hazard {row}", [.. hazard.Select(r => r[row])], [.. baseline.CumulativeHazard.ToArray().Select(h => h * Math.Exp(linear))], scale: 1e-3);
        }
        return result.ToRow();
    }
}
