using Survival.Models;
using Survival.Models.Cox;

namespace Reference.Survival;

/// <summary>The univariable screen against R's <c>coxph</c>, a column at a time.</summary>
public sealed class ScreenSection : IConformanceSection
{
    /// <inheritdoc/>
    public int Order => 63;

    /// <inheritdoc/>
    public string Title => "Univariable Cox screen";

    /// <inheritdoc/>
    public string Introduction =>
        "Each of 537 columns by itself: coefficient per standard deviation, interval, three p-values, C with its standard error and "
            + "adjusted p-value against R's `coxph`.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => SurvivalReference.Cases("cox_univariable_screen").Select(c => Compare(c.Id));

    /// <summary>Compares a case.</summary>
    public static ConformanceRow Compare(string id)
    {
        var c = SurvivalReference.Case("cox_univariable_screen", id);
        var v = c.Values.GetProperty("screen");
        var response = c.Options.Texts("response");
        var data = SurvivalData.Create(c.Table.Numbers(response[0]), c.Table.Flags(response[1]));
        var x = DesignMatrix.FromColumns([.. v.Texts("feature").Select(f => (f, c.Table.Numbers(f)))]);
        var ours = UnivariableCox.Screen(data, x, new UnivariableCoxOptions { PerStandardDeviation = true });
        var row = new Comparison(id);
        void Add(string name, Func<UnivariableCox, double> value)
        {
            var theirs = v.Numbers(name);
            for (var j = 0; j < theirs.Length; j++)
                row.Add($"{ours[j].Name}.{name}", theirs[j], value(ours[j]));
        }
        Add("coef_per_sd", r => r.Coefficient);
        Add("se", r => r.StandardError);
        Add("hr", r => r.HazardRatio);
        Add("lower", r => r.Lower);
        Add("upper", r => r.Upper);
        Add("p_wald", r => r.WaldPValue);
        Add("p_lr", r => r.LikelihoodRatioPValue);
        Add("p_score", r => r.ScorePValue);
        Add("cindex", r => r.Concordance);
        Add("cindex_se", r => r.ConcordanceStandardError);
        Add("p_wald_bh", r => r.AdjustedPValue);
        return row.ToRow();
    }
}
