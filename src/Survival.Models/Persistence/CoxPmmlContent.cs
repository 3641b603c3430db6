using System.Xml;

namespace Survival.Models.Persistence;

/// <summary>A baseline as PMML holds it.</summary>
/// <param name="Stratum">The stratum's name or code.</param>
/// <param name="MaximumTime">The last follow-up.</param>
/// <param name="Steps">The event times with the cumulative hazard after each.</param>
internal sealed record CoxPmmlBaseline(string Stratum, double MaximumTime, IReadOnlyList<(double Time, double Hazard)> Steps)
{
    /// <summary>A baseline's steps: where the hazard rises.</summary>
    public static CoxPmmlBaseline Of(string stratum, ReadOnlySpan<double> time, ReadOnlySpan<double> hazard)
    {
        var (steps, last) = (new List<(double, double)>(), 0.0);
        for (var k = 0; k < time.Length; k++)
        {
            if (hazard[k] > last)
                steps.Add((time[k], last = hazard[k]));
        }
        return new CoxPmmlBaseline(stratum, time[^1], steps);
    }
}

/// <summary>A covariate that is worked out of others.</summary>
/// <param name="Name">The covariate.</param>
/// <param name="Expression">Writes its expression.</param>
internal sealed record CoxPmmlDerived(string Name, Action<XmlWriter> Expression);

/// <summary>What a Cox model's PMML says, whichever way the model was made.</summary>
/// <param name="ColumnNames">The columns.</param>
/// <param name="Terms">The variables that they stand for.</param>
/// <param name="Coefficients">A coefficient for each column; NaN for one that is left out.</param>
/// <param name="Means">Each column's reference point.</param>
/// <param name="Covariance">The covariance of the coefficients, row-major, or <see langword="null"/>.</param>
/// <param name="IsRobust">Whether it is the sandwich.</param>
/// <param name="Baselines">The baselines; none for the linear predictor alone.</param>
internal sealed record CoxPmmlContent(
    IReadOnlyList<string> ColumnNames,
    IReadOnlyList<DesignTerm> Terms,
    double[] Coefficients,
    double[] Means,
    double[]? Covariance,
    bool IsRobust,
    IReadOnlyList<CoxPmmlBaseline> Baselines)
{
    /// <summary>What the header says of the model.</summary>
    public string Description { get; init; } = "Cox proportional-hazards model; for research use only";

    /// <summary>Numbers that are given though they are no covariates themselves.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>The covariates among the terms that are worked out of others.</summary>
    public IReadOnlyList<CoxPmmlDerived> Derived { get; init; } = [];

    /// <summary>The covariates among the terms of which others are worked out.</summary>
    public IReadOnlySet<string> Needed { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The columns of a variable that are in the model.</summary>
    public IEnumerable<int> Used(DesignTerm term) =>
        Enumerable.Range(term.FirstColumn, term.ColumnCount).Where(j => !double.IsNaN(Coefficients[j]));
}
