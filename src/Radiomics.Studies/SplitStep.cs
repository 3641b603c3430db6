using Survival.Models.Resampling;

namespace Radiomics.Studies;

/// <summary>Divides the patients, and settles what the protocol leaves to the data: the horizons.</summary>
internal static class SplitStep
{
    private const int FewestEvents = 3;

    public static Outcome<BySet<StudySet>> Make(StudyWork work)
    {
        var (input, protocol) = (work.Input, work.Protocol);
        var (training, validation) = Divide(work);
        var set = new StudySet(StudySet.TrainingName, training, input.FollowUp.Select(training));
        if (set.FollowUp.EventCount < FewestEvents)
            throw new StudyInputException(
                Invariant($"The training set has {set.FollowUp.EventCount} {(set.FollowUp.EventCount == 1 ? "event" : "events")} among ")
                    + Invariant($"{training.Length} patients; nothing can be ")
                    + Invariant($"learned from ")
                    + $"fewer than {FewestEvents}. Is the event column right?"
            );
        var other = validation.Length == 0 ? null : new StudySet(StudySet.ValidationName, validation, input.FollowUp.Select(validation));
        if (other is { FollowUp.EventCount: 0 })
            work.Note(StudyStep.Input, "The validation set has no events: most of its results are not defined.");
        work.Protocol = HorizonStep.Settle(work, protocol, set);
        return new BySet<StudySet>(set, other);
    }

    private static (int[] Training, int[] Validation) Divide(StudyWork work)
    {
        var (input, protocol) = (work.Input, work.Protocol);
        var all = Enumerable.Range(0, work.Count).ToArray();
        if (protocol.TrainOnAll)
        {
            work.Note(StudyStep.Input, "All patients train, as asked for: there is no validation set.");
            return (all, []);
        }
        if (input.Training is { } given)
        {
            int[] training = [.. all.Where(i => given[i])], validation = [.. all.Where(i => !given[i])];
            if (training.Length == 0)
                throw new StudyInputException("No patient is in the training set.");
            if (validation.Length == 0)
                work.Note(StudyStep.Input, "Every patient is in the training set: there is no validation set.");
            return (training, validation);
        }
        try
        {
            var split = Resample.Split(input.FollowUp, protocol.TrainingShare, protocol.Seed);
            work.Note(
                StudyStep.Input,
                $"No split was given: {split.Training.Length} patients train and {split.Validation.Length} validate, drawn with seed "
                    + $"{protocol.Seed} and equal shares of events."
                    + (SplitWords.ColumnOf(input.Clinical) is { } column && column != protocol.Columns.Event
                        ? $" The column '{column}' looks like one; name it to have it taken (the setting split)." : "")
            );
            return (split.Training.ToArray(), split.Validation.ToArray());
        }
        catch (SurvivalModelException e)
        {
            work.Note(StudyStep.Input, $"No split was given and the patients are too few for one, so all train: {StudyWork.FirstLine(e)}");
            return (all, []);
        }
    }
}
