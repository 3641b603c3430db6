namespace Survival.Models.NonParametric;

/// <summary>How survival and the cumulative hazard are estimated from the deaths d and those at risk n at each time.</summary>
public enum SurvivalEstimator
{
    /// <summary>Survival is the product of 1 - d/n (Kaplan and Meier), the hazard the sum of d/n (Nelson and Aalen).</summary>
    KaplanMeier,

    /// <summary>Survival is exp(-cumulative hazard), the hazard the sum of d/n (Nelson, Aalen; Breslow's survival).</summary>
    NelsonAalen,

    /// <summary>As <see cref="NelsonAalen"/>, with tied deaths taken one after the other: 1/n + 1/(n-1) + ... (Fleming and Harrington 1984,
    /// doi:10.1080/03610928408828837).</summary>
    FlemingHarrington,
}
