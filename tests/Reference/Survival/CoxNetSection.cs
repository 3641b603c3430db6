using Survival.Models.Penalised;

namespace Reference.Survival;

/// <summary>Penalised Cox paths against the optima at glmnet's lambdas.</summary>
public sealed class CoxNetSection : IConformanceSection
{
    /// <inheritdoc/>
    public int Order => 64;

    /// <inheritdoc/>
    public string Title => "Penalised Cox: paths";

    /// <inheritdoc/>
    public string Introduction => "Coefficients, nonzero counts, deviance ratios and log-likelihoods at each lambda against the reference's `exact` optima (glmnet's own default values are good to about 1e-3 only), to 8 significant digits; each coefficient relative to the largest of its lambda. Lambdas and null deviances against glmnet's.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => SurvivalReference.CaseIds("coxnet").Select(Row);

    /// <summary>One case.</summary>
    public static ConformanceRow Row(string id)
    {
        var @case = SurvivalReference.Case("coxnet", id);
        var result = new Comparison(id);
        var (x, data, options) = (CoxNetCase.Columns(@case), CoxNetCase.Data(@case), CoxNetCase.Options(@case));
        var lambdas = @case.Values.Numbers("lambda");
        var exact = @case.Values.GetProperty("exact");
        var path = CoxNet.Fit(x, data, options with { Lambdas = lambdas });
        result.Add("lambdas fitted", lambdas.Length, path.Count);
        result.Add("null deviance", exact.Number("nulldev"), path.NullDeviance);
        result.Add("null loglik", exact.Number("loglik_null"), path.NullLogLikelihood);
        result.Add("saturated loglik", exact.Number("loglik_saturated"), path.SaturatedLogLikelihood, scale: 1);
        var at = exact.Numbers("lambda_index");
        var (df, ratio, logLikelihood) = (exact.Numbers("df"), exact.Numbers("dev_ratio"), exact.Numbers("loglik"));
        var coefficients = CoxNetCase.Coefficients(exact.GetProperty("coef"), x.ColumnCount);
        for (var k = 0; k < at.Length; k++)
        {
            var i = (int)at[k];
            result.Add($"df at {i}", df[k], path.NonzeroCounts[i]);
            result.Add($"deviance ratio at {i}", ratio[k], path.DevianceRatios[i], scale: 1e-3);
            result.Add($"loglik at {i}", logLikelihood[k], path.LogLikelihoods[i]);
            if (coefficients.TryGetValue(i, out var expected))
                result.Add($"coefficients at {i}", expected, path.At(i).ToDense(), scale: expected.Max(Math.Abs));
        }
        if (!@case.Options.GetProperty("user_lambda").GetBoolean())
        {
            var own = CoxNet.Fit(x, data, options);
            result.Add("length of the own path", lambdas.Length, own.Count);
            result.Add("own lambdas", lambdas, own.Lambdas);
        }
        return result.ToRow();
    }
}
