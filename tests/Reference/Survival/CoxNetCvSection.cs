using Survival.Models.Penalised;
using Survival.Models.Resampling;

namespace Reference.Survival;

/// <summary>Cross-validated paths against cv.glmnet.</summary>
public sealed class CoxNetCvSection : IConformanceSection
{
    /// <inheritdoc/>
    public int Order => 65;

    /// <inheritdoc/>
    public string Title => "Penalised Cox: cross-validation";

    /// <inheritdoc/>
    public string Introduction => "cvm, cvsd, fold scores, the best lambda and that of one standard error. To 8 significant digits where the reference solved every fold exactly (`explicit`); where glmnet made a sequence for each fold and interpolated, to the 1e-4 that its own convergence warrants.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => SurvivalReference.CaseIds("cv_coxnet").Select(Row);

    /// <summary>One case.</summary>
    public static ConformanceRow Row(string id)
    {
        var @case = SurvivalReference.Case("cv_coxnet", id);
        var expected = @case.Values.TryGetProperty("exact", out var exact) ? exact : @case.Values.GetProperty("default");
        var isExact = expected.TryGetProperty("solver", out _);
        // The two cases without tight values hold what glmnet's plain threshold gives. It warrants 1e-3 of a coefficient, and less and
        // less towards the saturated end: there its deviances are off by percents, and so is any comparison. They are compared up to
        // ten lambdas beyond the best, C to the few of a fold's some 30 pairs that such coefficients swap.
        var isPlain = !@case.Values.TryGetProperty("exact", out _);
        var measure = @case.Option("type_measure") == "C" ? CvMeasure.Concordance : CvMeasure.Deviance;
        var result = new Comparison(id, allowed: isExact ? 1e-8 : isPlain ? measure == CvMeasure.Concordance ? 1e-2 : 1e-3 : 1e-4);
        var (x, data) = (CoxNetCase.Columns(@case), CoxNetCase.Data(@case));
        var lambdas = expected.Numbers("lambda");
        var options = CoxNetCase.Options(@case);
        if (isExact)
            options = options with { Lambdas = lambdas };
        var cv = CoxNetCv.Run(x, data, Folds.FromIds([.. @case.Values.Numbers("foldid").Select(f => (int)f)]), options, new CoxNetCvOptions
        {
            Measure = measure,
            Grouped = @case.Options.GetProperty("grouped").GetBoolean(),
            OwnFoldSequences = !isExact,
            Parallelism = 2,
        });
        result.Add("lambdas", lambdas, cv.Lambdas, allow: isExact ? null : 1e-6);
        var compared = isPlain ? (int)expected.Number("index_min_zero_based") + 10 : lambdas.Length;
        result.Add("cvm", expected.Numbers("cvm")[..compared], [.. cv.MeanScores.Take(compared)]);
        if (!isPlain)
            result.Add("cvsd", expected.Numbers("cvsd"), cv.StandardErrors);
        if (!isPlain || measure == CvMeasure.Deviance)
        {
            result.Add("index of lambda.min", expected.Number("index_min_zero_based"), cv.IndexMin);
            result.Add("index of lambda.1se", expected.Number("index_1se_zero_based"), cv.Index1Se);
        }
        if (isExact)
        {
            var raw = expected.GetProperty("cvraw").Matrix();
            for (var f = 0; f < cv.FoldCount; f++)
                result.Add($"fold {f}", raw[f], cv.FoldScores(f).ToArray());
            result.Add("fold weights", expected.Numbers("fold_weights"), cv.FoldWeights.ToArray());
            foreach (var (name, model) in (ReadOnlySpan<(string, CoxNetModel)>)[("coef_min", cv.ModelMin), ("coef_1se", cv.Model1Se)])
            {
                var coefficients = CoxNetCase.Coefficients(expected.GetProperty(name), x.ColumnCount)[0];
                result.Add(name, coefficients, model.ToDense(), scale: coefficients.Max(Math.Abs));
            }
        }
        return result.ToRow();
    }
}
