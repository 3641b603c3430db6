namespace Survival.Models.Resampling;

/// <summary>The rows of a training and a validation set. Immutable.</summary>
public sealed class Split
{
    private readonly int[] _training;
    private readonly int[] _validation;

    internal Split(int[] training, int[] validation) => (_training, _validation) = (training, validation);

    /// <summary>The rows of the training set, from 0, in ascending order.</summary>
    public ReadOnlySpan<int> Training => _training;

    /// <summary>The rows of the validation set, from 0, in ascending order.</summary>
    public ReadOnlySpan<int> Validation => _validation;

    /// <summary>How many rows each part has.</summary>
    public override string ToString() => Invariant($"{_training.Length} training rows, {_validation.Length} validation rows");
}
