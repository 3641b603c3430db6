using Survival.Models.Numerics;

namespace Survival.Models.Penalised;

/// <summary>How a path is cross-validated. The defaults are those of R's <c>cv.glmnet</c>, except that every fold is solved at the very
/// lambdas of the full path. Immutable.</summary>
public sealed record CoxNetCvOptions
{
    /// <summary>The defaults.</summary>
    public static CoxNetCvOptions Default { get; } = new();

    /// <summary>What is measured. The default is <see cref="CvMeasure.Deviance"/>.</summary>
    public CvMeasure Measure { get; init; } = CvMeasure.Deviance;

    /// <summary>
    /// For the deviance: whether a fold's contribution is the deviance of all rows less that of its training rows, both at the coefficients
    /// of
    /// its training rows (Verweij and van Houwelingen, Stat. Med. 12, 1993), or the deviance of its held-out rows alone. As in
    /// glmnet, fewer than 10 rows a fold are always grouped. The default is <see langword="true"/>.
    /// </summary>
    public bool Grouped { get; init; } = true;

    /// <summary>
    /// Whether each fold makes a sequence of its own lambdas and its coefficients are interpolated at those of the full path, which is
    /// what <c>cv.glmnet</c> does without <c>lambda=</c>; else each fold is solved at the lambdas of the full path. The default is
    /// <see langword="false"/>.
    /// </summary>
    public bool OwnFoldSequences { get; init; }

    /// <summary>How many folds to fit at once; -1 for as many as there are processors. The result does not depend on it. The default is
    /// 1.</summary>
    public int MaxDegreeOfParallelism { get; init; } = 1;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
