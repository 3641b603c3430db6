using System.Globalization;
using Survival.Models.Selection;
using Survival.Models.Statistics;
using static Radiomics.Studies.SettingForms;

namespace Radiomics.Studies;

/// <summary>The settings of a protocol, each told once: its key, its help, how it is read and written, what it may be.</summary>
internal static class ProtocolSettings
{
    private static readonly (string Name, IccForm Form)[] _iccForms =
    [
        ("twoway-agreement", IccForm.Agreement),
        ("twoway-consistency", IccForm.Consistency),
        ("oneway", IccForm.OneWay),
    ];

    public static IReadOnlyList<ProtocolSetting> All { get; } =
    [
        Text("title", "text", "What the study is called.", p => p.Title, (p, v) => p with { Title = v }),
        Text(
            "outcome",
            "name",
            "The event, as in \"time to progression\".",
            p => p.Outcome.Name,
            (p, v) => p with { Outcome = p.Outcome.Name == v ? p.Outcome : new StudyOutcome(v) }
        ),
        Text(
            "outcome_plural",
            "word",
            "Several events: progressions. By itself the outcome with the ending of an English plural.",
            p => p.Outcome.Plural,
            (p, v) => p with { Outcome = p.Outcome with { Plural = v } }
        ),
        Text(
            "outcome_adjective",
            "word",
            "The word before \"survival\": progression-free. By itself the outcome with -free; overall for death.",
            p => p.Outcome.Adjective,
            (p, v) => p with { Outcome = p.Outcome with { Adjective = v } }
        ),
        Text(
            "outcome_verb",
            "word",
            "What those with the event did: progressed. By itself \"had\" and the outcome; died for death.",
            p => p.Outcome.Verb,
            (p, v) => p with { Outcome = p.Outcome with { Verb = v } }
        ),
        Text(
            "time_unit",
            "unit",
            "The unit of the follow-up, in the plural (year is taken for years).",
            p => p.TimeUnit,
            (p, v) => p with { TimeUnit = v },
            true
        ),
        new(
            "horizons",
            "t,t,t",
            "The times of the predictions, in the unit of the follow-up; chosen by the training events where there are none.",
            "positive times, ascending, separated by commas, such as 1,2,3,",
            p => List(p.Horizons),
            (p, v) => Numbers(v) is { } t && Ascending(t) && t.TrueForAll(h => h > 0) ? p with { Horizons = t } : null
        )
        {
            IsList = true,
        },
        new(
            "calibration_horizon",
            "t",
            "The time of calibration and decision curves; the middle horizon by default.",
            "a positive time",
            p => p.CalibrationHorizon is { } t ? Of(t) : "",
            (p, v) =>
                v.Length == 0 ? p with { CalibrationHorizon = null }
                : Number(v) is > 0 and { } t ? p with { CalibrationHorizon = t }
                : null
        ),
        Column(
            "id",
            "The patient, in the clinical file, and in the others unless they name theirs.",
            c => c.Id,
            (c, v) => c with { Id = v }
        ),
        Column(
            "features_id",
            "The patient in the file of features.",
            c => c.FeaturesId ?? "",
            (c, v) => c with { FeaturesId = v.Length == 0 ? null : v },
            true
        ),
        Column(
            "second_reader_id",
            "The patient in the second reader's file.",
            c => c.SecondReaderId ?? "",
            (c, v) => c with { SecondReaderId = v.Length == 0 ? null : v },
            true
        ),
        Column("time", "The end of follow-up.", c => c.Time, (c, v) => c with { Time = v }),
        Column("event", "How it ended: 1 for the event, 0 for a censoring.", c => c.Event, (c, v) => c with { Event = v }),
        Column(
            "event_value",
            "The cells that mean an event, where the coding is not 1 and 0.",
            c => List(c.EventValues),
            (c, v) => c with { EventValues = Texts(v) },
            true,
            true
        ),
        Column(
            "censored_value",
            "The cells that mean a censoring, where there is more than one besides the event's.",
            c => List(c.CensoredValues),
            (c, v) => c with { CensoredValues = Texts(v) },
            true,
            true
        ),
        Column(
            "competing_value",
            "The cells that mean a competing event, after which the event cannot happen; with event_value.",
            c => List(c.CompetingValues),
            (c, v) => c with { CompetingValues = Texts(v) },
            true,
            true
        ),
        Column(
            "split",
            "The set: train or validation; drawn by the seed without.",
            c => c.Split ?? "",
            (c, v) => c with { Split = v.Length == 0 ? null : v },
            true
        ),
        Column(
            "folds",
            "The fold of the cross-validation; drawn by the seed without.",
            c => c.Folds ?? "",
            (c, v) => c with { Folds = v.Length == 0 ? null : v },
            true
        ),
        Column(
            "batch",
            "The scanner or site, over which ComBat harmonises the features; no harmonisation without.",
            c => c.Batch ?? "",
            (c, v) => c with { Batch = v.Length == 0 ? null : v },
            true
        ),
        .. HarmoniseStep.Settings,
        new(
            "decimal_mark",
            "comma|point",
            "The decimal mark of the files; the other then separates thousands. Judged for each column by itself without.",
            "comma or point",
            p => p.Columns.DecimalMark switch { ',' => "comma", '.' => "point", _ => "" },
            (p, v) => v is not ("" or "comma" or "point") ? null
                : p with { Columns = p.Columns with { DecimalMark = v.Length == 0 ? null : v == "comma" ? ',' : '.' } }
        )
        {
            IsColumn = true,
        },
        Column("ignore", "Columns that are never factors.", c => List(c.Ignored), (c, v) => c with { Ignored = Texts(v) }, true, true),
        Share(
            "training_share",
            "The share of patients that a split made here trains on.",
            p => p.TrainingShare,
            (p, v) => p with { TrainingShare = v },
            0,
            1
        ),
        new(
            "train_on_all",
            "",
            "All patients train; there is no validation set.",
            "yes or no",
            p => p.TrainOnAll ? "yes" : "no",
            (p, v) => Flag(v) is { } f ? p with { TrainOnAll = f } : null
        )
        {
            IsFlag = true,
        },
        new(
            "seed",
            "n",
            "The seed of everything that is drawn.",
            "a whole number, not negative,",
            p => p.Seed.ToString(CultureInfo.InvariantCulture),
            (p, v) => ulong.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? p with { Seed = n } : null
        ),
        new(
            "icc_form",
            "form",
            "The intraclass correlation of the two readers, of single ratings.",
            "twoway-agreement, twoway-consistency or oneway",
            p => NameOf(p.Icc.Form),
            (p, v) =>
                v == NameOf(p.Icc.Form) ? p
                : _iccForms.FirstOrDefault(f => f.Name == v) is { Name: not null } form
                    ? p with
                    {
                        Icc = p.Icc with { Form = form.Form },
                    }
                : null
        ),
        Share(
            "icc_threshold",
            "A feature is kept above this intraclass correlation.",
            p => p.IccThreshold,
            (p, v) => p with { IccThreshold = v },
            -1,
            1
        ),
        Count(
            "fold_count",
            "The folds drawn here; fewer where there are fewer events.",
            p => p.FoldCount,
            (p, v) => p with { FoldCount = v },
            3
        ),
        new(
            "selector",
            "name",
            "What selects the features: lasso by the rules below, or elastic-net, adaptive-lasso, relaxed-lasso, stability, univariable; "
                + "with a number of one's own elastic-net:ALPHA (0.5), stability:THRESHOLD (0.75), univariable:RATE (0.05).",
            $"lasso, {string.Join(", ", FeatureSelectors.All.Skip(1).Select(s => s.Name))}, or elastic-net:0.2 and the like",
            p => p.Selector?.Name ?? FeatureSelectors.Lasso.Name,
            (p, v) => v == FeatureSelectors.Lasso.Name ? p with { Selector = null }
                : p.Selector?.Name == v ? p
                : FeatureSelectors.Find(v) is { } selector ? p with { Selector = selector }
                : null
        ),
        new(
            "lambda",
            "rule",
            "Which lambda gives the signature: that of the least deviance (min), or the largest within a standard error of it (1se).",
            "min or 1se",
            p => p.Lambda == LambdaRule.Minimum ? "min" : "1se",
            (p, v) =>
                v switch
                {
                    "min" => p with { Lambda = LambdaRule.Minimum },
                    "1se" => p with { Lambda = LambdaRule.OneStandardError },
                    _ => null,
                }
        ),
        Count(
            "lambda_count",
            "The lambdas from the largest to lambda_minimum_ratio of it.",
            p => p.LambdaCount,
            (p, v) => p with { LambdaCount = v },
            2
        ),
        Count(
            "lambdas_fitted",
            "How many of them are fitted at first; more follow until the least deviance is not that of the smallest.",
            p => p.LambdasFitted,
            (p, v) => p with { LambdasFitted = v },
            1
        ),
        Share(
            "lambda_minimum_ratio",
            "The smallest of them as a share of the largest.",
            p => p.LambdaMinimumRatio,
            (p, v) => p with { LambdaMinimumRatio = v },
            0,
            1
        ),
        Share(
            "spearman_limit",
            "Pairs of selected features at least this correlated are counted.",
            p => p.SpearmanLimit,
            (p, v) => p with { SpearmanLimit = v },
            0,
            1
        ),
        Share(
            "minimum_group_share",
            "The least share of patients in either risk group.",
            p => p.MinimumGroupShare,
            (p, v) => p with { MinimumGroupShare = v },
            0,
            0.5
        ),
        new(
            "group_rule",
            "rule",
            "Whether a score equal to the cut is in the low group (above, as maxstat and survminer search and divide) or in the high one "
                + "(at-or-above).",
            "at-or-above or above",
            p => Rule(p.GroupRule),
            (p, v) => Rule(v) is { } r ? p with { GroupRule = r } : null
        ),
        new(
            "factors",
            "a,b,c",
            "The candidate clinical factors, in this order; every other column without.",
            "columns, each once, separated by commas,",
            p => List([.. p.Factors.Where(f => f.IsCandidate == true).Select(f => f.Name)]),
            (p, v) => Texts(v) is var names && names.Distinct(StringComparer.Ordinal).Count() == names.Count ? Named(p, names) : null
        )
        {
            IsList = true,
        },
        Detail("factor_labels", "What columns are called in print.", f => f.Label, (f, v) => f with { Label = v }),
        Detail("factor_units", "The units of columns.", f => f.Unit, (f, v) => f with { Unit = v }),
        Detail(
            "factor_references",
            "The levels that the others are compared with.",
            f => f.Reference ?? "",
            (f, v) => f with { Reference = v }
        ),
        new(
            "screen_other_columns",
            "yes|no",
            "Whether columns that are not named as factors are candidates as well.",
            "yes or no",
            p =>
                p.ScreenOtherColumns is { } s
                    ? s
                        ? "yes"
                        : "no"
                    : "",
            (p, v) =>
                v.Length == 0 ? p with { ScreenOtherColumns = null }
                : Flag(v) is { } f ? p with { ScreenOtherColumns = f }
                : null
        ),
        Share(
            "alpha",
            "The p value of the univariable screen and of the multivariable model.",
            p => p.Alpha,
            (p, v) => p with { Alpha = v },
            0,
            1
        ),
        Count(
            "calibration_groups",
            "The groups of the calibration.",
            p => p.CalibrationGroups,
            (p, v) => p with { CalibrationGroups = v },
            2
        ),
        Count(
            "bootstraps",
            "Resamples that correct the calibration for optimism; 0 for none.",
            p => p.Bootstraps,
            (p, v) => p with { Bootstraps = v },
            0
        ),
        Count(
            "pipeline_bootstraps",
            "Resamples in which filter, scaling, selection, cut-point and fit are all repeated; 0 for none, unset: up to 50.",
            p => p.PipelineBootstraps,
            (p, v) => p with { PipelineBootstraps = v },
            0
        ),
        Count(
            "pipeline_folds",
            "Outer folds of a nested cross-validation of all of it; 0 for none.",
            p => p.PipelineFolds,
            (p, v) => p with { PipelineFolds = v },
            0
        ),
        Count(
            "pipeline_permutations",
            "Permutations of a test of the signature; 0 for none.",
            p => p.PipelinePermutations,
            (p, v) => p with { PipelinePermutations = v },
            0
        ),
        new(
            "decision_thresholds",
            "p,p,p",
            "The threshold probabilities of the decision curves.",
            "probabilities between 0 and 1, ascending, separated by commas,",
            p => List(p.DecisionThresholds),
            (p, v) =>
                Numbers(v) is { Count: > 0 } t && Ascending(t) && t.TrueForAll(x => x is > 0 and < 1)
                    ? p with
                    {
                        DecisionThresholds = t,
                    }
                    : null
        )
        {
            IsList = true,
        },
    ];

    /// <summary>The factors with these as the only candidates; what is known of a column stays known.</summary>
    private static StudyProtocol Named(StudyProtocol p, IReadOnlyList<string> names)
    {
        if (names.SequenceEqual(p.Factors.Where(f => f.IsCandidate == true).Select(f => f.Name), StringComparer.Ordinal))
            return p;
        return p with
        {
            Factors =
            [
                .. names.Select(n => p.FactorOf(n) with { IsCandidate = true, IsOptional = false, StandIn = null }),
                .. p
                    .Factors.Where(f => !names.Contains(f.Name, StringComparer.Ordinal))
                    .Select(f => f with { IsCandidate = false, StandIn = null }),
            ],
            ScreenOtherColumns = null,
        };
    }

    private static string NameOf(IccForm form) => _iccForms.FirstOrDefault(f => f.Form == form).Name ?? "";
}
