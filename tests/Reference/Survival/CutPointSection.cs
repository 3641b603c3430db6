using Survival.Models;
using Survival.Models.CutPoints;

namespace Reference.Survival;

/// <summary>Cut-points against maxstat and survminer.</summary>
public sealed class CutPointSection : IConformanceSection
{
    /// <inheritdoc/>
    public int Order => 67;

    /// <inheritdoc/>
    public string Title => "Cut-points";

    /// <inheritdoc/>
    public string Introduction =>
        "Cut, statistic, scores, profile and p-values against `maxstat` and `survminer`, to 8 significant digits; `exactGauss`, a "
            + "quasi-Monte-Carlo value there, to an absolute 1e-3 (pmvnorm reports an error of 1.6e-3 for `lung_age`; with more points "
                + "it gives 0.19553(10), and so do we). Lau94 beyond [0, 1] is held inside.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => SurvivalReference.CaseIds("cutpoint").Select(Row);

    /// <summary>One case.</summary>
    public static ConformanceRow Row(string id)
    {
        var @case = SurvivalReference.Case("cutpoint", id);
        var result = new Comparison(id);
        var response = @case.Options.Texts("response");
        var data = SurvivalData.Create(@case.Table.Numbers(response[0]), @case.Table.Flags(response[1]));
        var marker = @case.Table.Numbers(@case.Option("variable")!);
        var options = new CutPointOptions
        {
            MinimumShare = @case.Options.Number("minprop"),
            MaximumShare = @case.Options.Number("maxprop"),
        };
        var ours = MaximallySelectedRank.Search(data, marker, options);
        var v = @case.Values;
        result.Add("cut", v.Number("cutpoint"), ours.CutPoint);
        result.Add("statistic", v.Number("statistic"), ours.Statistic);
        result.Add("low", v.Number("n_low"), ours.LowCount);
        result.Add("high", v.Number("n_high"), ours.HighCount);
        result.Add("cuts", v.Numbers("candidate_cuts"), ours.Cuts.ToArray());
        result.Add("profile", v.Numbers("candidate_stats"), ours.Statistics.ToArray(), scale: 0.1);
        result.Add("scores", v.Numbers("logrank_scores"), ours.Scores.ToArray(), scale: 0.1);
        foreach (
            var (name, method) in (ReadOnlySpan<(string, CutPointPValue)>)
                [
                    ("Lau92", CutPointPValue.Lausen1992),
                    ("Lau94", CutPointPValue.Lausen1994),
                    ("HL", CutPointPValue.HothornLausen),
                    ("exactGauss", CutPointPValue.ExactGauss),
                ]
        )
        {
            if (!v.GetProperty("p_values").TryGetProperty(name, out var expected))
                continue;
            var with = MaximallySelectedRank.Search(data, marker, options with { PValue = method });
            result.Add(name + " statistic", expected.Number("statistic"), with.Statistic);
            result.Add(name + " cut", expected.Number("cut"), with.CutPoint);
            if (method == CutPointPValue.ExactGauss)
                result.Add(name + " p", expected.Number("p"), with.PValue, scale: 1, allow: 1e-3);
            else
                result.Add(name + " p", Math.Clamp(expected.Number("p"), 0, 1), with.PValue, scale: name == "Lau94" ? 1e-7 : 0);
        }
        return result.ToRow();
    }
}
