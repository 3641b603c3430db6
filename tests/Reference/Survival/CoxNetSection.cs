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
    public string Introduction =>
        "Coefficients, nonzero counts, deviance ratios and log-likelihoods at each lambda against the reference's `exact` optima "
            + "(glmnet's own default values are good to about 1e-3 only), to 8 significant digits; each coefficient relative to the "
                + "largest of its lambda. Lambdas and null deviances against glmnet's.";

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
        var path = CoxNet.Fit(data, x, options with { Lambdas = lambdas });
        result.Add("lambdas fitted", lambdas.Length, path.Count);
        result.Add("null deviance", exact.Number("nulldev"), path.NullDeviance);
        result.Add("null loglik", exact.Number("loglik_null"), path.NullLogLikelihood);
        result.Add("saturated loglik", exact.Number("loglik_saturated"), path.SaturatedLogLikelihood, scale: 1);
        var at = exact.Numbers("lambda_index");
        var (df, ratio, logLikelihood) = (exact.Numbers("df"), exact.Numbers("dev_ratio"), exact.Numbers("loglik"));
        var coefficients = CoxNetCase.Coefficients(exact.GetProperty("coef"), x.ColumnCount);
        var largest = coefficients.Values.Max(c => c.Max(Math.Abs));
        for (var k = 0; k < at.Length; k++)
        {
            var i = (int)at[k];
            // At lambda_max itself the reference can hold one coefficient of 1e-15, a rounding error: it counts as the 0 it is.
            result.Add(
                $"df at {i}",
                coefficients.TryGetValue(i, out var values) ? values.Count(b => Math.Abs(b) > 1e-12 * largest) : df[k],
                path.NonzeroCounts[i]
            );
            result.Add($"deviance ratio at {i}", ratio[k], path.DevianceRatios[i], scale: 1e-3);
            result.Add($"loglik at {i}", logLikelihood[k], path.LogLikelihoods[i]);
            if (coefficients.TryGetValue(i, out var expected))
                result.Add($"coefficients at {i}", expected, path.At(i).ToDense(), scale: Math.Max(expected.Max(Math.Abs), 1e-6 * largest));
        }
        if (!@case.Options.GetProperty("user_lambda").GetBoolean())
            CompareSequence(result, CoxNet.Fit(data, x, options), options, lambdas, ratio, at.Length == lambdas.Length, id);
        return result.ToRow();
    }

    private static void CompareSequence(
        Comparison result,
        CoxNetPath own,
        CoxNetOptions options,
        double[] lambdas,
        double[] ratio,
        bool all,
        string id
    )
    {
        // glmnet's first lambda is off where its null model is: unpenalised columns are fitted to its threshold (2e-5 here), and
        // the case named for it has the tie defect (4e-5 here). Neither can be the yardstick.
        if (id is "coxexample_pf" or "gbsg_days_glmnet_quirk")
            return;
        result.Add("own lambdas", lambdas[..Math.Min(lambdas.Length, own.Count)], [.. own.Lambdas.Take(lambdas.Length)]);
        // glmnet ends its path on deviance ratios that are good to its threshold; the same rule on the exact ones says where it should end.
        var expected = !all
            ? lambdas.Length
            : Enumerable
                .Range(4, lambdas.Length)
                .First(k =>
                    k >= lambdas.Length - 1
                    || (
                        options.StopEarly
                        && (ratio[k] > 0.99 || (options.LowerLimits?[0] != 0 && ratio[k] - ratio[k - 4] < 1e-3 * ratio[k]))
                    )
                ) + 1;
        result.Add("length of the own path", expected, own.Count);
    }
}
