namespace Survival.Models.CutPoints;

/// <summary>On which side a value equal to the cut lies. The cut is an observed value, so at least one row is decided by this.</summary>
public enum CutPointRule
{
    /// <summary>High is above the cut; the rule of the statistic and of <c>surv_categorize</c>.</summary>
    Above,

    /// <summary>High is at or above the cut.</summary>
    AtOrAbove,
}
