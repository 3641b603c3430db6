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
    public string Introduction =>
        "Interpolated coefficients, linear predictors, relative risks and baseline survival, to 8 significant digits of the largest of "
            + "each vector, against tests/Reference/Survival/Exact: the reference's computation taken to the optimum, from which glmnet "
                + "with `thresh = 1e-14` is 4e-7 to 1e-5 away (docs/survival-penalised.md).";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => SurvivalReference.CaseIds("coxnet_predict").Select(Row);

    /// <summary>One case.</summary>
    public static ConformanceRow Row(string id)
    {
        var @case = SurvivalReference.Case("coxnet_predict", id);
        var result = new Comparison(id);
        var (x, data) = (CoxNetCase.Columns(@case), CoxNetCase.Data(@case));
        var v = @case.Values;
        var path = CoxNet.Fit(data, x, CoxNetCase.Options(@case) with { Lambdas = v.Numbers("lambda_path") });
        var at = @case.Options.Numbers("s");
        var exact = GlmnetExact.Case("predict " + id);
        var (features, coefficients, lp) = (exact.Numbers("feature"), exact.GetProperty("coef"), exact.GetProperty("lp"));
        for (var k = 0; k < at.Length; k++)
        {
            var model = path.Interpolate(at[k]);
            var prediction = model.Predict(x);
            result.Add($"lambda {k}", at[k], model.Lambda);
            var expected = new double[x.ColumnCount];
            foreach (var (feature, value) in features.Zip(coefficients[k].Numbers()))
                expected[(int)feature] = value;
            result.Add($"coefficients at {at[k]}", expected, model.ToDense(), scale: expected.Max(Math.Abs));
            var linear = lp[k].Numbers();
            result.Add($"lp at {at[k]}", linear, prediction[..linear.Length], scale: linear.Max(Math.Abs));
            result.Add($"risk at {at[k]}", [.. linear.Select(Math.Exp)], [.. prediction[..linear.Length].Select(Math.Exp)]);
        }
        // survfit was given the first of the lambdas.
        var first = path.Interpolate(at[0]);
        var baseline = first.Baseline(data, x);
        result.Add("survfit times", v.GetProperty("survfit_rows1to3").Numbers("time"), baseline.Times.ToArray());
        var (rows, hazard) = (exact.Numbers("row"), exact.Numbers("cumhaz"));
        for (var k = 0; k < rows.Length; k++)
            result.Add($"hazard {rows[k]}", hazard[k], baseline.CumulativeHazard[(int)rows[k]]);
        for (var row = 0; row < 3; row++)
        {
            var linear = first.Predict(x)[row];
            var survival = baseline.Survival(linear);
            for (var k = 0; k < rows.Length; k++)
                result.Add(
                    $"survival {row} {rows[k]}",
                    Math.Exp(-hazard[k] * Math.Exp(lp[0].Numbers()[row])),
                    survival[(int)rows[k]],
                    scale: 1e-3
                );
        }
        return result.ToRow();
    }
}
