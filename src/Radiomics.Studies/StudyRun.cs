using Survival.Models;
using Survival.Models.Resampling;

namespace Radiomics.Studies;

/// <summary>One run of a study, step after step. A step that cannot be made leaves a note, and the study goes on with what there is.</summary>
internal sealed partial class StudyRun(StudyInput input, StudyOptions options, IProgress<StudyProgress>? progress, CancellationToken cancellation)
{
    private const int FewestEvents = 3;
    private readonly List<StudyNote> _notes = [.. input.Notes];

    private int Count => input.Ids.Count;

    public StudyResult Run()
    {
        var sets = Begin("input", Sets);
        var icc = Begin("icc", Agreement);
        var scale = Begin("standardize", () => Standardize(sets.Training, icc));
        var lasso = Begin("lasso", () => Lasso(sets.Training, scale));
        var signature = Signature(lasso, scale);
        var spearman = Begin("spearman", () => Spearman(sets.Training, signature));
        var score = Begin("radscore", () => RadScore(signature));
        var cut = Begin("cutpoint", () => CutPoint(sets.Training, score));
        var survival = Begin("km_logrank", () => Both(sets, set => Survival(set, cut)));
        var factors = Factors(sets.Training);
        var cox = Begin("cox", () => Cox(sets.Training, score, factors));
        var models = Begin("nomogram", () => Models(sets.Training, score, factors, cox));
        var evaluated = models is null ? null : Both(sets, set => Evaluated(set, models));
        return new StudyResult
        {
            Input = input,
            Options = models is null ? options : options with { CalibrationHorizon = models.CalibrationHorizon },
            Sets = sets,
            Icc = icc,
            Scale = scale,
            Lasso = lasso,
            Spearman = spearman,
            RadScore = score,
            CutPoint = cut,
            Survival = survival,
            Cox = cox,
            Models = models,
            Concordance = Begin("concordance", () => models is null ? null : BothOrNone(evaluated!, set => Concordances(set, models))),
            Accuracy = Begin("time_auc", () => models is null ? null : BothOrNone(evaluated!, set => Accuracy(set, models))),
            Calibration = Begin("calibration", () => models is null ? null : BothOrNone(evaluated!, set => Calibration(set, models))),
            Decisions = Begin("dca", () => models is null ? null : BothOrNone(evaluated!, set => Decisions(set, models))),
            Baseline = Begin("table1", () => Baseline(sets, score, cut)),
            Published = Begin("published_signature", () => Published(sets)),
            Model = models is null ? null : Model(sets.Training, signature, cut, models),
            Notes = _notes,
        };
    }

    private T Begin<T>(string step, Func<T> make)
    {
        cancellation.ThrowIfCancellationRequested();
        progress?.Report(new StudyProgress(step, 0));
        var made = make();
        progress?.Report(new StudyProgress(step, 1));
        return made;
    }

    private void Note(string step, string message)
    {
        var note = new StudyNote(step, message);
        if (!_notes.Contains(note))
            _notes.Add(note);
    }

    /// <summary>Makes a value, or notes why it has none: the data do not define it.</summary>
    private T? Try<T>(string step, string what, Func<T> make)
        where T : class?
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is SurvivalModelException or ArgumentException)
        {
            Note(step, $"{what}: {FirstLine(e)}");
            return null;
        }
    }

    private T? TryValue<T>(string step, string what, Func<T> make)
        where T : struct
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is SurvivalModelException or ArgumentException)
        {
            Note(step, $"{what}: {FirstLine(e)}");
            return null;
        }
    }

    // ArgumentException appends the parameter's name and value, which mean nothing to the reader of a study.
    private static string FirstLine(Exception e)
    {
        var message = e.Message.Split('\n')[0];
        var tail = message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return tail < 0 ? message : message[..tail];
    }

    private static BySet<T> Both<T>(BySet<StudySet> sets, Func<StudySet, T> make)
        where T : class => new(make(sets.Training), sets.Validation is null ? null : make(sets.Validation));

    /// <summary>The same, where a set may have no result; without one in the training set there is none.</summary>
    private static BySet<T>? BothOrNone<T>(BySet<StudySet> sets, Func<StudySet, T?> make)
        where T : class
    {
        var training = make(sets.Training);
        var validation = sets.Validation is null ? null : make(sets.Validation);
        return training is null ? null : new BySet<T>(training, validation);
    }

    private BySet<StudySet> Sets()
    {
        var all = Enumerable.Range(0, Count).ToArray();
        int[] training = all, validation = [];
        if (options.TrainOnAll)
        {
            Note("input", "All patients train, as asked for: there is no validation set.");
        }
        else if (input.Training is { } given)
        {
            (training, validation) = ([.. all.Where(i => given[i])], [.. all.Where(i => !given[i])]);
            if (training.Length == 0)
                throw new StudyInputException("No patient is in the training set.");
        }
        else
        {
            try
            {
                var split = Resample.Split(input.FollowUp, options.TrainingShare, options.Seed);
                (training, validation) = (split.Training.ToArray(), split.Validation.ToArray());
                Note("input", $"No split was given: {training.Length} patients train and {validation.Length} validate, drawn with seed {options.Seed} and equal shares of events.");
            }
            catch (SurvivalModelException e)
            {
                Note("input", $"No split was given and the patients are too few for one, so all train: {FirstLine(e)}");
            }
        }
        if (input.Training is not null && validation.Length == 0 && !options.TrainOnAll)
            Note("input", "Every patient is in the training set: there is no validation set.");
        var set = new StudySet(StudySet.TrainingName, training, input.FollowUp.Select(training));
        if (set.FollowUp.EventCount < FewestEvents)
            throw new StudyInputException($"The training set has {set.FollowUp.EventCount} events among {training.Length} patients; nothing can be learned from fewer than {FewestEvents}. Is the event column right?");
        var other = validation.Length == 0 ? null : new StudySet(StudySet.ValidationName, validation, input.FollowUp.Select(validation));
        if (other is { FollowUp.EventCount: 0 })
            Note("input", "The validation set has no events: most of its results are not defined.");
        return new BySet<StudySet>(set, other);
    }
}
