using System.Globalization;
using Radiomics.Reporting.Wording;
using Radiomics.Studies;

namespace Radiomics.Reporting;

/// <summary>The tables of a study: three as papers print them, and those behind the figures.</summary>
internal static class ReportTables
{
    /// <summary>The names that tables have.</summary>
    internal static IReadOnlyCollection<string> Names { get; } =
    [
        StudyTables.BaselineName, StudyTables.CoxModelsName, StudyTables.ConcordanceName, StudyTables.ExternalBaselineName, "signature",
        "risk_groups", "time_auc", "calibration", "final_model", "external_model", "external_results", "icc",
        "competing_risks", "fine_gray", "pipeline", "selections",
    ];

    /// <summary>All the tables there are; a step that the study does not have has no table.</summary>
    public static IReadOnlyList<ReportTable> All(StudyResult result, ReportOptions options)
    {
        var labels = new StudyLabels(result, options.Labels);
        var simulated = options.Simulated ?? result.IsSimulated;
        ReportTable?[] tables =
        [
            Baseline(result, labels),
            Cox(result, labels),
            Concordance(result, labels),
            SignatureTable.Of(result),
            Groups(result),
            result.Input.Competing is null ? Auc(result, labels) : CompetingTable.Accuracy(result, labels),
            Calibration(result, labels),
            Nomogram(result, labels),
            CompetingTable.Of(result),
            CompetingTable.FineGray(result, labels),
            PipelineTables.Indices(result),
            PipelineTables.Selections(result, labels),
            ExternalResults.Counts(result),
            ExternalResults.Model(result),
            ExternalResults.Table(result, labels),
            Icc(result),
        ];
        return
        [
            .. tables
                .OfType<ReportTable>()
                .Select(t => simulated ? t with { Note = (ReportText.SimulatedMark + " " + t.Note).TrimEnd() } : t),
        ];
    }

    private static ReportTable Baseline(StudyResult result, StudyLabels labels)
    {
        var rows = StudyTables.Baseline(result, labels);
        return new ReportTable(
            StudyTables.BaselineName,
            "Table 1. Characteristics of the patients",
            rows[0],
            [.. rows.Skip(1)],
            (result.Sets.Validation is null
                ? "n (%) or median (quartiles)."
                : "n (%) or median (quartiles); percentages of those with a value. p: training against validation, chi-square test "
                    + "(counts; of two by two with Yates' correction), Wilcoxon rank-sum test with continuity correction (medians)."
                    + Sparse(result, labels))
                + Answered(result, labels, result.Input.FactorColumns)
        );
    }

    // Of a column whose label the protocol gives somebody saw to it that the label can be answered.
    private static string Answered(StudyResult result, StudyLabels labels, IEnumerable<string> columns)
    {
        string[] answered =
        [
            .. result.Baseline.Categorical
                .Where(c => columns.Contains(c.Name) && c.Levels.All(l => l is "0" or "1")
                    && !result.Protocol.Factors.Any(f => f.Name == c.Name && (f.Label.Length > 0 || f.Reference is not null)))
                .Select(c => labels.Of(c.Name)),
        ];
        return answered.Length == 0 ? "" : $" 0 and 1 of the data are printed as no and yes: {string.Join(", ", answered)}.";
    }

    // The chi-square distribution is poor where fewer than 5 are expected (W. G. Cochran, Biometrics 1954, doi:10.2307/3001616).
    private static string Sparse(StudyResult result, StudyLabels labels)
    {
        string[] rare =
        [
            .. result.Baseline.Categorical
                .Where(c => !StudyTables.IsMade(c.Name) && c.SmallestExpected < 5 && double.IsFinite(c.FisherPValue))
                .Select(c => $"{labels.Of(c.Name)} {NumberText.P(c.FisherPValue)}"),
        ];
        return rare.Length == 0 ? ""
            : $" Where fewer than 5 are expected in a cell, Fisher's exact test gives p: {string.Join(", ", rare)}.";
    }

    private static ReportTable Cox(StudyResult result, StudyLabels labels)
    {
        var rows = StudyTables.CoxModels(result, labels);
        var kept = result.Cox.Kept.Count == 0 ? "none" : ReportText.List(result.Cox.Kept.Select(labels.Of));
        return new ReportTable(
            StudyTables.CoxModelsName,
            "Table 2. Cox regression in the training set",
            rows[0],
            [.. rows.Skip(1)],
            $"HR: hazard ratio for {result.Protocol.Outcome.Name}, of numbers for one unit more; CI: confidence interval. Efron's ties, "
                + "Wald tests; where a factor has several levels, the p value beside its reference is of all of them together. "
                + $"Factors with p < {NumberText.Short(result.Protocol.Alpha)} alone enter the multivariable model; clinical factors of "
                + $"the nomogram: {kept}"
                + $"{(result.Cox.FallbackUsed ? " (none was significant in the multivariable model; see the notes)" : "")}."
                + Fitted(result, "multivariable", result.Cox.Multivariable) + CompetingTable.CauseSpecific(result)
                + Answered(result, labels, result.Cox.Univariable.Select(u => u.Name))
        );
    }

    // Rows in which every variable of the model is known.
    private static string Fitted(StudyResult result, string what, Survival.Models.Cox.CoxModel? model) =>
        model is null ? ""
        : Invariant($" The {what} model is fitted to {ReportText.Count(model.RowCount, "patient")} with ")
            + ReportText.Events(model.EventCount, result.Protocol.Outcome)
            + (model.RowCount < result.Sets.Training.Rows.Count
                ? $", those of the {result.Sets.Training.Rows.Count} for whom all its variables are known." : ".");

    private static ReportTable? Concordance(StudyResult result, StudyLabels labels)
    {
        if (result.Concordance is null)
            return null;
        var rows = StudyTables.Concordance(result, labels);
        return new ReportTable(
            StudyTables.ConcordanceName,
            "Table 3. Discrimination: C-indices",
            rows[0],
            [.. rows.Skip(1)],
            "C-index: Harrell's; infinitesimal-jackknife standard errors, limits within 0 and 1"
                + (result.Concordance.All.Any(s => s.Value.Comparisons.Count > 0)
                    ? "; p: normal test of the difference from the nomogram with the joint covariance of both indices"
                    : "")
                + (rows[0].Any(h => h.Contains("Uno", StringComparison.Ordinal))
                    ? ". Uno's C weighs by the inverse probability of censoring, up to "
                        + $"{result.Protocol.Time(result.Protocol.Horizons[^1])}."
                    : ".")
                + (result.Input.Competing is null ? "" : " Of the Cox models." + CompetingTable.CauseSpecific(result))
        );
    }

    private static ReportTable? Groups(StudyResult result)
    {
        // Where events compete medians and shares of Kaplan and Meier's are left out; the incidences have a table.
        var competes = result.Input.Competing is not null;
        var rows = new List<string[]>();
        var ratio = NumberText.RatioDigits(result.Survival.All.Select(s => s.Value.Groups?.Cox?.Table()[0].HazardRatio ?? 1));
        var digits = NumberText.TimeDigits(result.Survival.All.SelectMany(s => s.Value.Groups is { } g
            ? new[] { g.Low.Median.Estimate, g.High.Median.Estimate } : []));
        foreach (var (name, set) in result.Survival.All)
        {
            if (set.Groups is not { } g)
                continue;
            foreach (var (group, summary) in new[] { ("low", g.Low), ("high", g.High) })
            {
                var (curve, m) = (summary.Curve, summary.Median);
                rows.Add([
                    ReportText.Set(name),
                    group,
                    Count(curve.RowCount),
                    Count((int)Math.Round(curve.EventTotal)),
                    competes ? "" : NumberText.WithInterval(m.Estimate, m.Lower, m.Upper, digits),
                    .. summary.AtHorizons.Where(_ => !competes).Select(at =>
                    {
                        return at.Time > curve.Time[^1] && at.Estimate > 0
                            ? NumberText.None
                            : NumberText.Share(at.Estimate, at.Lower, at.Upper, 2);
                    }),
                    NumberText.P(g.LogRank.PValue),
                    g.Cox?.Table()[0] is { } c ? NumberText.Ratio(c.HazardRatio, c.Lower, c.Upper, ratio) : NumberText.None,
                ]);
            }
        }
        return rows.Count == 0
            ? null
            : new ReportTable(
                "risk_groups",
                competes ? $"Hazard of {result.Protocol.Outcome.Name} by Rad-score group"
                    : ReportText.Capital(result.Protocol.Outcome.Survival) + " by Rad-score group",
                [
                    "Set",
                    "Rad-score",
                    "n",
                    ReportText.Capital(result.Protocol.Outcome.Plural),
                    (result.Protocol.TimeUnit.Length == 0 ? "Median" : $"Median in {result.Protocol.TimeUnit}") + " (95% CI)",
                    .. result.Protocol.Horizons.Where(_ => !competes).Select(h =>
                        $"{ReportText.Capital(result.Protocol.Outcome.Survival)} at {result.Protocol.Time(h)}"
                    ),
                    "Log-rank p",
                    "HR, high vs low Rad-score (95% CI)",
                ],
                rows,
                (competes ? "HR: hazard ratio; CI: confidence interval; n/a: without a finite estimate. "
                    : "Kaplan-Meier. HR: hazard ratio; CI: confidence interval; n/a: not reached, after the group's follow-up, or without "
                        + "a finite estimate. ")
                    + "Both rows of a set share its test and its hazard ratio."
                    + (ReportText.SearchedCut(result.CutPoint) is { } searched ? $" {ReportText.Capital(searched)}." : "")
                    + ReportText.OtherGroups(result)
                    + (competes ? CompetingTable.CauseSpecific(result) + " Chances by group stand under Competing events." : "")
            ).WithoutEmptyColumns();
    }

    private static ReportTable? Auc(StudyResult result, StudyLabels labels)
    {
        var rows = new List<string[]>();
        foreach (var (name, set) in result.Accuracy?.All ?? [])
        {
            foreach (var model in set.Models)
            {
                foreach (var a in model.Score?.At ?? [])
                {
                    var brier = model
                        .Brier?.At.Where(b => b.Time == a.Time)
                        .Select(b => (Survival.Models.Discrimination.BrierAt?)b)
                        .FirstOrDefault();
                    rows.Add([
                        ReportText.Set(name),
                        labels.Of(model.Model),
                        NumberText.Plain(a.Time),
                        Count(a.Cases),
                        Count(a.Controls),
                        NumberText.Share(a.Auc, a.Lower, a.Upper, 2),
                        brier is { } b ? NumberText.Share(b.Brier, b.Lower, b.Upper, 3) : NumberText.None,
                        brier is { } i ? NumberText.Fixed(i.Ipa, 3) : NumberText.None,
                    ]);
                }
            }
        }
        return rows.Count == 0
            ? null
            : new ReportTable(
                "time_auc",
                "Discrimination and accuracy by time",
                [
                    "Set",
                    "Model",
                    ReportText.WithUnit("Time", result.Protocol.TimeUnit),
                    "Cases",
                    "Controls",
                    "AUC (95% CI)",
                    "Brier score (95% CI)",
                    "IPA",
                ],
                rows,
                "Inverse probability of censoring weights. A case has the event at or before the time, for the AUC as for the Brier score "
                    + "(as riskRegression; study.json has timeROC's areas too, whose cases come before it). IPA: 1 − Brier score / that of "
                    + "the null model. Limits within 0 and 1."
            );
    }

    private static ReportTable? Calibration(StudyResult result, StudyLabels labels)
    {
        var competes = result.Input.Competing is not null;
        var rows = new List<string[]>();
        foreach (var (name, models) in result.Calibration?.All ?? [])
        {
            foreach (var m in models)
            {
                rows.Add([
                    ReportText.Set(name), labels.Of(m.Model),
                    m.Slope is { } s ? NumberText.WithInterval(s.Estimate, s.Lower, s.Upper, 2) : NumberText.None,
                    m.Bootstrap?.Indices.TryGetValue("Slope", out var slope) == true ? NumberText.Fixed(slope.Corrected, 2) : "",
                    competes ? ""
                        : m.InTheLarge is { } o ? NumberText.WithInterval(o.ObservedOverExpected, o.Lower, o.Upper, 2) : NumberText.None,
                    .. m.Smooth is { } c
                        ? new[] { NumberText.Fixed(c.Ici, 3), NumberText.Fixed(c.E50, 3), NumberText.Fixed(c.E90, 3) }
                        : competes ? ["", "", ""] : [NumberText.None, NumberText.None, NumberText.None],
                    m.Bootstrap?.Indices.TryGetValue("C", out var index) == true
                        ? $"{NumberText.Fixed(index.Original, 3)} / {NumberText.Fixed(index.Corrected, 3)}"
                        : "",
                ]);
            }
        }
        return rows.Count == 0
            ? null
            : new ReportTable(
                "calibration",
                competes ? "Calibration slopes of the Cox models"
                    : $"Calibration at {result.Protocol.Time(result.Protocol.CalibrationHorizon!.Value)}",
                [
                    "Set",
                    "Model",
                    "Slope (95% CI)",
                    "Slope, corrected",
                    "Observed / expected (95% CI)",
                    "ICI",
                    "E50",
                    "E90",
                    "C, apparent / corrected",
                ],
                rows,
                (result.Calibration!.All.Any(s => s.Value.Any(m => m.Bootstrap is not null))
                    ? Invariant($"Corrected for optimism by {result.Protocol.Bootstraps} bootstrap resamples of the training set. ")
                        + "The bootstrap repeats the fit of the models, not what "
                        + "came before: selection of features, signature and cut were made once, on all training patients, so that a "
                        + "corrected value of the signature is still too favourable."
                        + (result.Pipeline?.Whole is { } whole && whole.Resamples != result.Protocol.Bootstraps
                            ? Invariant($" The {whole.Resamples} resamples of the whole procedure are others, so that their correction of ")
                                + "the fit alone differs by chance."
                            : "")
                    : "Not corrected for optimism: no bootstrap was made.")
                    + (competes ? CompetingTable.CauseSpecific(result)
                        : " ICI, E50, E90: of a restricted cubic spline of log(−log S) with knots at its 0.1, 0.5 and 0.9 quantiles (rms "
                            + "moves the outer ones where there are fewer than 100 patients).")
            ).WithoutEmptyColumns();
    }

    private static ReportTable? Nomogram(StudyResult result, StudyLabels labels)
    {
        if (result.Models is not { } models)
            return null;
        var ratio = NumberText.RatioDigits(models.Final.Model.Table().Select(c => c.HazardRatio));
        return new ReportTable(
            "final_model",
            $"The final model ({labels.Of(models.Final.Name)}){(result.Input.Competing is null ? "" : ", Cox")}",
            ["Variable", "Coefficient", "SE", "HR (95% CI)", "p", "Proportional hazards p"],
            [
                .. models
                    .Final.Model.Table()
                    .Select(c =>
                        new[]
                        {
                            labels.OfTerm(c.Name),
                            NumberText.Fixed(c.Coefficient, 4),
                            NumberText.Fixed(c.StandardError, 4),
                            NumberText.Ratio(c.HazardRatio, c.Lower, c.Upper, ratio),
                            NumberText.P(c.PValue),
                            Hazards(models, c.Name),
                        }
                    ),
            ],
            ((models.ProportionalHazards is { } test
                ? $"Global test of proportional hazards: {NumberText.PEquals(test.Global.PValue)}."
                : "") + Fitted(result, "final", models.Final.Model) + CompetingTable.CauseSpecific(result)).TrimStart()
        );
    }

    // A factor of several levels has one test of proportional hazards, which stands at its first level.
    private static string Hazards(StudyModels models, string column)
    {
        var term = models.Final.Model.Terms.First(t => t.Name == column || t.IsCategorical && t.Levels.Any(l => t.Name + l == column));
        return term.Name != column && term.Name + term.Levels[1] != column ? ""
            : models.ProportionalHazards?.Terms.FirstOrDefault(t => t.Name == term.Name) is { } test ? NumberText.P(test.Test.PValue)
            : NumberText.None;
    }

    private static ReportTable? Icc(StudyResult result)
    {
        if (result.Icc is not { } icc)
            return null;
        var kept = icc.Kept.ToHashSet(StringComparer.Ordinal);
        return new ReportTable(
            "icc",
            "Agreement of two readers",
            ["Feature", "ICC (95% CI)", "p", "Kept"],
            [
                .. icc.Results.Select(
                    (r, j) =>
                        new[]
                        {
                            icc.Features[j],
                            NumberText.WithInterval(r.Value, r.Lower, r.Upper, 3),
                            NumberText.P(r.PValue),
                            kept.Contains(icc.Features[j]) ? "yes" : "no",
                        }
                ),
            ],
            $"{ReportText.Capital(ReportText.Icc(result.Protocol.Icc))}. Kept: above {NumberText.Short(result.Protocol.IccThreshold)}. "
                + $"Full precision "
                + "is in study.json."
        );
    }

    private static string Count(int n) => n.ToString(CultureInfo.InvariantCulture);
}
