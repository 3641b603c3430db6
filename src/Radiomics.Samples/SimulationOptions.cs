namespace Radiomics.Samples;

/// <summary>What a simulated cohort is to be like. The defaults are the published study's.</summary>
public sealed record SimulationOptions
{
    /// <summary>The study's: 137 patients, 95 of them for training.</summary>
    public static SimulationOptions Default { get; } = new();

    /// <summary>
    /// The seed: the same one gives the same cohort. The default, 5, is one whose LASSO selects seven features, as the paper's did; with
    /// some others it selects none.
    /// </summary>
    public ulong Seed { get; init; } = 5;

    /// <summary>
    /// The number of patients; at least 30. The shares of Table 1 and of training (95 of 137) hold as nearly as whole patients can. The
    /// default is 137.
    /// </summary>
    public int Patients { get; init; } = 137;

    /// <summary>How many patients a second reader contours as well; at least 3, at most all. The default is 30.</summary>
    public int SecondReaderPatients { get; init; } = 30;

    /// <summary>
    /// How many of the 851 features two readers agree on: an ICC(A,1) of 0.80 or more in this cohort, of 0.65 or less for the others. From
    /// 7, those of the signature, to 851. The default is 537.
    /// </summary>
    public int ReproducibleFeatures { get; init; } = 537;

    /// <summary>
    /// What the published coefficient of the Rad-score, log 10.88, is multiplied with; not negative. At 1, most cohorts of 95 training
    /// patients
    /// are too small for a LASSO to find a signature that holds in the validation set; at 1.6 the C-indices are near the published ones.
    /// The default is 1.6.
    /// </summary>
    public double SignatureEffect { get; init; } = 1.6;

    /// <summary>
    /// What Table 2's univariable log hazard ratios of size, dose, number and Child-Pugh class are multiplied with; not negative. At 1.3 a
    /// univariable Cox
    /// model of the simulated patients gives them back on average: what the other predictors do to survival blurs each of them. The default
    /// is 1.3.
    /// </summary>
    public double ClinicalEffect { get; init; } = 1.3;

    /// <summary>The share of patients whose death is seen; above 0, at most 1. The default is 0.8.</summary>
    public double EventShare { get; init; } = 0.8;

    /// <summary>The median survival of the training patients, in months; positive. The default is 10.</summary>
    public double TrainingMedian { get; init; } = 10;

    /// <summary>The median survival of the validation patients, in months; positive. The default is 9.</summary>
    public double ValidationMedian { get; init; } = 9;

    /// <summary>The shape of the Weibull distribution of survival; positive. The default is 1.25.</summary>
    public double WeibullShape { get; init; } = 1.25;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Patients, 30);
        ArgumentOutOfRangeException.ThrowIfLessThan(SecondReaderPatients, 3);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SecondReaderPatients, Patients);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReproducibleFeatures, 7);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ReproducibleFeatures, 851);
        Within(SignatureEffect, 0, 100, nameof(SignatureEffect));
        Within(ClinicalEffect, 0, 100, nameof(ClinicalEffect));
        Within(EventShare, double.Epsilon, 1, nameof(EventShare));
        Within(TrainingMedian, 1e-3, 1e6, nameof(TrainingMedian));
        Within(ValidationMedian, 1e-3, 1e6, nameof(ValidationMedian));
        Within(WeibullShape, 0.05, 50, nameof(WeibullShape));
    }

    private static void Within(double value, double least, double most, string name)
    {
        if (!(value >= least && value <= most))
            throw new ArgumentOutOfRangeException(name, value, Invariant($"{name} is {value}; it must lie between {least} and {most}."));
    }
}
