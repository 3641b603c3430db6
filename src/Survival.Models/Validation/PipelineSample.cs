using Survival.Models.Numerics;

namespace Survival.Models.Validation;

/// <summary>The patients that a procedure is to learn from.</summary>
/// <param name="Rows">Their rows in the data, from 0; a bootstrap repeats some.</param>
/// <param name="FollowUp">Their follow-up, in the same order. A permutation test gives patients the follow-up of others, so take it from
/// here.</param>
/// <param name="Seed">The seed of whatever the procedure draws, such as folds.</param>
/// <param name="Number">The place of the resample, fold or permutation, from 0; -1 for the data themselves.</param>
public sealed record PipelineSample(IReadOnlyList<int> Rows, SurvivalData FollowUp, ulong Seed, int Number)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>What a procedure made of its patients, told for every patient of the data.</summary>
public sealed record PipelineFit
{
    /// <summary>The linear predictor, or another marker of which more is more risk, of every row of the data; NaN where it cannot be told.
    /// A procedure that selects nothing gives every row the same.</summary>
    public required IReadOnlyList<double> LinearPredictor { get; init; }

    /// <summary>The predicted survival at <see cref="PipelineOptions.Horizon"/> of every row; <see langword="null"/> where it is not
    /// predicted.</summary>
    public IReadOnlyList<double>? Survival { get; init; }

    /// <summary>Who is of high risk by the procedure's cut-point, a value a row; <see langword="null"/> without one.</summary>
    public IReadOnlyList<bool>? HighRisk { get; init; }

    /// <summary>What was selected, by name.</summary>
    public IReadOnlyList<string> Selected { get; init; } = [];

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>How a procedure is validated.</summary>
public sealed record PipelineOptions
{
    /// <summary>The defaults.</summary>
    public static PipelineOptions Default { get; } = new();

    /// <summary>The number of resamples or permutations; at least 2. The default is 200.</summary>
    public int Resamples { get; init; } = 200;

    /// <summary>The time at which survival is predicted, for the area under the ROC curve and the Brier score; <see langword="null"/> for
    /// none.</summary>
    public double? Horizon { get; init; }

    /// <summary>The seed; resample b is drawn by <c>new Xoshiro256(seed, b)</c>. The default is 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The largest number of threads; -1 for no limit. Results do not depend on it. The default is 1.</summary>
    public int MaxDegreeOfParallelism { get; init; } = 1;

    /// <summary>A file that holds what is done, a line a resample: a run that was ended goes on from it. It must be of the same data and
    /// options. <see langword="null"/> for none.</summary>
    public string? Journal { get; init; }

    /// <summary>The rows of each resample where they are given; those of a test.</summary>
    internal IReadOnlyList<int[]>? GivenRows { get; init; }

    internal void Check()
    {
        if (Resamples < 2)
            throw new ArgumentOutOfRangeException(nameof(Resamples), Resamples, "There must be at least 2 resamples.");
        InParallel.Check(MaxDegreeOfParallelism, nameof(MaxDegreeOfParallelism));
        if (Horizon is { } h && !(h > 0 && double.IsFinite(h)))
            throw new ArgumentOutOfRangeException(nameof(Horizon), h, "The horizon must be positive and finite.");
    }

    /// <summary>A seed for what is drawn within a resample.</summary>
    internal ulong SeedOf(int number) => new Resampling.Xoshiro256(~Seed, (ulong)(number + 1)).NextUInt64();

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
