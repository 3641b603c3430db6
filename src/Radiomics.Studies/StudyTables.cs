using System.Globalization;
using Survival.Models.Cox;
using Survival.Models.Statistics;

namespace Radiomics.Studies;

/// <summary>
/// Tables 1 to 3 as papers print them: text cells, a header row first. Numbers are rounded as in print; study.json has them in full.
/// </summary>
public static class StudyTables
{
    /// <summary>The name of the file of <see cref="Baseline"/> in the folder <c>tables</c>, without extension.</summary>
    public const string BaselineName = "table1_baseline";

    /// <summary>That of <see cref="ExternalBaseline"/>.</summary>
    public const string ExternalBaselineName = "external_table1";

    /// <summary>That of <see cref="CoxModels"/>.</summary>
    public const string CoxModelsName = "table2_cox";

    /// <summary>That of <see cref="Concordance"/>.</summary>
    public const string ConcordanceName = "table3_concordance";

    /// <summary>Whether a characteristic is the outcome or what the study makes, which stand in tables of their own.</summary>
    /// <param name="name">The characteristic's name.</param>
    public static bool IsMade(string name) =>
        name is BaselineStep.Event or BaselineStep.High or BaselineStep.HighAtOrAbove or BaselineStep.Time or ModelStep.ScoreName;

    /// <summary>
    /// Table 1: the characteristics of all patients and of the two sets before treatment, n (%) or median (quartiles), with the p value of
    /// the
    /// Yates-corrected chi-square or rank-sum test. The outcome, the follow-up and what the study makes (Rad-score, its groups) are no
    /// characteristics
    /// and have tables of their own.
    /// </summary>
    /// <param name="result">The study.</param>
    /// <param name="labels">What columns are called; <see langword="null"/> for the protocol's labels.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Baseline(StudyResult result, StudyLabels? labels = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        labels ??= new StudyLabels(result);
        var sets = result.Sets.All.Select(s => s.Value).ToList();
        var both = sets.Count > 1;
        string[] total = both ? [Invariant($"Total (n = {sets.Sum(s => s.Rows.Count)})")] : [];
        string[] p = both ? ["p"] : [];
        List<IReadOnlyList<string>> rows =
        [
            ["Characteristic", "Level", .. total, .. sets.Select(s => $"{(both ? Title(s.Name) : "All")} (n = {s.Rows.Count})"), .. p],
        ];
        foreach (var c in result.Baseline.Categorical.Where(c => !IsMade(c.Name)))
        {
            for (var k = 0; k < c.Levels.Count; k++)
            {
                int[] counts = [.. both ? [c.Counts[k].Sum()] : Array.Empty<int>(), .. c.Counts[k]];
                int[] sums = [.. both ? [c.Counts.Sum(r => r.Sum())] : Array.Empty<int>(),
                    .. c.Counts[k].Select((_, j) => c.Counts.Sum(r => r[j]))];
                rows.Add([
                    k == 0 ? labels.Of(c.Name) : "",
                    Level(result, c.Name, c.Levels, k),
                    .. counts.Select((n, j) => FormattableString.Invariant($"{n} ({100.0 * n / Math.Max(1, sums[j]):0.0}%)")),
                    .. both ? [k == 0 ? P(c.PValue) : ""] : Array.Empty<string>(),
                ]);
            }
            Missing([.. sets.Select((s, j) => s.Rows.Count - c.Counts.Sum(r => r[j]))]);
        }
        foreach (var n in result.Baseline.Numeric.Where(n => !IsMade(n.Name)))
        {
            NumericSummary[] summaries = [.. both ? [n.Total, n.Training] : new[] { n.Training }];
            var digits = NumberText.MeasuredDigits([.. summaries.Concat(n.Validation is { } other ? [other] : [])
                .Select(s => (s.Minimum, s.LowerQuartile, s.Median, s.UpperQuartile, s.Maximum))]);
            rows.Add([
                labels.Of(n.Name),
                "median (quartiles)",
                .. summaries.Select(s => Quartiles(s, digits)),
                .. both ? [n.Validation is { } v ? Quartiles(v, digits) : ""] : Array.Empty<string>(),
                .. both ? [P(n.Ranks.PValue)] : Array.Empty<string>(),
            ]);
            Missing([.. sets.Select((s, j) => s.Rows.Count - (j == 0 ? n.Training.Count : n.Validation?.Count ?? s.Rows.Count))]);
        }
        return rows;

        // Who has no value is told under the characteristic, or the counts would not add up to n.
        void Missing(int[] absent)
        {
            if (absent.Sum() > 0)
                rows.Add([
                    "", "missing", .. both ? [Invariant($"{absent.Sum()}")] : Array.Empty<string>(),
                    .. absent.Select(n => Invariant($"{n}")), .. both ? [""] : Array.Empty<string>(),
                ]);
        }

        static string Quartiles(NumericSummary s, int digits) =>
            NumberText.WithInterval(s.Median, s.LowerQuartile, s.UpperQuartile, digits);
    }

    /// <summary>
    /// The external study's own table of characteristics: its printed counts, the p value they give and the printed one; a header only
    /// without one.
    /// </summary>
    /// <param name="result">The study.</param>
    public static IReadOnlyList<IReadOnlyList<string>> ExternalBaseline(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        // The patients of the external study, where its results say how many there were.
        var sizes = result.Protocol.ExternalModel?.Results.FirstOrDefault(r => r.Kind == ExternalResultKind.Patients);
        string Size(int set) => sizes is null ? "" : $" (n = {(set == 0 ? sizes.Training : sizes.Validation)})";
        List<IReadOnlyList<string>> rows =
        [
            [
                "Characteristic",
                "Level",
                $"Training{Size(0)}",
                $"Validation{Size(1)}",
                "p of the printed counts",
                "p printed",
                "Reproduced",
                "Remark",
            ],
        ];
        foreach (var p in result.Baseline.External)
        {
            for (var k = 0; k < p.Test.Levels.Count; k++)
            {
                string[] tail =
                    k == 0
                        ?
                        [
                            NumberText.P(p.Test.PValue),
                            p.Printed.PValue.ToString("0.00", CultureInfo.InvariantCulture),
                            p.Reproduced ? "yes" : "no",
                            p.Printed.Remark,
                        ]
                        : ["", "", "", ""];
                rows.Add([
                    k == 0 ? p.Test.Name : "",
                    p.Test.Levels[k],
                    .. p.Test.Counts[k].Select(n => n.ToString(CultureInfo.InvariantCulture)),
                    .. tail,
                ]);
            }
        }
        return rows;
    }

    /// <summary>
    /// Table 2: hazard ratios with 95% limits and p values, univariable and multivariable, with the patients and events of each level. The
    /// row of a factor's reference level has the p value of all its levels together (Wald), where there are more than two.
    /// </summary>
    /// <param name="result">The study.</param>
    /// <param name="labels">What columns are called; <see langword="null"/> for the protocol's labels.</param>
    public static IReadOnlyList<IReadOnlyList<string>> CoxModels(StudyResult result, StudyLabels? labels = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        labels ??= new StudyLabels(result);
        List<IReadOnlyList<string>> rows =
        [
            [
                "Variable", "Level", "n", Capital(result.Protocol.Outcome.Plural), "Univariable HR (95% CI)", "Univariable p",
                "Multivariable HR (95% CI)", "Multivariable p",
            ],
        ];
        var multivariable = result.Cox.Multivariable?.Table().ToDictionary(c => c.Name) ?? [];
        var alone = NumberText.RatioDigits(result.Cox.Univariable.SelectMany(u => u.Model?.Table() ?? []).Select(c => c.HazardRatio));
        var joint = NumberText.RatioDigits(multivariable.Values.Select(c => c.HazardRatio));
        foreach (var screen in result.Cox.Univariable)
        {
            var levels = screen.Levels;
            var entered = result.Cox.Multivariable?.ColumnNames.Any(c => Columns().Contains(c)) == true;
            for (var k = 0; k < levels.Count; k++)
            {
                string[] head =
                [
                    k == 0 ? labels.Of(screen.Name) : "", Level(result, screen.Name, [.. levels.Select(l => l.Level)], k),
                    Invariant($"{levels[k].Patients}"), Invariant($"{levels[k].Events}"),
                ];
                if (levels.Count > 1 && k == 0)
                {
                    var several = levels.Count > 2;
                    rows.Add([
                        .. head, screen.Model is null ? NumberText.None : Reference, several ? P(screen.PValue) : "",
                        entered ? Reference : "", several && entered ? P(Overall(result.Cox.Multivariable!)) : "",
                    ]);
                    continue;
                }
                // A column of numbers is called by its name, one of a level by the level's too.
                string[] columns = [screen.Name + levels[k].Level, screen.Name];
                var own = screen.Model?.Table().FirstOrDefault(c => columns.Contains(c.Name));
                var together = columns.Select(multivariable.GetValueOrDefault).FirstOrDefault(c => c is not null);
                rows.Add([
                    .. head,
                    own is null ? NumberText.None : Ratio(own, alone),
                    own is null ? "" : P(own.PValue),
                    together is null ? "" : Ratio(together, joint),
                    together is null ? "" : P(together.PValue),
                ]);
            }

            string[] Columns() => [screen.Name, .. screen.Levels.Select(l => screen.Name + l.Level)];

            double Overall(CoxModel model) => model.Wald(
                [.. Enumerable.Range(0, model.ColumnNames.Count).Where(j => Columns().Contains(model.ColumnNames[j]))]).PValue;
        }
        return rows;
    }

    private const string Reference = "1 (reference)";

    // 0 and 1 alone answer the factor's name; beside a third level, or where the protocol compares levels, they are names themselves.
    private static string Level(StudyResult result, string factor, IReadOnlyList<string> levels, int k) =>
        levels.All(l => l is "0" or "1") && result.Protocol.FactorOf(factor).Reference is null
            ? (levels[k] == "0" ? "no" : "yes")
            : levels[k];

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>Table 3: Harrell's C with 95% limits in each set, the p value against the nomogram, and Uno's C up to the last horizon.
    /// Limits end at 0 and 1.</summary>
    /// <param name="result">The study.</param>
    /// <param name="labels">What models are called; <see langword="null"/> for the study's names.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Concordance(StudyResult result, StudyLabels? labels = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        labels ??= new StudyLabels(result);
        var sets = result.Concordance?.All.ToList() ?? [];
        // A model alone is compared with none.
        var compared = sets.Exists(s => s.Value.Comparisons.Count > 0);
        List<IReadOnlyList<string>> rows =
        [
            [
                "Model",
                .. sets.SelectMany(s => new[] { $"{Title(s.Set)} C-index (95% CI)", $"{Title(s.Set)} p" }.Take(compared ? 2 : 1)),
                .. sets.Where(s => HasUno(s.Value)).Select(s => $"{Title(s.Set)} Uno's C (95% CI)"),
            ],
        ];
        foreach (var fit in Enumerable.Reverse(result.Models?.Fits.ToList() ?? []))
        {
            List<string> row = [labels.Of(fit.Name)];
            foreach (var (_, set) in sets)
            {
                var c = set.Models.FirstOrDefault(m => m.Model == fit.Name)?.Harrell;
                var against = set.Comparisons.FirstOrDefault(p => p.First == ModelsStep.Nomogram && p.Second == fit.Name);
                row.Add(c is null ? "" : NumberText.Share(c.Index, c.Lower, c.Upper, 2));
                if (compared)
                    row.Add(against is null ? "" : P(against.Difference.PValue));
            }
            foreach (var (_, set) in sets.Where(s => HasUno(s.Value)))
                row.Add(set.Models.FirstOrDefault(m => m.Model == fit.Name)?.Uno is { } u
                    ? NumberText.Share(u.Index, u.Lower, u.Upper, 2) : "");
            rows.Add(row);
        }
        return rows;

        static bool HasUno(SetConcordance set) => set.Models.Any(m => m.Uno is not null);
    }

    private static string Title(string set) => set == StudySet.TrainingName ? "Training" : "Validation";

    private static string Ratio(CoxCoefficient c, int digits) => NumberText.Ratio(c.HazardRatio, c.Lower, c.Upper, digits);

    private static string P(double p) => double.IsNaN(p) ? "" : NumberText.P(p);
}
