using System.Globalization;
using Survival.Models.Numerics;
using Survival.Models.Resampling;

namespace Survival.Models.Selection;

/// <summary>How a selector is to choose.</summary>
public sealed record FeatureSelectionOptions
{
    /// <summary>The defaults.</summary>
    public static FeatureSelectionOptions Default { get; } = new();

    /// <summary>The folds of its cross-validations; <see langword="null"/> for ten drawn by <see cref="Seed"/> with equal shares of events,
    /// or as many as there are events.</summary>
    public Folds? Folds { get; init; }

    /// <summary>The seed of whatever is drawn. The default is 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Whether the largest lambda within one standard error of the best is taken; else the best. The default is
    /// <see langword="false"/>.</summary>
    public bool OneStandardError { get; init; }

    /// <summary>The largest number of threads; -1 for no limit. Results do not depend on it. The default is 1.</summary>
    public int MaxDegreeOfParallelism { get; init; } = 1;

    internal Folds FoldsOf(SurvivalData data) => Folds ?? Resampling.Folds.Stratified(data, Math.Min(10, data.EventCount), Seed);

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>Features with their weights: a linear score.</summary>
/// <param name="Features">The features, in the order of the design.</param>
/// <param name="Weights">The weight of each on the scale of its column; none is 0.</param>
/// <param name="Description">How they were chosen, in a sentence.</param>
public sealed record FeatureSelection(IReadOnlyList<string> Features, IReadOnlyList<double> Weights, string Description)
{
    /// <summary>How they were chosen, and a line a feature.</summary>
    public override string ToString() => string.Join('\n',
        [Description, .. Features.Select((f, k) => string.Create(CultureInfo.InvariantCulture, $"{Weights[k],12:G4}  {f}"))]);
}

/// <summary>Chooses features and weighs them. One's own is a class with these two members; a study takes it by its protocol.</summary>
public interface IFeatureSelector
{
    /// <summary>The name by which a protocol asks for it.</summary>
    string Name { get; }

    /// <summary>Selects from the columns of a design.</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="x">The features, a row for each row of the follow-up; usually z-scores.</param>
    /// <param name="options">Folds, seed, rule and threads.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The selection; empty where nothing is worth selecting.</returns>
    /// <exception cref="SurvivalModelException">The data do not allow it.</exception>
    FeatureSelection Select(
        SurvivalData data, DesignMatrix x, FeatureSelectionOptions? options = null, CancellationToken cancellationToken = default);
}
