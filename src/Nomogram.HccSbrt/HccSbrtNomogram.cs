using Survival.Models.Prognosis;

namespace Nomogram.HccSbrt;

/// <summary>
/// The published model as a <see cref="PrognosticModel"/>: signature, predictors, coefficients and caveats; no baseline and no
/// standardisation, for the paper
/// publishes none. Name your own by <see cref="PrognosticModel.With(Scaler)"/> and
/// <see cref="PrognosticModel.With(IReadOnlyList{BaselineHazard})"/>, or with each
/// prediction. The axes of the paper's Figure 5 are not published either, so the points are those of the usual construction: the predictor
/// that can move the linear
/// predictor most spans 100 points (Harrell FE, Regression Modeling Strategies, 2nd ed. 2015, section 5.5).
/// </summary>
public sealed class HccSbrtNomogram
{
    private const double LargestUsualTumour = 20;

    /// <summary>Creates the nomogram.</summary>
    /// <param name="scaler">The means and standard deviations of the seven features, of your own cohort; <see langword="null"/> for none:
    /// then a Rad-score must be given as a number.</param>
    /// <param name="baselines">The baselines to choose from; none for none: then absolute survival is refused.</param>
    /// <param name="radScoreMinimum">The start of the Rad-score's axis. The paper's axis is not published; -0.6 to 0.6 is about 2.5
    /// standard deviations of a sum of uncorrelated z-scores.</param>
    /// <param name="radScoreMaximum">The end of the axis.</param>
    /// <exception cref="ArgumentException">The axis is empty or not finite, the scaler lacks a feature, or two baselines have one
    /// name.</exception>
    public HccSbrtNomogram(
        Scaler? scaler = null,
        IReadOnlyList<BaselineHazard>? baselines = null,
        double radScoreMinimum = -0.6,
        double radScoreMaximum = 0.6
    )
    {
        if (!double.IsFinite(radScoreMinimum) || !double.IsFinite(radScoreMaximum) || radScoreMinimum >= radScoreMaximum)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The Rad-score's axis runs from {radScoreMinimum} to {radScoreMaximum}; it must rise and be finite."
                ),
                nameof(radScoreMinimum)
            );
        Model = PrognosticModel.Create(
            Describe(radScoreMinimum, radScoreMaximum),
            [
                Column(PublishedModel.RadScore, "RadScore"),
                Column(PublishedModel.LargeTumour, "LargeTumour"),
                Column(PublishedModel.ChildPughB, "ChildPughB"),
                Column(PublishedModel.HighDose, "HighDose"),
                Column(PublishedModel.ManyTumours, "ManyTumours"),
            ],
            [Score(radScoreMinimum, radScoreMaximum), Size(), LiverFunction(), Dose(), Count()],
            [6, 12, 18],
            PublishedModel.Signature with { Scaler = scaler },
            baselines ?? []);
    }

    /// <summary>The model.</summary>
    public PrognosticModel Model { get; }

    /// <summary>Predicts for a patient.</summary>
    /// <param name="patient">The predictors.</param>
    /// <param name="baseline">The baseline for absolute survival; where <see langword="null"/>, the model's own if it has one: else
    /// absolute survival is refused.</param>
    /// <exception cref="PatientInputException">A feature is missing or not finite; the message names it.</exception>
    /// <exception cref="IncompleteModelException">Features were given but no scaler, or the nomogram has several baselines and none was
    /// chosen.</exception>
    public Prediction Predict(HccSbrtPatient patient, BaselineHazard? baseline = null)
    {
        ArgumentNullException.ThrowIfNull(patient);
        return Model.Predict(patient.Features, patient.ToClinical(), baseline);
    }

    private static ModelColumn Column(PublishedTerm term, string name) => new(name, term.Coefficient, term.StandardError);

    private static ModelDescription Describe(double low, double high) =>
        new()
        {
            Name = "HccSbrt",
            Title = "Survival after SBRT of BCLC-C hepatocellular carcinoma",
            Subtitle = "The CT-radiomics nomogram of Wang et al., J Oncol 2023: overall survival of patients with non-metastatic disease.",
            Endpoint = Endpoint.Death("months"),
            Citation = PublishedModel.Citation,
            Disclaimer = PublishedModel.Disclaimer,
            Caveats =
            [
                .. PublishedModel.Caveats,
                FormattableString.Invariant(
                    $"The Rad-score's axis runs from {low} to {high}, chosen here: points depend on it, hazard and survival do not."
                ),
                "Child-Pugh class C was not in the study; the model has no value for it.",
            ],
            NoBaseline =
                "The paper does not publish its baseline survival, so an absolute survival or a median needs a baseline that you name: "
                    + "your own numbers, one estimated on "
                + "your cohort (recalibration), or one reconstructed from published summaries (for demonstration). Without one there are "
                    + "the linear predictor, the relative "
                + "hazard, the points and the risk group.",
            Reference = "against Rad-score 0, 5 cm or less, Child-Pugh A, BED below 70 Gy",
            IntervalNote =
                "Hazard ratios are those of the paper's Table 2. Intervals carry the published 95% limits of the hazard ratios with "
                    + "covariances taken as 0, and no uncertainty of a baseline.",
        };

    private static Predictor Score(double low, double high) =>
        Predictor.Continuous(PublishedModel.RadScore.Name, low, high) with
        {
            Label = "Rad-score",
            Hint = "The weighted sum of seven z-scored CT features.",
            Allowed = new InputRange(-20, 20),
            UnusualWarning = FormattableString.Invariant(
                $"The Rad-score {{value}} lies outside the nomogram's axis ({low} to {high}): its points are extrapolated."
            ),
        };

    private static Predictor Size() =>
        Predictor.AtThreshold(
            PublishedModel.LargeTumour.Name,
            "LargeTumour",
            TumourSize.ThresholdCentimetres,
            false,
            0.5,
            LargestUsualTumour
        ) with
        {
            Label = "Largest tumour, diameter",
            Unit = "cm",
            Hint = "The model asks only whether it is above 5 cm.",
            Allowed = new InputRange(0, TumourSize.MaximumCentimetres, LowExcluded: true),
            Usual = new InputRange(0, LargestUsualTumour),
            UnusualWarning = "A tumour of {value} is unusually large; is the size in cm?",
        };

    private static Predictor LiverFunction() => Predictor.Categorical(PublishedModel.ChildPughB.Name, ["A", "B"], ["ChildPughB"]) with
    {
        Label = "Child-Pugh class",
        LevelLabels = ["A (5 to 6 points)", "B (7 to 9 points)"],
    };

    private static Predictor Dose() =>
        Predictor.AtThreshold(PublishedModel.HighDose.Name, "HighDose", Bed.ThresholdGray, true, 30, 120) with
        {
            Label = "Biologically effective dose (BED)",
            Unit = "Gy",
            Hint = "With alpha/beta 10 Gy. The model asks only whether it is 70 Gy or more.",
            Allowed = new InputRange(0, Bed.MaximumGray, LowExcluded: true),
            Usual = new InputRange(Bed.StudyMinimumGray, Bed.StudyMaximumGray),
            UnusualWarning = FormattableString.Invariant(
                $"The BED of {{value}} lies outside the study's range ({Bed.StudyMinimumGray} to {Bed.StudyMaximumGray} Gy)."
            ),
            Course = new FractionatedDose(
                Bed.AlphaBetaGray,
                new InputRange(0, 150, LowExcluded: true),
                new InputRange(1, 60, IsWhole: true),
                new InputRange(Bed.StudyMinimumDoseGray, Bed.StudyMaximumDoseGray),
                new InputRange(Bed.StudyMinimumFractions, Bed.StudyMaximumFractions)
            ),
        };

    private static Predictor Count() =>
        Predictor.AtThreshold(PublishedModel.ManyTumours.Name, "ManyTumours", 3, false, 1, 20) with
        {
            Label = "Number of tumours",
            Hint =
                "In the paper's multivariable model (p = 0.06), not in its nomogram; left out, three or fewer is what the coefficients "
                    + "mean.",
            LevelLabels = ["3 or fewer", "more than 3"],
            Allowed = new InputRange(1, 100, IsWhole: true),
            Usual = new InputRange(1, 100),
            IsOnNomogram = false,
            NotGiven = "The number of tumours was not given: three or fewer, the reference class, is what the coefficients then mean.",
            GivenWarning =
                "The number of tumours (p = 0.06) is in the paper's multivariable fit but not in its nomogram; it is used here because "
                    + "it was given.",
        };
}
