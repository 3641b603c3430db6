namespace Survival.Models.NonParametric;

/// <summary>On which scale a survival curve's confidence limits are symmetric; R's <c>conf.type</c>.</summary>
public enum ConfidenceKind
{
    /// <summary>The logarithm of survival; R's default. Upper limits are cut at 1.</summary>
    Log,

    /// <summary>The logarithm of the cumulative hazard. Undefined (NaN) where survival is 0 or 1.</summary>
    LogLog,

    /// <summary>Survival itself. Limits are cut at 0 and 1.</summary>
    Plain,

    /// <summary>The log odds of survival. Undefined (NaN) where survival is 0 or 1.</summary>
    Logit,

    /// <summary>The arc sine of the root of survival. Undefined (NaN) where survival is 0 or 1.</summary>
    Arcsine,

    /// <summary>No limits (NaN).</summary>
    None,
}
