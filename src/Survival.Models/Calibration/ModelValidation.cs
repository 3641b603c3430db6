using System.Diagnostics;
using Survival.Models.Discrimination;
using Survival.Models.Numerics;

namespace Survival.Models.Calibration;

/// <summary>
/// The optimism of a Cox model (Efron's ties), by refitting it to bootstrap resamples: <c>rms::validate</c> and <c>rms::calibrate(cmethod =
/// "KM")</c>,
/// and the same correction for the smooth calibration curve and calibration in the large.
/// </summary>
[DebuggerDisplay("Validated model")]
public sealed partial class ModelValidation
{
    private ModelValidation(IReadOnlyDictionary<string, OptimismCorrected> indices, CalibrationCuts cuts,
        IReadOnlyList<CalibrationGroup> groups, IReadOnlyList<OptimismCorrected> differences) =>
        (Indices, Cuts, Groups, GroupDifferences) = (indices, cuts, groups, differences);

    /// <summary>
    /// By name: <c>Dxy</c> (Somers' D), <c>C</c>, <c>R2</c> (Nagelkerke's), <c>Slope</c>, <c>D</c> (discrimination, (LR - 1) / -2 log L0),
    /// <c>U</c> (unreliability),
    /// <c>Q</c> = D - U, <c>g</c> (Gini's mean difference of the linear predictor), <c>ObservedOverExpected</c>, <c>ICI</c>, <c>E50</c>,
    /// <c>E90</c>, <c>Emax</c>.
    /// </summary>
    public IReadOnlyDictionary<string, OptimismCorrected> Indices { get; }

    /// <summary>The cuts of predicted survival, the same for all resamples.</summary>
    public CalibrationCuts Cuts { get; }

    /// <summary>Observed and predicted survival of the model on its own data, with limits of 95 %.</summary>
    public IReadOnlyList<CalibrationGroup> Groups { get; }

    /// <summary>For each group, observed less predicted survival and its optimism.</summary>
    public IReadOnlyList<OptimismCorrected> GroupDifferences { get; }

    /// <summary>Each group's observed survival less the optimism of its difference: the corrected points of a calibration plot.</summary>
    public IReadOnlyList<double> CorrectedObserved => [.. Groups.Select((g, k) => g.Observed - GroupDifferences[k].Optimism)];

    /// <summary>Validates a Cox model of all the given columns.</summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="covariates">The columns, all of which the model holds.</param>
    /// <param name="time">The time at which survival is predicted; positive, within follow-up.</param>
    /// <param name="resamples">The rows of each resample, from 0.</param>
    /// <param name="options">Groups, knots, tolerance and threads.</param>
    /// <param name="progress">Told the number of resamples done.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time outside follow-up (the message says the range), or a row that there is
    /// not.</exception>
    /// <exception cref="ArgumentException">Columns of another length, no columns, no resamples, or follow-up with weights, strata, clusters
    /// or entry times.</exception>
    /// <exception cref="ConvergenceException">The model of all rows cannot be fitted. A resample that cannot is left out and
    /// counted.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static ModelValidation Bootstrap(
        SurvivalData data,
        DesignMatrix covariates,
        double time,
        IReadOnlyList<int[]> resamples,
        ModelValidationOptions? options = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(covariates);
        ArgumentNullException.ThrowIfNull(resamples);
        options ??= ModelValidationOptions.Default;
        Markers.RequirePlain(data, nameof(ModelValidation));
        SurvivalCalibration.CheckTime(data, time);
        if (covariates.RowCount != data.Count || covariates.ColumnCount == 0)
            throw new ArgumentException(
                Invariant($"There are {data.Count} rows of follow-up but {covariates.ColumnCount} columns of {covariates.RowCount} rows."),
                nameof(covariates));
        if (resamples.Count == 0)
            throw new ArgumentException("There are no resamples.", nameof(resamples));
        foreach (var row in resamples.SelectMany(r => r))
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)data.Count, nameof(resamples));

        double[][] columns = [.. Enumerable.Range(0, covariates.ColumnCount).Select(j => covariates.Column(j).ToArray())];
        var all = new ValidationSample(data, columns);
        var fit = EfronFit.Fit(data, columns, Math.Min(options.Tolerance, 1e-12));
        var cuts = CalibrationCuts.AsCalibrate(all.Predict(fit, time), options.GroupSize);
        var original = all.Measure(fit, time, cuts, options, isTraining: true);
        var (training, test) = (new Measures?[resamples.Count], new Measures?[resamples.Count]);
        var done = 0;
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
            CancellationToken = cancellationToken,
        };
        InParallel.For(resamples.Count, parallel, b =>
        {
            var sample = all.Take(resamples[b]);
            if (sample.Data.EventCount >= options.MinimumEvents)
            {
                try
                {
                    var refit = EfronFit.Fit(sample.Data, sample.Columns, options.Tolerance);
                    training[b] = sample.Measure(refit, time, cuts, options, isTraining: true);
                    test[b] = all.Measure(refit, time, cuts, options, isTraining: false);
                }
                catch (ConvergenceException)
                {
                    (training[b], test[b]) = (null, null);
                }
            }
            progress?.Report(Interlocked.Increment(ref done));
        });
        var indices = Measures.Names.ToDictionary(
            n => n, n => Correct(original.Indices[n], training.Select(m => m?.Indices[n]), test.Select(m => m?.Indices[n])));
        var differences = original.Groups.Select(
            (g, k) => Correct(g.Difference, training.Select(m => m?.Groups[k].Difference), test.Select(m => m?.Groups[k].Difference)));
        return new ModelValidation(indices, cuts, original.Groups, [.. differences]);
    }

    /// <summary>Means over the resamples in which both are known, in their order, so that threads do not matter.</summary>
    private static OptimismCorrected Correct(double original, IEnumerable<double?> training, IEnumerable<double?> test)
    {
        var (sumTraining, sumTest, count) = (0.0, 0.0, 0);
        foreach (var (a, b) in training.Zip(test))
        {
            if (a is { } x && b is { } y && double.IsFinite(x + y))
                (sumTraining, sumTest, count) = (sumTraining + x, sumTest + y, count + 1);
        }
        return new OptimismCorrected(original, sumTraining / count, sumTest / count, count);
    }

    /// <summary>As <c>rms::validate</c> prints it: each index with its optimism.</summary>
    public override string ToString()
    {
        var table = new TextTable("", "index.orig", "training", "test", "optimism", "index.corrected", "n");
        foreach (var (name, v) in Indices)
        {
            table.Row(
                name, TextTable.Fixed(v.Original, 4), TextTable.Fixed(v.Training, 4), TextTable.Fixed(v.Test, 4),
                    TextTable.Fixed(v.Optimism, 4), TextTable.Fixed(v.Corrected, 4), TextTable.Count(v.Resamples));
        }
        return table.ToString().TrimEnd();
    }
}
