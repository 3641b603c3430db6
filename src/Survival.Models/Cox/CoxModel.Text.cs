using System.Diagnostics;
using System.Globalization;
using System.Text;
using Survival.Models.Numerics;

namespace Survival.Models.Cox;

[DebuggerDisplay("Cox model, {RowCount} rows, {EventCount} events, {DegreesOfFreedom} df")]
public sealed partial class CoxModel
{
    /// <summary>The tables and tests that R's <c>summary(coxph)</c> prints; Harrell's C where the model has its training data.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"n= {RowCount}, number of events= {EventCount}\n\n");
        var table = Table();
        var coefficients = IsRobust
            ? new TextTable("", "coef", "exp(coef)", "se(coef)", "robust se", "z", "Pr(>|z|)")
            : new TextTable("", "coef", "exp(coef)", "se(coef)", "z", "Pr(>|z|)");
        var ratios = new TextTable("", "exp(coef)", "exp(-coef)", "lower .95", "upper .95");
        foreach (var c in table)
        {
            var (b, hr, se, z, p) = (TextTable.Number(c.Coefficient), TextTable.Number(c.HazardRatio),
                TextTable.Number(c.ModelStandardError), TextTable.Fixed(c.Z, 3), PValue.Significant(c.PValue));
            if (IsRobust)
                coefficients.Row(c.Name, b, hr, se, TextTable.Number(c.StandardError), z, p);
            else
                coefficients.Row(c.Name, b, hr, se, z, p);
            ratios.Row(c.Name, hr, TextTable.Number(Math.Exp(-c.Coefficient)), TextTable.Number(c.Lower), TextTable.Number(c.Upper));
        }
        if (table.Count == 0)
            return text.Append(CultureInfo.InvariantCulture, $"Null model\n  log likelihood= {LogLikelihood:G7}").ToString();
        text.Append(coefficients).Append('\n').Append(ratios).Append('\n');
        if (HasTrainingData)
        {
            var c = Concordance();
            text.Append(CultureInfo.InvariantCulture, $"Concordance= {c.Index:0.000}  (se = {c.StandardError:0.000})\n");
        }
        foreach (var test in (TestResult?[])[LikelihoodRatioTest, WaldTest, ScoreTest, RobustScoreTest])
        {
            if (test is { } known)
                text.Append(known).Append('\n');
        }
        return text.ToString().TrimEnd();
    }
}
