namespace Survival.Models.RiskSets;

/// <summary>Survival, and the distribution of censoring, as step curves of one stratum.</summary>
internal static class SurvivalFunction
{
    /// <summary>Kaplan and Meier's estimate of survival.</summary>
    public static StepCurve KaplanMeier(SortedFollowUp data, int stratum = 0) => Of(data, stratum, censoring: false);

    /// <summary>The chance of staying uncensored: deaths leave before censorings of the same time.</summary>
    public static StepCurve Uncensored(SortedFollowUp data, int stratum = 0) => Of(data, stratum, censoring: true);

    private static StepCurve Of(SortedFollowUp data, int stratum, bool censoring)
    {
        var (time, value, product) = (new List<double>(), new List<double>(), new ProductLimit());
        foreach (var t in new RiskCounts(data, stratum))
        {
            if (censoring)
                product.Step(t.AtRisk - t.Deaths, t.Censored);
            else
                product.Step(t.AtRisk, t.Deaths);
            time.Add(t.Time);
            value.Add(product.Survival);
        }
        return new StepCurve([.. time], [.. value], 1, data.Slack);
    }
}
