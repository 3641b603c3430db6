using System.Diagnostics;
using System.Globalization;
using System.Text;
using Survival.Models.Numerics;
using Survival.Models.Statistics;

namespace Survival.Models.Agreement;

/// <summary>Which features are robust.</summary>
public sealed record RobustnessOptions
{
    /// <summary>
    /// The default: a lower limit of the 95 % interval of at least 0.90, as A. Zwanenburg et al. (2019, doi:10.1038/s41598-018-36938-4)
    /// ask.
    /// </summary>
    public static RobustnessOptions Default { get; } = new();

    /// <summary>What the intraclass correlation must reach; from 0 to 1. The default is 0.9.</summary>
    public double Threshold { get; init; } = 0.9;

    /// <summary>Whether its lower limit must reach the threshold (else the estimate). The default is <see langword="true"/>.</summary>
    public bool ByLowerLimit { get; init; } = true;

    /// <summary>The level of the limits, between 0 and 1. The default is 0.95.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>How well features hold under perturbations of images and regions: ICC(1,1), a perturbation standing for a rater.</summary>
[DebuggerDisplay("{Summary,nq}")]
public sealed class Robustness
{
    private Robustness(int subjects, int perturbations, RobustnessOptions options, IReadOnlyList<string> features,
        IReadOnlyList<IntraclassCorrelation> results)
    {
        (Subjects, Perturbations, Options, Features, Results) = (subjects, perturbations, options, features, results);
        Kept = [.. features.Where((_, i) => (options.ByLowerLimit ? results[i].Lower : results[i].Value) >= options.Threshold)];
    }

    /// <summary>The number of subjects.</summary>
    public int Subjects { get; }

    /// <summary>The number of perturbations.</summary>
    public int Perturbations { get; }

    /// <summary>The rule.</summary>
    public RobustnessOptions Options { get; }

    /// <summary>The features, in the tables' order.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>Their intraclass correlations; NaN where no value differs.</summary>
    public IReadOnlyList<IntraclassCorrelation> Results { get; }

    /// <summary>The features that hold, in the tables' order.</summary>
    public IReadOnlyList<string> Kept { get; }

    /// <summary>Compares the perturbations.</summary>
    /// <param name="perturbations">A table for each perturbation, at least two: the same columns, and the same subjects, at least two, in
    /// the same order.</param>
    /// <param name="options">The rule; <see langword="null"/> for <see cref="RobustnessOptions.Default"/>.</param>
    /// <exception cref="ArgumentException">Fewer than two perturbations or subjects, tables with other columns or numbers of rows, or an
    /// option out of range.</exception>
    public static Robustness Estimate(IReadOnlyList<DesignMatrix> perturbations, RobustnessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(perturbations);
        options ??= RobustnessOptions.Default;
        if (options.Threshold is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(options), options.Threshold,
                "The threshold of an intraclass correlation is from 0 to 1.");
        var results = IntraclassCorrelation.EstimateAll(perturbations, new IccOptions
        { Form = IccForm.OneWay, ConfidenceLevel = options.ConfidenceLevel });
        return new Robustness(perturbations[0].RowCount, perturbations.Count, options, perturbations[0].ColumnNames, results);
    }

    /// <summary>How many features hold, and by which rule, in a line without an end.</summary>
    public string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{Kept.Count} of {Features.Count} features hold under {Perturbations} perturbations of {Subjects} subjects "
            + $"({(Options.ByLowerLimit ? "lower limit of " : "")}ICC(1,1) at least {Options.Threshold})");

    /// <summary>The summary and the table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Summary).Append('\n');
        var width = Features.Count == 0 ? 0 : Features.Max(f => f.Length);
        for (var i = 0; i < Features.Count; i++)
        {
            var r = Results[i];
            text.Append(CultureInfo.InvariantCulture, $"{Features[i].PadRight(width)}  {r.Value:0.000} ({r.Lower:0.000}, {r.Upper:0.000})"
                + $"{(Kept.Contains(Features[i]) ? "  holds" : "")}\n");
        }
        return text.ToString();
    }
}
