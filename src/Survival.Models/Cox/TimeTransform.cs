namespace Survival.Models.Cox;

/// <summary>The function of time with which a test of proportional hazards looks for a trend.</summary>
public enum TimeTransform
{
    /// <summary>One less Kaplan-Meier survival of all rows just before the time: R's default.</summary>
    KaplanMeier,

    /// <summary>The rank of the time among all rows.</summary>
    Rank,

    /// <summary>The time.</summary>
    Identity,

    /// <summary>The logarithm of the time.</summary>
    Log,
}
