namespace Radiomics.Studies;

/// <summary>The names of the steps: those of study.json, of notes and of progress.</summary>
public static class StudyStep
{
    /// <summary>Reading and dividing the patients.</summary>
    public const string Input = "input";

    /// <summary>The agreement of two readers.</summary>
    public const string Icc = "icc";

    /// <summary>The harmonisation of the features over batches.</summary>
    public const string Harmonise = "combat";

    /// <summary>The means and standard deviations of the features.</summary>
    public const string Standardize = "standardize";

    /// <summary>The LASSO.</summary>
    public const string Lasso = "lasso";

    /// <summary>The correlations of the selected features.</summary>
    public const string Spearman = "spearman";

    /// <summary>The score of every patient.</summary>
    public const string RadScore = "radscore";

    /// <summary>The cut of the score.</summary>
    public const string CutPoint = "cutpoint";

    /// <summary>Survival by set and group.</summary>
    public const string Survival = "km_logrank";

    /// <summary>The clinical factors.</summary>
    public const string Cox = "cox";

    /// <summary>The models and the nomogram.</summary>
    public const string Models = "nomogram";

    /// <summary>Concordance.</summary>
    public const string Concordance = "concordance";

    /// <summary>ROC curves, areas and Brier scores by time.</summary>
    public const string Accuracy = "time_auc";

    /// <summary>Calibration.</summary>
    public const string Calibration = "calibration";

    /// <summary>Decision curves.</summary>
    public const string Decisions = "dca";

    /// <summary>The characteristics of the sets.</summary>
    public const string Baseline = "table1";

    /// <summary>The event beside its competing events.</summary>
    public const string Competing = "competing_risks";

    /// <summary>The validation of the whole procedure.</summary>
    public const string Pipeline = "pipeline";

    /// <summary>The external model on this cohort.</summary>
    public const string External = "published_signature";
}
