namespace Survival.Models.Statistics;

/// <summary>What an intraclass correlation takes raters for.</summary>
public enum IccModel
{
    /// <summary>Each subject was rated by other raters, drawn at random: a one-way analysis of variance.</summary>
    OneWay,

    /// <summary>All subjects were rated by the same raters: a two-way analysis of variance.</summary>
    TwoWay,
}
