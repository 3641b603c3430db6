using Survival.Models.Numerics;

namespace Survival.Models.Validation;

/// <summary>An index of a procedure's model: as it looks on its own patients, and how it is on others.</summary>
/// <param name="Name"><c>C</c>, <c>C of groups</c>, <c>AUC</c>, <c>Brier</c> or <c>Slope</c>.</param>
/// <param name="Apparent">Of the model of all patients on all patients.</param>
/// <param name="Training">The mean, over the resamples, of each model on its own resample.</param>
/// <param name="Test">The mean of each model on all patients.</param>
/// <param name="OutOfBag">The mean of each model on the patients that its resample does not have.</param>
/// <param name="NoInformation">What a model without information has: 0.5 of C and the area; of the Brier score that of the apparent
/// predictions dealt out at random.</param>
/// <param name="Resamples">The number of resamples in which all of it is defined.</param>
public sealed record PipelineIndex(
    string Name, double Apparent, double Training, double Test, double OutOfBag, double NoInformation, int Resamples)
{
    /// <summary>How much better a model looks on its own resample than on all patients (Harrell, Lee and Mark 1996,
    /// doi:10.1002/(SICI)1097-0258(19960229)15:4&lt;361::AID-SIM168&gt;3.0.CO;2-4).</summary>
    public double Optimism => Training - Test;

    /// <summary>The apparent value less the optimism.</summary>
    public double Corrected => Apparent - Optimism;

    /// <summary>0.368 of the apparent value and 0.632 of that out of the bag (Efron 1983, doi:10.2307/2288636).</summary>
    public double Point632 => NoInformation is double.NaN ? double.NaN : (0.368 * Apparent) + (0.632 * OutOfBag);

    /// <summary>How far the value out of the bag has gone from the apparent one to that without information, from 0 to 1.</summary>
    public double RelativeOverfitting
    {
        get
        {
            if (double.IsNaN(NoInformation) || double.IsNaN(OutOfBag) || double.IsNaN(Apparent))
                return double.NaN;
            var (apparent, outside, none) = (Error(Apparent), Math.Min(Error(OutOfBag), Error(NoInformation)), Error(NoInformation));
            return outside > apparent && none > apparent ? (outside - apparent) / (none - apparent) : 0;
        }
    }

    /// <summary>The .632+ value: the weight of the value out of the bag grows from 0.632 to 1 with the overfitting, and it is at worst that
    /// without information (Efron and Tibshirani 1997, doi:10.1080/01621459.1997.10474007). NaN of the slope.</summary>
    public double Point632Plus
    {
        get
        {
            var weight = 0.632 / (1 - (0.368 * RelativeOverfitting));
            var outside = Error(OutOfBag) > Error(NoInformation) ? NoInformation : OutOfBag;
            return ((1 - weight) * Apparent) + (weight * outside);
        }
    }

    private double Error(double value) => Name == PipelineMeasures.Brier ? value : 1 - value;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
