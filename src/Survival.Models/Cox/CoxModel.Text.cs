using System.Diagnostics;
using System.Globalization;
using System.Text;
using Survival.Models.Numerics;

namespace Survival.Models.Cox;

[DebuggerDisplay("Cox model, {RowCount} rows, {EventCount} events, {DegreesOfFreedom} df")]
public sealed partial class CoxModel
{
    private const int FewEvents = 10;

    /// <summary>The tables and tests that R's <c>summary(coxph)</c> prints, a test of each term as a whole where one has several columns
    /// (<see cref="TestTerms"/>), and a note where there are few events; Harrell's C where the model has its training data.</summary>
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
                TextTable.Number(c.ModelStandardError), TextTable.Fixed(c.Test.Statistic, 3), PValue.Significant(c.PValue));
            if (IsRobust)
                coefficients.Row(c.Name, b, hr, se, TextTable.Number(c.StandardError), z, p);
            else
                coefficients.Row(c.Name, b, hr, se, z, p);
            ratios.Row(c.Name, hr, TextTable.Number(Math.Exp(-c.Coefficient)), TextTable.Number(c.Lower), TextTable.Number(c.Upper));
        }
        if (table.Count == 0)
            return text.Append(CultureInfo.InvariantCulture, $"Null model\n  log likelihood= {LogLikelihood:G7}").ToString();
        text.Append(coefficients).Append('\n').Append(ratios).Append('\n');
        foreach (var term in Terms.Where(t => t.IsCategorical))
            text.Append(CultureInfo.InvariantCulture, $"reference level of {term.Name}: {term.Levels[0]}\n\n");
        if (Terms.Any(t => t.ColumnCount > 1))
            text.Append(Overall()).Append('\n');
        if (HasTrainingData)
        {
            var c = Concordance();
            text.Append(CultureInfo.InvariantCulture, $"Concordance= {c.Index:0.000}  (se = {c.StandardError:0.000})\n");
        }
        else
        {
            text.Append("Concordance is not kept in a model's file: it needs the training data.\n");
        }
        foreach (var test in (TestResult?[])[LikelihoodRatioTest, WaldTest, ScoreTest, RobustScoreTest])
        {
            if (test is { } known)
                text.Append(known).Append('\n');
        }
        if (EventCount < FewEvents)
            text.Append(CultureInfo.InvariantCulture, $"note: {EventCount} events, fewer than {FewEvents}: limits and p values are ")
                .Append("those of large samples and rough here. Firth's penalty (FirthCox) is steadier.\n");
        return text.ToString().TrimEnd();
    }

    // A factor or a curve as a whole, which the rows of its columns do not test.
    private string Overall() => TermTest.Print(TestTerms().Where(t => t.Term != "TOTAL"));
}
