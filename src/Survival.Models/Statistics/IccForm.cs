namespace Survival.Models.Statistics;

/// <summary>What an intraclass correlation takes raters for, and what they must agree in.</summary>
public enum IccForm
{
    /// <summary>Each subject was rated by other raters, drawn at random: a one-way analysis of variance.</summary>
    OneWay,

    /// <summary>All subjects were rated by the same raters (a two-way analysis of variance), who must agree in the order and spacing of
    /// subjects: a rater's constant bias does not matter.</summary>
    Consistency,

    /// <summary>All subjects were rated by the same raters (a two-way analysis of variance), who must agree in the values
    /// themselves.</summary>
    Agreement,
}
