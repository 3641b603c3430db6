namespace Survival.Models.Statistics;

/// <summary>What an intraclass correlation is the reliability of.</summary>
public enum IccUnit
{
    /// <summary>One rater's value.</summary>
    Single,

    /// <summary>The mean of all raters' values.</summary>
    Average,
}
