namespace Nomogram.HccSbrt;

/// <summary>
/// The published model as a nomogram: predictors in, linear predictor, points, risk group and, with a named baseline, survival
/// out. The axes of the paper's Figure 5 are not published, so the points are those of the usual construction: the predictor
/// that can move the linear predictor most spans 100 points (Harrell FE, Regression Modeling Strategies, 2nd ed. 2015, section 5.5).
/// </summary>
public sealed class HccSbrtNomogram
{
    private readonly double _pointsPerUnit;

    /// <summary>Creates the nomogram.</summary>
    /// <param name="radScoreMinimum">The start of the Rad-score's axis. The paper's axis is not published; -0.6 to 0.6 is about 2.5 standard deviations of a sum of uncorrelated z-scores.</param>
    /// <param name="radScoreMaximum">The end of the axis.</param>
    /// <exception cref="ArgumentException">The axis is empty or not finite.</exception>
    public HccSbrtNomogram(double radScoreMinimum = -0.6, double radScoreMaximum = 0.6)
    {
        if (!double.IsFinite(radScoreMinimum) || !double.IsFinite(radScoreMaximum) || radScoreMinimum >= radScoreMaximum)
            throw new ArgumentException($"The Rad-score's axis runs from {radScoreMinimum} to {radScoreMaximum}; it must rise and be finite.", nameof(radScoreMinimum));
        (RadScoreMinimum, RadScoreMaximum) = (radScoreMinimum, radScoreMaximum);
        var widest = PublishedModel.RadScore.Coefficient * (radScoreMaximum - radScoreMinimum);
        foreach (var term in PublishedModel.MultivariableTerms)
        {
            if (term != PublishedModel.RadScore)
                widest = Math.Max(widest, Math.Abs(term.Coefficient));
        }
        _pointsPerUnit = 100 / widest;
    }

    /// <summary>The start of the Rad-score's axis.</summary>
    public double RadScoreMinimum { get; }

    /// <summary>The end of the Rad-score's axis.</summary>
    public double RadScoreMaximum { get; }

    /// <summary>The linear predictor of a patient with 0 points: Rad-score at the start of its axis, small tumour, high dose, Child-Pugh A.</summary>
    public double LinearPredictorAtZeroPoints => PublishedModel.RadScore.Coefficient * RadScoreMinimum + PublishedModel.HighDose.Coefficient;

    /// <summary>Points per unit of the linear predictor.</summary>
    public double PointsPerUnit => _pointsPerUnit;

    /// <summary>Predicts for a patient.</summary>
    /// <param name="patient">The predictors.</param>
    /// <param name="baseline">The baseline for absolute survival, or <see langword="null"/>: then absolute survival is refused.</param>
    public HccSbrtPrediction Predict(HccSbrtPatient patient, BaselineSurvival? baseline = null)
    {
        ArgumentNullException.ThrowIfNull(patient);
        var warnings = new List<string>(patient.RadScore.Warnings);
        var score = patient.RadScore.Value;
        if (score < RadScoreMinimum || score > RadScoreMaximum)
            warnings.Add(FormattableString.Invariant($"The Rad-score {score:0.###} lies outside the nomogram's axis ({RadScoreMinimum} to {RadScoreMaximum}): its points are extrapolated."));
        if (patient.Bed.TotalDoseGray is { } dose && patient.Bed.Fractions is { } fractions && (dose is < Bed.StudyMinimumDoseGray or > Bed.StudyMaximumDoseGray || fractions is < Bed.StudyMinimumFractions or > Bed.StudyMaximumFractions))
            warnings.Add(FormattableString.Invariant($"{dose:0.##} Gy in {fractions} fractions lies outside what the study gave ({Bed.StudyMinimumDoseGray} to {Bed.StudyMaximumDoseGray} Gy in {Bed.StudyMinimumFractions} to {Bed.StudyMaximumFractions})."));
        if (!patient.Bed.IsInStudyRange)
            warnings.Add(FormattableString.Invariant($"The BED of {patient.Bed.Gray:0.##} Gy lies outside the study's range ({Bed.StudyMinimumGray} to {Bed.StudyMaximumGray} Gy)."));
        if (patient.TumourSize.Centimetres > 20)
            warnings.Add(FormattableString.Invariant($"A tumour of {patient.TumourSize.Centimetres} cm is unusually large; is the size in cm?"));

        List<(PublishedTerm Term, double X, string Value)> coded =
        [
            (PublishedModel.RadScore, score, FormattableString.Invariant($"{score:0.####}")),
            (PublishedModel.LargeTumour, patient.TumourSize.IsLarge ? 1 : 0, patient.TumourSize.ToString()),
            (PublishedModel.ChildPughB, patient.ChildPugh == ChildPughClass.B ? 1 : 0, $"class {patient.ChildPugh}"),
            (PublishedModel.HighDose, patient.Bed.IsHigh ? 1 : 0, patient.Bed.ToString()),
        ];
        if (patient.TumourCount is { } count)
        {
            coded.Add((PublishedModel.ManyTumours, count > 3 ? 1 : 0, $"{count} tumours"));
            warnings.Add("The number of tumours (p = 0.06) is in the paper's multivariable fit but not in its nomogram; it is used here because it was given.");
        }

        var (linear, variance, points) = (0.0, 0.0, 0.0);
        var parts = new List<PredictorPoints>(coded.Count);
        foreach (var (term, x, value) in coded)
        {
            var contribution = term.Coefficient * x;
            linear += contribution;
            variance += x * x * term.StandardError * term.StandardError;
            var start = term == PublishedModel.RadScore ? term.Coefficient * RadScoreMinimum : Math.Min(0, term.Coefficient);
            var own = (contribution - start) * _pointsPerUnit;
            points += own;
            parts.Add(new PredictorPoints(term.Name, value, contribution, own));
        }
        List<string> assumptions = [.. PublishedModel.Caveats,
            FormattableString.Invariant($"The Rad-score's axis runs from {RadScoreMinimum} to {RadScoreMaximum}, chosen here: points depend on it, the hazard and survival do not.")];
        if (patient.RadScore.Standardization is { } standardization)
            assumptions.Add($"The Rad-score's features were standardised by: {standardization.Source}.");
        else
            assumptions.Add("The Rad-score was given as a number: it is taken to be that of z-scored features.");
        if (patient.TumourCount is null)
            assumptions.Add("The number of tumours was not given: three or fewer, the reference class, is what the coefficients then mean.");
        if (baseline is not null)
            assumptions.AddRange([$"Baseline: {baseline.Name}.", .. baseline.Assumptions]);
        return new HccSbrtPrediction(patient, parts, linear, Math.Sqrt(variance), points, baseline, warnings, assumptions);
    }
}
