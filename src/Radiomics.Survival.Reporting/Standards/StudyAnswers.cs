using Radiomics.Reporting.Wording;
using Radiomics.Studies;

namespace Radiomics.Reporting.Standards;

/// <summary>What a run knows about itself, in sentences that several standards ask for.</summary>
internal sealed class StudyAnswers(StudyResult result)
{
    private readonly StudyLabels _labels = new(result);

    public string Participants =>
        string.Join(
            "; ",
            result.Sets.All.Select(s =>
                Invariant($"{ReportText.Set(s.Set).ToLowerInvariant()}: {ReportText.Count(s.Value.Rows.Count, "patient")}, ")
                    + ReportText.Events(s.Value.FollowUp.EventCount, result.Protocol.Outcome)
            )
        ) + ".";

    private static string Median(double time) => NumberText.Fixed(time, NumberText.TimeDigits([time]));

    public string FollowUp =>
        "Median follow-up (reverse Kaplan-Meier): "
        + string.Join(
            ", ",
            result.Survival.All.Select(s =>
                $"{ReportText.Set(s.Set).ToLowerInvariant()} "
                    + NumberText.WithUnit(Median(s.Value.MedianFollowUp), result.Protocol.TimeUnit)
            )
        )
        + (result.Endpoint.IsIncidence ? ". Patients with the event or a competing event count as censored then." : ".");

    public string Split => result.Sets.Validation is null ? "All patients train; there is no validation set."
        : result.Input.Training is not null ? "Training and validation sets as the clinical file says."
        : $"Split here, stratified by the event, seed {result.Protocol.Seed}, training share "
            + $"{NumberText.Short(result.Protocol.TrainingShare)}.";

    public string Outcome =>
        $"{ReportText.Capital(result.Endpoint.Predicted)}{(result.Endpoint.IsIncidence ? " (cumulative incidence)" : "")}: time to "
        + $"{result.Protocol.Outcome.Name}{(result.Protocol.TimeUnit.Length > 0 ? $" in {result.Protocol.TimeUnit}" : "")}, censored "
        + $"at last follow-up{Competing}; predicted at "
        + $"{NumberText.WithUnit(string.Join(", ", Predicted.Select(NumberText.Plain)), result.Protocol.TimeUnit)}.";

    // A horizon beyond the follow-up is asked for, and nothing is predicted there.
    private IReadOnlyList<double> Predicted => result.Models?.Horizons ?? result.Protocol.Horizons;

    private string Competing => result.Input.Competing?.Count(c => c) is > 0 and var count
        ? $"; a competing event ({ReportText.Count(count, "patient")}) is counted in incidences and ends the follow-up of Cox models as a "
            + "censoring does"
        : "";

    public string Features =>
        Invariant($"{result.Input.Features.ColumnCount} features a patient")
        + (result.Icc is { } icc ? $"; {icc.Kept.Count} with {Icc} above {NumberText.Short(result.Protocol.IccThreshold)} kept" : "")
        + (result.Lasso is not null || result.Selection is not null ? Invariant($"; {result.Signature.Count} selected") : "")
        + ".";

    public string Reproducibility =>
        result.Icc is { } icc
            ? $"{icc.Subjects.Count} patients contoured twice, {Icc}: {icc.Kept.Count} of {icc.Features.Count} features above "
                + $"{NumberText.Short(result.Protocol.IccThreshold)}."
            : "No second reader: reproducibility was not assessed.";

    /// <summary>How features were harmonised, with a blank at its end; empty where they were not.</summary>
    public string Harmonisation
    {
        get
        {
            if (result.Harmonisation is not { } harmonised)
                return "";
            var options = result.Protocol.Harmonisation;
            return $"Features harmonised over '{harmonised.Column}' ({ReportText.Count(harmonised.Model.Batches.Count, "level")}) by "
                + $"ComBat ({(options.IsParametric ? "parametric" : "empirical")} priors, "
                + $"{(options.MeanOnly ? "means alone" : "means and variances")}, no covariates"
                + $"{(options.ReferenceBatch is { } reference ? $", reference {reference}" : "")}), fitted to the training set and applied "
                + "to all patients. ";
        }
    }

    public string Clusters => result.Harmonisation is null ? "" : Harmonisation.TrimEnd();

    public string Preparation => Harmonisation + Scaling;

    public string Scaling => "Z-scores by the training set's means and standard deviations (divisor n − 1), applied to all patients.";

    public string Selection =>
        result.Lasso is { } l
            ? Invariant($"LASSO-Cox (alpha 1), {l.Cv.Lambdas.Count} lambdas, {l.Cv.FoldCount}-fold cross-validation by partial-likelihood ")
                + $"deviance, lambda "
                    + $"{(l.Rule == LambdaRule.Minimum ? "of the least deviance" : "one standard error above the least deviance")} "
                        + Invariant($"({NumberText.Short(l.Model.Lambda)}); {ReportText.Count(l.Model.NonzeroCount, "feature")}.")
            : result.Selection is { } s
                ? $"{ReportText.Capital(s.Description).TrimEnd('.')}; {ReportText.Count(s.Features.Count, "feature")}."
            : "No signature could be fitted; see the notes.";

    public string Redundancy =>
        result is { Redundancy: { } m, Protocol.SpearmanLimit: var limit }
            ? Invariant($"Spearman correlation of the selected features; {ReportText.Count(m.CountAtOrAbove(limit), "pair")} at or above ")
                + $"{NumberText.Short(limit)} (shown, none removed)."
            : "Nothing was selected.";

    public string ModelKind =>
        "Cox proportional-hazards models (Efron's ties): "
        + (
            result.Models is { } m
                ? string.Join(", ", m.Fits.Select(f => $"{f.Name} ({ReportText.List(f.Model.Terms.Select(t => _labels.Of(t.Name)))})"))
                : "none"
        )
        + "."
        + (result.FineGray is null ? "" : " The risk: Fine and Gray's model of the variables of the last of them.");

    public string Building =>
        $"Univariable screen at p < {NumberText.Short(result.Protocol.Alpha)}, multivariable model of those that pass, nomogram of the "
            + $"Rad-score and the significant clinical factors. {Selection}";

    public string Measures =>
        result.Endpoint.IsIncidence
            ? "Harrell's and Uno's C and the calibration slope of the cause-specific hazard; of the cumulative incidence time-dependent "
                + "AUC, Brier score, calibration in groups and in the large, decision curves, with confidence intervals where defined "
                + "(Table 3, Figures 6, 7)."
            : "Harrell's and Uno's C, time-dependent AUC, Brier score, calibration (groups, smooth, slope, ICI), decision curves, each "
                + "with confidence intervals where defined (Table 3, Figures 4, 6, 7).";

    public string Performance =>
        result.Concordance is { } c
            ? string.Join(
                "; ",
                c.All.Select(s =>
                    ReportText.Set(s.Set).ToLowerInvariant()
                    + " C: "
                    + string.Join(
                        ", ",
                        s.Value.Models.Select(m =>
                            $"{m.Model} {NumberText.Share(m.Harrell.Index, m.Harrell.Lower, m.Harrell.Upper, 2)}"
                        )
                    )
                )
            ) + "."
            : "Not estimated; see the notes.";

    public string Comparison =>
        "C-indices compared by the joint jackknife covariance (Table 3): "
        + string.Join(
            "; ",
            (result.Concordance?.All ?? []).SelectMany(s =>
                s.Value.Comparisons.Select(p =>
                    $"{ReportText.Set(s.Set).ToLowerInvariant()} {p.First} against {p.Second} {NumberText.PEquals(p.Difference.PValue)}"
                )
            )
        )
        + ".";

    public string Calibration =>
        result.Endpoint.IsIncidence ? IncidenceCalibration
        : result.Calibration is not { } c
            ? "Not assessed; see the notes."
            : Invariant($"At {string.Join(", ", c.Horizons.Select(h => result.Protocol.Time(h.Time)))} in ")
                + Invariant($"{result.Protocol.CalibrationGroups} ")
                + "groups and smoothly"
                + (result.Protocol.Bootstraps > 0
                    ? Invariant($", and corrected by {result.Protocol.Bootstraps} bootstrap resamples (Figure 6).")
                    : " (Figure 6), not corrected for optimism.");

    private string IncidenceCalibration =>
        result.Competing?.Training.Performance is not { Count: > 0 } p
            ? "Not assessed; see the notes."
            : $"Predicted risks at {string.Join(", ", p.Select(q => result.Protocol.Time(q.Time)))} in "
                + Invariant($"{result.Protocol.CalibrationGroups} groups against the cumulative incidence (Figure 6), not corrected for ")
                + "optimism; slopes of the Cox models"
                + (result.Protocol.Bootstraps > 0 ? Invariant($", corrected by {result.Protocol.Bootstraps} bootstrap resamples.") : ".");

    public string Specification =>
        result.Models is { } m
            ? $"All coefficients in the table of the {(result.Endpoint.IsIncidence ? "Fine-Gray" : "final")} model; baseline "
                + $"{(result.Endpoint.IsIncidence ? "incidence" : "survival")}, coefficients, means and standard deviations in "
                + $"model.json ({m.Final.Name})."
            : "There is no final model.";

    public string Missing =>
        "Complete cases in each model, counted under Table 2 and the final model; "
            + "Table 1 counts who has no value of a characteristic, and the notes say what was left out.";

    public string Threshold =>
        result.CutPoint is { } cut
            ? $"Cut-off of the Rad-score {NumberText.Short(cut.Search.CutPoint)} by the maximally selected log-rank statistic in the "
                + $"training set; {ReportText.Rule(cut.Rule)} is the group of high Rad-score.{ReportText.OtherGroups(result)}"
            : result.Signature.Count == 0 ? "There is no signature, so that no cut-off was looked for."
            : "No cut-off could be found.";

    /// <summary>What made the model. Of what extracted the features a table of them says nothing.</summary>
    public string Software =>
        $"Modelled by Radiomics.Survival.Reporting {StudyReport.Version} with the options listed under Methods; the code of the extraction "
            + "is the author's to name.";

    /// <summary>What extracted the features, where the run can know it; else <see langword="null"/>.</summary>
    public string? Extractor => FeaturesOf(result)?.ExtractedBy;

    /// <summary>Where the settings of the extraction stand, where the run can know it; else <see langword="null"/>.</summary>
    public string? ExtractionParameters =>
        Extractor is null ? null : "All settings stand in run.json beside the features, which lists this very file by its SHA-256.";

    /// <summary>How the features were computed, where the run can know it; else <see langword="null"/>.</summary>
    public ExtractionAnswers? Extraction { get; } = ExtractionAnswers.Of(FeaturesOf(result));

    /// <summary>Whether a clinical model stands beside the nomogram.</summary>
    public bool HasClinical => result.Models?.Fits.Any(f => f.Name == "clinical") == true;

    /// <summary>Whether anything was corrected for optimism.</summary>
    public bool IsCorrected =>
        result.Calibration?.All.Any(s => s.Value.Any(m => m.Bootstrap is not null)) == true || result.Pipeline?.Whole is not null;

    /// <summary>How the whole procedure was validated on the training patients; empty where it was not.</summary>
    public string WholeProcedure
    {
        get
        {
            if (result.Pipeline is not { } p)
                return "";
            string[] ways =
            [
                .. p.Whole is { } whole ? [Invariant($"{whole.Resamples} bootstrap resamples")] : Array.Empty<string>(),
                .. p.CrossValidation is { } crossed ? [Invariant($"nested cross-validation of {crossed.FoldCount} folds")]
                    : Array.Empty<string>(),
                .. p.Permutation is { } test ? [Invariant($"{test.Permuted.Count} permutations of the outcome (of the signature alone)")]
                    : Array.Empty<string>(),
            ];
            return ways.Length == 0 ? "" : $"The whole procedure, from reproducibility to the fit, was repeated in the training set: "
                + $"{ReportText.List(ways)}.";
        }
    }

    /// <summary>Between which patients one looks for differences; a study without a validation set has one set only.</summary>
    public string Differences => result.Sets.Validation is null ? "There are no evaluation data." : "See Table 1.";

    /// <summary>What tested the model.</summary>
    public string Testing => (Set + " " + WholeProcedure).TrimEnd();

    private string Set =>
        result.Sets.Validation is { } validation
            ? $"Validation set of {ReportText.Count(validation.Rows.Count, "patient")}"
                + (result.Input.Training is null ? ", split off here." : ", as the clinical file says.")
        : IsCorrected ? "No validation set; correction for optimism by the bootstrap."
        : "None.";

    /// <summary>What was kept from the validation set, with what looked at it.</summary>
    public string Apart =>
        "Selection, scaling, cut-off and models use the training set only"
            + (result.Icc is { } icc && result.Sets.Validation is { } validation && icc.Subjects.Intersect(validation.Rows).Any()
                ? "; reproducibility was judged on all patients contoured twice, of either set, without their outcome."
                : ".");

    private static StudySource? FeaturesOf(StudyResult result) => result.Input.Sources.FirstOrDefault(s => s.Role == "features");

    private string Icc => ReportText.Icc(result.Protocol.Icc);
}
