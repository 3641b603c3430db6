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
    public string Introduction =>
        "cvm, cvsd, fold scores, the best lambda and that of one standard error, to 8 significant digits: where all folds have the "
            + "lambdas of the path (`explicit`) against the reference's exact solution; where each fold made lambdas of its own against "
                + "tests/Reference/Survival/Exact, the same computation in R taken to the optimum, because glmnet's own stop short of it "
                    + "(docs/survival-penalised.md says by how much).";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => SurvivalReference.CaseIds("cv_coxnet").Select(Row);

    /// <summary>One case.</summary>
    public static ConformanceRow Row(string id)
    {
        var @case = SurvivalReference.Case("cv_coxnet", id);
        var expected = @case.Values.TryGetProperty("exact", out var exact) ? exact : @case.Values.GetProperty("default");
        var isExplicit = expected.TryGetProperty("solver", out _);
        var result = new Comparison(id);
        var (x, data) = (CoxNetCase.Columns(@case), CoxNetCase.Data(@case));
        var lambdas = expected.Numbers("lambda");
        var options = CoxNetCase.Options(@case);
        if (isExplicit)
            options = options with { Lambdas = lambdas };
        var cv = CoxNet.CrossValidate(
            data,
            x,
            Folds.FromIds([.. @case.Values.Numbers("foldid").Select(f => (int)f)]),
            options,
            new CoxNetCvOptions
            {
                Measure = @case.Option("type_measure") == "C" ? CvMeasure.Concordance : CvMeasure.Deviance,
                Grouped = @case.Options.GetProperty("grouped").GetBoolean(),
                OwnFoldSequences = !isExplicit,
                MaxDegreeOfParallelism = 2,
            }
        );
        result.Add("lambdas", lambdas, cv.Lambdas);
        var optimum = isExplicit ? expected : GlmnetExact.Case(id);
        result.Add("cvm", optimum.Numbers("cvm"), cv.MeanScores);
        result.Add("cvsd", optimum.Numbers("cvsd"), cv.StandardErrors);
        result.Add("index of lambda.min", optimum.Number(isExplicit ? "index_min_zero_based" : "index_min"), cv.IndexMin);
        result.Add("index of lambda.1se", optimum.Number(isExplicit ? "index_1se_zero_based" : "index_1se"), cv.Index1Se);
        if (isExplicit)
        {
            var raw = expected.GetProperty("cvraw").Matrix();
            for (var f = 0; f < cv.FoldCount; f++)
                result.Add($"fold {f}", raw[f], cv.FoldScores(f).ToArray());
            result.Add("fold weights", expected.Numbers("fold_weights"), cv.FoldWeights.ToArray());
            (string, CoxNetModel)[] models = [("coef_min", cv.Minimum), ("coef_1se", cv.OneStandardError)];
            foreach (var (name, model) in models)
            {
                var coefficients = CoxNetCase.Coefficients(expected.GetProperty(name), x.ColumnCount)[0];
                result.Add(name, coefficients, model.ToDense(), scale: coefficients.Max(Math.Abs));
            }
        }
        return result.ToRow();
    }
}
