using Plain;
using Survival.Models.Harmonisation;
using Survival.Models.Numerics;

namespace Survival.Models.Prognosis;

/// <summary>
/// The standardisations of a signature whose features were harmonised over batches (scanners, sites): the z-score of a harmonised
/// feature is a z-score of the feature
/// as it is, by the mean and standard deviation of its batch. A batch that is not among them has no z-scores. Immutable.
/// </summary>
public sealed class BatchScalers
{
    private readonly Dictionary<string, Scaler> _scalers;

    private BatchScalers(string column, IReadOnlyList<string> batches, Dictionary<string, Scaler> scalers) =>
        (Column, Batches, _scalers) = (column, batches, scalers);

    /// <summary>The name under which a patient's batch stands among the patient's values, such as <c>scanner</c>.</summary>
    public string Column { get; }

    /// <summary>The batches whose effects are known.</summary>
    public IReadOnlyList<string> Batches { get; }

    /// <summary>The standardisation of the features of one batch, as they are.</summary>
    /// <param name="batch">The batch.</param>
    /// <exception cref="PatientInputException">The batch's effect was not estimated; the message names those that were.</exception>
    public Scaler this[string batch] =>
        _scalers.TryGetValue(batch, out var scaler)
            ? scaler
            : throw new PatientInputException(
                $"The batch '{Column}' is '{batch}', whose effect on the features is not known; {PlainWords.List(Batches)} are. "
                    + "Without some of its patients in the training set no score can be given; a model of features that were not "
                    + "harmonised takes patients of any batch."
            );

    /// <summary>Standardisations by given numbers.</summary>
    /// <param name="column">The name of the batch among a patient's values.</param>
    /// <param name="scalers">Each batch's standardisation; at least one.</param>
    /// <exception cref="ArgumentException">The name is empty, there is no batch, or a batch stands twice.</exception>
    public static BatchScalers Create(string column, IReadOnlyList<(string Batch, Scaler Scaler)> scalers)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(column);
        ArgumentNullException.ThrowIfNull(scalers);
        if (scalers.Count == 0)
            throw new ArgumentException("There is no batch.", nameof(scalers));
        return new BatchScalers(
            column,
            [.. scalers.Select(s => s.Batch)],
            scalers.ToDictionary(s => s.Batch, s => s.Scaler, StringComparer.Ordinal)
        );
    }

    /// <summary>The standardisations that follow from a harmonisation and the means and standard deviations of the harmonised
    /// features.</summary>
    /// <param name="column">The name of the batch among a patient's values.</param>
    /// <param name="harmonisation">The harmonisation, without covariates.</param>
    /// <param name="scaler">The standardisation of the harmonised features.</param>
    /// <exception cref="ArgumentException">The scaler has a feature that the harmonisation does not have.</exception>
    /// <exception cref="InvalidOperationException">The harmonisation keeps the effects of covariates.</exception>
    public static BatchScalers From(string column, ComBat harmonisation, Scaler scaler)
    {
        ArgumentNullException.ThrowIfNull(harmonisation);
        ArgumentNullException.ThrowIfNull(scaler);
        return Create(
            column,
            [
                .. harmonisation.Batches.Select(batch =>
                    (
                        batch,
                        Scaler.Create(
                            $"{scaler.Source}, harmonised over '{column}': {batch}",
                            scaler.Features.ToDictionary(
                                feature => feature,
                                feature =>
                                {
                                    // (slope x + intercept - mean) / sd = (x - (mean - intercept) / slope) / (sd / slope)
                                    var (slope, intercept) = harmonisation.Line(batch, feature);
                                    return ((scaler.MeanOf(feature) - intercept) / slope, scaler.StandardDeviationOf(feature) / slope);
                                },
                                StringComparer.Ordinal
                            )
                        )
                    )
                ),
            ]
        );
    }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
