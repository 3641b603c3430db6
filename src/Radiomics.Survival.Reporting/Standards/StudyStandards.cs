using Radiomics.Studies;

namespace Radiomics.Reporting.Standards;

/// <summary>
/// TRIPOD+AI, CLEAR and METRICS: what a run can answer is filled in from it, the rest is left to the author. Item numbers are the
/// standards'; the words are ours. Numbers and topics were compared, one by one, with the checklists as published: TRIPOD+AI's form of
/// 11 January 2024 (doi:10.1136/bmj-2023-078378, its 27 items and their letters), CLEAR v1.0 (doi:10.1186/s13244-023-01415-8) and
/// METRICS v1.0 with its explanation METRICS-E3 (doi:10.1186/s13244-023-01572-w).
/// </summary>
internal static class StudyStandards
{
    /// <summary>The three standards for a study.</summary>
    /// <param name="result">The study.</param>
    public static IReadOnlyList<ReportingStandard> Of(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var answers = new StudyAnswers(result);
        return [Tripod(result, answers), Clear(result, answers), Metrics(result, answers)];
    }

    private static ReportingStandard Tripod(StudyResult result, StudyAnswers a) =>
        new(
            "TRIPOD+AI",
            "Collins GS and others, BMJ 2024;385:e078378",
            List(
                ("1", "Title: a prediction model is developed or evaluated, its population and outcome", null),
                ("2", "Abstract by the standard's own list", null),
                ("3a", "Health-care context and reason for the model", null),
                ("3b", "Target population, purpose and intended users", null),
                ("3c", "Known health inequalities between groups", null),
                (
                    "4",
                    "Objectives: development, evaluation or both",
                    result.Sets.Validation is null ? "Development." : "Development, and evaluation in a validation set."
                ),
                ("5a", "Sources of the data", null),
                ("5b", "Dates of data collection and of the end of follow-up", null),
                ("6a", "Setting, number and place of centres", null),
                ("6b", "Eligibility criteria", null),
                ("6c", "Treatments received and how they were handled", null),
                ("7", "Data preparation and quality checks", a.Preparation),
                ("8a", "Outcome, its horizon and how it was assessed", a.Outcome),
                ("8b", "Who assessed a subjective outcome", null),
                ("8c", "Blinding of the outcome's assessment", null),
                ("9a", "Choice of the initial predictors", a.Features),
                ("9b", "Definition of every predictor and when it was measured", null),
                ("9c", "Who assessed subjective predictors (the contours)", null),
                ("10", "How the study size was arrived at", null),
                ("11", "Missing data", a.Missing),
                ("12a", "Use of the data for development and evaluation", a.Split),
                ("12b", "Handling of the predictors in the analysis", a.Preparation + " Other predictors as in the files."),
                ("12c", "Type of model, building steps, tuning, internal validation", a.ModelKind + " " + a.Building),
                ("12d", "Differences between clusters, such as centres", a.Clusters.Length > 0 ? a.Clusters : null),
                ("12e", "Measures and plots of performance", a.Measures),
                ("12f", "Model updating", "None was made."),
                (
                    "12g",
                    "How predictions were calculated for evaluation",
                    "By the training set's coefficients, means, standard deviations, cut-off and baseline, unchanged."
                ),
                ("13", "Class imbalance", "No resampling or reweighting of classes."),
                ("14", "Fairness", null),
                (
                    "15",
                    "Output of the model and its thresholds",
                    $"{(result.Endpoint.IsIncidence ? $"The {result.Endpoint.Risk} (cumulative incidence)"
                        : $"Probabilities of {result.Protocol.Outcome.Survival}")}, linear predictor, points. " + a.Threshold
                ),
                ("16", "Differences between development and evaluation data", a.Differences),
                ("17", "Ethical approval and consent", null),
                ("18a", "Funding", null),
                ("18b", "Conflicts of interest", null),
                ("18c", "Protocol", null),
                ("18d", "Registration", null),
                ("18e", "Availability of the data", null),
                ("18f", "Availability of the code", a.Software),
                ("19", "Involvement of patients and the public", null),
                ("20a", "Flow of participants, with outcomes and follow-up", a.Participants + " " + a.FollowUp),
                ("20b", "Characteristics of the participants", "Table 1."),
                ("20c", "Predictors compared between development and evaluation", a.Differences),
                ("21", "Participants and events in each analysis", a.Participants),
                ("22", "The full model, for others to use", a.Specification),
                ("23a", "Performance with confidence intervals", a.Performance),
                ("23b", "Performance between clusters", null),
                ("24", "Results of updating", "None was made."),
                ("25", "Interpretation", null),
                ("26", "Limitations", null),
                ("27a", "Handling of poor or missing input in use", null),
                ("27b", "Interaction and expertise that use needs", null),
                ("27c", "Next steps, applicability and generalisability", null)
            )
        );

    private static ReportingStandard Clear(StudyResult result, StudyAnswers a) =>
        new(
            "CLEAR",
            "Kocak B and others, Insights Imaging 2023;14:75",
            List(
                ("1", "Title that names the radiomic method", null),
                ("2", "Structured abstract", null),
                ("3", "Keywords", null),
                ("4", "Scientific or clinical background", null),
                ("5", "Reason for a radiomic approach", null),
                ("6", "Objectives", null),
                ("7", "Guidelines and checklists followed", "This page answers what the run can of TRIPOD+AI, CLEAR and METRICS."),
                ("8", "Ethics", null),
                ("9", "Sample size", null),
                ("10", "Nature of the study", null),
                ("11", "Eligibility", null),
                ("12", "Flowchart of the technical pipeline", "Section Methods lists each step with its options."),
                ("13", "Source of the data", null),
                ("14", "Overlap with earlier data", null),
                ("15", "Data split", a.Split),
                ("16", "Imaging protocol", null),
                ("17", "Definition of non-radiomic predictors", null),
                ("18", "Definition of the outcome", a.Outcome),
                ("19", "Segmentation strategy", null),
                ("20", "Who segmented", null),
                ("21", "Image pre-processing", null),
                ("22", "Resampling and its parameters", a.Extraction?.Resampling),
                ("23", "Discretisation and its parameters", a.Extraction?.Discretisation),
                ("24", "Image types", ImageTypes(result)),
                ("25", "Feature extraction method", a.Extraction?.Method),
                ("26", "Feature classes", Classes(result)),
                ("27", "Number of features", a.Features),
                ("28", "Default settings for what is not reported", a.ExtractionParameters),
                ("29", "Missing data", a.Missing),
                ("30", "Class imbalance", "No resampling or reweighting of classes."),
                ("31", "Reliability of the segmentation", a.Reproducibility),
                ("32", "Feature scaling", a.Preparation),
                ("33", "Dimension reduction", a.Selection),
                ("34", "Algorithm", a.ModelKind),
                ("35", "Training and tuning", a.Building),
                ("36", "Confounders", null),
                ("37", "Model selection strategy", a.Building),
                ("38", "Testing technique", a.Split + " " + a.Testing),
                ("39", "Performance metrics and why", a.Measures),
                ("40", "Uncertainty", "95% confidence intervals" + (a.IsCorrected ? "; bootstrap correction for optimism." : ".")),
                ("41", "Statistical comparison of performance", a.Comparison),
                (
                    "42",
                    "Comparison with non-radiomic and combined methods",
                    a.HasClinical ? "Signature, clinical model and nomogram side by side (Table 3)." : null
                ),
                ("43", "Interpretability", "Weights of the signature, hazard ratios and the nomogram's points."),
                ("44", "Baseline characteristics", "Table 1."),
                ("45", "Flowchart of eligibility", null),
                ("46", "Feature statistics: reproducibility and selection", a.Reproducibility + " " + a.Redundancy),
                ("47", "Model performance", a.Performance),
                ("48", "Results against non-radiomic and combined approaches", a.Comparison),
                ("49", "Important findings", null),
                ("50", "Differences from previous work", null),
                ("51", "Practical implications", null),
                ("52", "Strengths and limitations", null),
                ("53", "Images and segmentations shared", null),
                ("54", "Radiomic features shared", null),
                ("55", "Pre-processing scripts or settings shared", null),
                ("56", "Source code of the modelling shared", a.Software),
                ("57", "Final model files shared", a.Specification),
                ("58", "Ready-to-use system shared", null)
            )
        );

    private static ReportingStandard Metrics(StudyResult result, StudyAnswers a) =>
        new(
            "METRICS",
            "Kocak B and others, Insights Imaging 2024;15:8",
            List(
                ("1", "Adherence to radiomics or machine-learning checklists", "This page answers what the run can."),
                ("2", "Eligibility criteria of a representative population", null),
                ("3", "Reference standard of high quality, clearly defined", a.Outcome),
                ("4", "Several centres", null),
                ("5", "Image source that clinics use", null),
                ("6", "Imaging protocol with acquisition parameters", null),
                ("7", "Interval between imaging and the reference standard", null),
                ("8", "Transparent segmentation method", null),
                ("9", "Evaluation of fully automated segmentation", null),
                ("10", "Test-set segmentation by one reader or tool", null),
                ("11", "Appropriate, transparent pre-processing of the images", null),
                ("12", "Standardised extraction software", a.Extractor),
                ("13", "Extraction parameters or a statement of defaults", a.ExtractionParameters),
                ("14", "Removal of non-robust features", a.Reproducibility),
                ("15", "Removal of redundant features", a.Redundancy),
                ("16", "Number of features against number of patients", $"{a.Features} {a.Participants}"),
                (
                    "17",
                    "Robustness of an end-to-end deep-learning pipeline",
                    Classes(result) is null ? null : "Not applicable: by their names the features are handcrafted."
                ),
                ("18", "Proper partition of the data", a.Split + " " + a.Apart),
                ("19", "Confounding factors", null),
                ("20", "Performance metrics that fit the task", a.Measures),
                ("21", "Uncertainty", "95% confidence intervals of C, AUC, Brier score, hazard ratios and calibration."),
                ("22", "Calibration", a.Calibration),
                ("23", "One image type, or proof that it is inferior", null),
                (
                    "24",
                    "Comparison with a non-radiomic approach, or added value",
                    a.HasClinical ? "Clinical model against nomogram (Table 3), decision curves (Figure 7)." : null
                ),
                (
                    "25",
                    "Comparison with simple or classical models",
                    "The models are themselves Cox models" + (a.HasClinical ? "; the clinical model is shown beside them." : ".")
                ),
                ("26", "Internal testing", a.Testing),
                ("27", "External testing", null),
                ("28", "Data available", null),
                ("29", "Code available", a.Software),
                ("30", "Model available", a.Specification)
            )
        );

    private static StandardItem[] List(params (string Number, string Topic, string? Answer)[] items) =>
        [.. items.Select(i => new StandardItem(i.Number, i.Topic, i.Answer))];

    // PyRadiomics' names are <image type>_<class>_<feature>; columns named otherwise say nothing.
    private static string? ImageTypes(StudyResult result) => Parts(result, 0);

    private static string? Classes(StudyResult result) => Parts(result, 1);

    private static string? Parts(StudyResult result, int part)
    {
        var names = result
            .Input.Features.ColumnNames.Select(n => n.Split('_'))
            .Where(n => n.Length == 3)
            .Select(n => n[part])
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        return names.Length == 0 ? null : "By the features' names: " + string.Join(", ", names) + ".";
    }
}
