using Nomogram.HccSbrt;

namespace Radiomics.Reporting.Calculator;

/// <summary>The published nomogram as a calculator.</summary>
internal static class PublishedCalculator
{
    private const double LargestUsualTumour = 20;

    public static CalculatorModel Build(HccSbrtNomogram nomogram, IReadOnlyList<BaselineSurvival> baselines, FeatureStandardization? standardization)
    {
        if (baselines.Select(b => b.Name).Distinct(StringComparer.Ordinal).Count() != baselines.Count)
            throw new ArgumentException($"Baselines need different names; these are {string.Join(", ", baselines.Select(b => b.Name))}.", nameof(baselines));
        PublishedTerm[] terms = [PublishedModel.RadScore, PublishedModel.LargeTumour, PublishedModel.ChildPughB, PublishedModel.HighDose, PublishedModel.ManyTumours];
        var covariance = new double[terms.Length * terms.Length];
        for (var j = 0; j < terms.Length; j++)
            covariance[j * terms.Length + j] = terms[j].StandardError * terms[j].StandardError;
        CalculatorPredictor[] predictors = [Score(nomogram, standardization), Size(), LiverFunction(), Dose(), Count()];
        var widest = PublishedModel.MultivariableTerms.Where(t => t.InNomogram && t != PublishedModel.RadScore).Sum(t => Math.Abs(t.Coefficient));
        return new CalculatorModel
        {
            Predictors = predictors,
            Columns = terms.Length,
            Means = new double[terms.Length],
            ReferenceMeans = new double[terms.Length],
            Covariance = covariance,
            PointsPerUnit = nomogram.PointsPerUnit,
            PointsEnd = (PublishedModel.RadScore.Coefficient * (nomogram.RadScoreMaximum - nomogram.RadScoreMinimum) + widest) * nomogram.PointsPerUnit,
            Rule = new CalculatorRule(0, PublishedModel.CutOff, true, FormattableString.Invariant($"high from a Rad-score of {PublishedModel.CutOff} on (section 3.3)")),
            Baselines = [.. baselines.Select(Baseline)],
            NoBaseline = "No absolute survival and no median: the paper does not publish its baseline survival, and this page was made without one. A baseline can be supplied, estimated on a cohort (recalibration), or reconstructed from published summaries; whoever makes the page names it. Points, relative hazard and risk group need none.",
            Horizons = [6, 12, 18],
            TimeUnit = "months",
            Reference = "against Rad-score 0, 5 cm or less, Child-Pugh A, BED below 70 Gy",
            PartsNote = "Hazard ratios are those of the paper's Table 2, each against its reference class (Rad-score 0). Intervals carry the published 95 % limits of the hazard ratios with covariances taken as 0, and no uncertainty of a baseline.",
            Text = new CalculatorText(
                "Survival after SBRT of BCLC-C hepatocellular carcinoma",
                "The CT-radiomics nomogram of Wang et al., J Oncol 2023: overall survival of patients with non-metastatic disease.",
                PublishedModel.Disclaimer.Replace("For research use only. ", "", StringComparison.Ordinal),
                [.. PublishedModel.Caveats,
                    FormattableString.Invariant($"The Rad-score's axis runs from {nomogram.RadScoreMinimum} to {nomogram.RadScoreMaximum}, chosen here: points depend on it, hazard and survival do not."),
                    "Child-Pugh class C was not in the study; the page has no value for it."],
                PublishedModel.Citation),
        };
    }

    private static CalculatorPredictor Score(HccSbrtNomogram nomogram, FeatureStandardization? standardization)
    {
        var term = PublishedModel.RadScore;
        var (low, high) = (nomogram.RadScoreMinimum, nomogram.RadScoreMaximum);
        return new CalculatorPredictor
        {
            Name = term.Name,
            Label = "Rad-score",
            Hint = "The weighted sum of seven z-scored CT features.",
            Start = Math.Clamp(0, low, high),
            Digits = 4,
            Allowed = new CalculatorRange(-20, 20, low, high, 0.01),
            Effect = new CalculatorEffect("linear", term.Coefficient),
            Columns = [0],
            Lowest = term.Coefficient * low,
            Warnings = [new CalculatorWarning(FormattableString.Invariant($"The Rad-score {{value}} lies outside the nomogram's axis ({low} to {high}): its points are extrapolated."), new CalculatorSpan(low, high))],
            Signature = new CalculatorSignature(
                standardization is null
                    ? "Enter each feature's z-score: the study's means and standard deviations are not published."
                    : standardization.IsRaw
                        ? "Enter each feature's value. It is not standardised: neither the score nor its group can then be compared with the paper's."
                        : $"Enter each feature's value; it is standardised by: {standardization.Source}.",
                [.. PublishedModel.RadScoreTerms.Select(t => new CalculatorTerm(t.Feature, t.Weight, standardization?.MeanOf(t.Feature) ?? 0, standardization?.StandardDeviationOf(t.Feature) ?? 1))]),
        };
    }

    private static CalculatorPredictor Size() => new()
    {
        Name = PublishedModel.LargeTumour.Name,
        Label = "Largest tumour, diameter",
        Hint = "The model asks only whether it is above 5 cm.",
        Start = 5,
        Digits = 2,
        Allowed = new CalculatorRange(0, TumourSize.MaximumCentimetres, 0.5, LargestUsualTumour, 0.1, "cm") { Open = true },
        Effect = new CalculatorEffect("threshold", PublishedModel.LargeTumour.Coefficient, TumourSize.ThresholdCentimetres, false),
        Columns = [1],
        Lowest = Math.Min(0, PublishedModel.LargeTumour.Coefficient),
        Warnings = [new CalculatorWarning("A tumour of {value} is unusually large; is the size in cm?", new CalculatorSpan(0, LargestUsualTumour))],
    };

    private static CalculatorPredictor LiverFunction() => new()
    {
        Name = PublishedModel.ChildPughB.Name,
        Label = "Child-Pugh class",
        Start = 0,
        Levels = ["A (5 to 6 points)", "B (7 to 9 points)"],
        Keys = ["A", "B"],
        Effect = new CalculatorEffect("levels", Values: [0, PublishedModel.ChildPughB.Coefficient]),
        Design = [[0], [1]],
        Columns = [2],
        Lowest = Math.Min(0, PublishedModel.ChildPughB.Coefficient),
    };

    private static CalculatorPredictor Dose() => new()
    {
        Name = PublishedModel.HighDose.Name,
        Label = "Biologically effective dose (BED)",
        Hint = "With alpha/beta 10 Gy. The model asks only whether it is 70 Gy or more.",
        Start = 72,
        Digits = 2,
        Allowed = new CalculatorRange(0, Bed.MaximumGray, 30, 120, 0.5, "Gy") { Open = true },
        Effect = new CalculatorEffect("threshold", PublishedModel.HighDose.Coefficient, Bed.ThresholdGray, true),
        Columns = [3],
        Lowest = Math.Min(0, PublishedModel.HighDose.Coefficient),
        Warnings = [new CalculatorWarning(FormattableString.Invariant($"The BED of {{value}} lies outside the study's range ({Bed.StudyMinimumGray} to {Bed.StudyMaximumGray} Gy)."), new CalculatorSpan(Bed.StudyMinimumGray, Bed.StudyMaximumGray))],
        Course = new CalculatorCourse(
            Bed.AlphaBetaGray, "BED", "Dose and fractions",
            new CalculatorRange(0, 150, 20, 60, 0.5, "Gy") { Open = true, Start = 40, Usual = new CalculatorSpan(Bed.StudyMinimumDoseGray, Bed.StudyMaximumDoseGray) },
            new CalculatorRange(1, 60, 1, 15, 1) { Whole = true, Start = 5, Usual = new CalculatorSpan(Bed.StudyMinimumFractions, Bed.StudyMaximumFractions) },
            FormattableString.Invariant($"what the study gave ({Bed.StudyMinimumDoseGray} to {Bed.StudyMaximumDoseGray} Gy in {Bed.StudyMinimumFractions} to {Bed.StudyMaximumFractions})")),
    };

    private static CalculatorPredictor Count()
    {
        var effect = PublishedModel.ManyTumours.Coefficient;
        return new CalculatorPredictor
        {
            Name = PublishedModel.ManyTumours.Name,
            Label = "Number of tumours",
            Hint = "In the paper's multivariable model (p = 0.06), not in its nomogram; left out, three or fewer is what the coefficients mean.",
            Start = 0,
            Levels = ["not used", "3 or fewer", "more than 3"],
            Keys = ["", "3", "4"],
            Effect = new CalculatorEffect("levels", Values: [0, 0, effect]),
            Design = [[0], [0], [1]],
            Columns = [4],
            Lowest = Math.Min(0, effect),
            Warnings = [new CalculatorWarning("The number of tumours (p = 0.06) is in the paper's multivariable fit but not in its nomogram; it is used here because it was given.", Levels: [1, 2])],
        };
    }

    private static CalculatorBaseline Baseline(BaselineSurvival baseline) => new()
    {
        Name = baseline.Name,
        Note = baseline.Kind switch
        {
            BaselineKind.Reconstructed => "This baseline is made up from published summaries, not measured. Assumptions:",
            BaselineKind.Recalibrated => "This baseline was estimated on a cohort. Assumptions:",
            _ => "This baseline was supplied by whoever made this page. Assumptions:",
        },
        Assumptions = [.. baseline.Assumptions, "Intervals carry the uncertainty of the published hazard ratios, not the baseline's: for the reference patient they have no width."],
        IsMeasured = baseline.Kind == BaselineKind.Recalibrated,
        Form = baseline.Form switch { BaselineForm.Steps => "steps", BaselineForm.Linear => "linear", _ => "weibull" },
        Times = baseline.Months,
        Hazards = baseline.CumulativeHazards,
        Shape = baseline.WeibullShape,
        Last = baseline.LastTime,
    };
}
