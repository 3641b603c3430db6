using System.Globalization;
using Plain;
using Survival.Models.Cox;

namespace Radiomics.Studies;

/// <summary>One variable by itself.</summary>
/// <param name="Name">The Rad-score (<c>radscore</c>) or the clinical factor.</param>
/// <param name="Model">Its univariable model; <see langword="null"/> where it has no estimate, for which a note says why.</param>
/// <param name="PValue">The Wald p value of the variable (of all its columns, for a categorical one); NaN without a model.</param>
/// <param name="Passed">Whether it passes the screen.</param>
public sealed record FactorScreen(string Name, CoxModel? Model, double PValue, bool Passed)
{
    /// <summary>How many patients with a value each level has, and how many of them had the event; the reference first. A number has one
    /// entry, of no name, but for one of 0 and 1 alone.</summary>
    public IReadOnlyList<(string Level, int Patients, int Events)> Levels { get; init; } = [];
}

/// <summary>The Cox models of the training set that choose the clinical factors.</summary>
/// <param name="Univariable">The Rad-score, where there is one, then each clinical factor by itself.</param>
/// <param name="Passed">The clinical factors that pass the screen.</param>
/// <param name="MultivariableClinical">The passing factors together; <see langword="null"/> where none passes.</param>
/// <param name="Multivariable">The Rad-score and the passing factors; <see langword="null"/> where there is neither.</param>
/// <param name="MultivariableBreslow">The same with Breslow's ties.</param>
/// <param name="Kept">The clinical factors of the nomogram.</param>
/// <param name="FallbackUsed">Whether <paramref name="Kept"/> are not those significant in <paramref name="Multivariable"/>, because there
/// are none: they are then the passing factors or, where none passes, the one with the smallest p value.</param>
public sealed record StudyCox(
    IReadOnlyList<FactorScreen> Univariable,
    IReadOnlyList<string> Passed,
    CoxModel? MultivariableClinical,
    CoxModel? Multivariable,
    CoxModel? MultivariableBreslow,
    IReadOnlyList<string> Kept,
    bool FallbackUsed);

/// <summary>Chooses the clinical factors.</summary>
internal static class CoxStep
{
    public static Outcome<StudyCox> Make(StudyWork work, StudySet training, double[]? score, List<Factor> factors)
    {
        var alpha = work.Protocol.Alpha;
        Factor[] first = score is null ? [] : [new Factor(ModelStep.ScoreName, score)];
        var screens = first.Concat(factors).Select(f => Screen(work, training, f)).ToList();
        var clinical = screens.Where(s => s.Name != ModelStep.ScoreName).ToList();
        var passed = factors.Where(f => clinical.Exists(s => s.Name == f.Name && s.Passed)).ToList();
        if (clinical.Count == 0)
            work.Note(StudyStep.Cox, "There is no clinical factor to screen.");
        var (alone, _) = Multivariable(work, training, passed, "The clinical model");
        var (together, inModel) = Multivariable(work, training, [.. first, .. passed], "The multivariable model");
        var breslow = together is null
            ? null
            : work.Try(
                StudyStep.Cox,
                "The multivariable model with Breslow's ties",
                () => Fit(work, training, inModel, new CoxOptions { Ties = TieMethod.Breslow })
            );
        string[] kept = [.. inModel.Where(f => f.Name != ModelStep.ScoreName && PValue(together!, f) < alpha).Select(f => f.Name)];
        var fallback = kept.Length == 0 && clinical.Exists(s => s.Model is not null);
        if (fallback)
        {
            kept =
                passed.Count > 0
                    ? [.. inModel.Where(f => f.Name != ModelStep.ScoreName).Select(f => f.Name)]
                    : [clinical.Where(s => s.Model is not null).MinBy(s => s.PValue)!.Name];
            work.Note(
                StudyStep.Cox,
                passed.Count > 0
                    ? FormattableString.Invariant(
                        $"No clinical factor has p < {alpha} in the multivariable model; those that passed the univariable screen are kept."
                    )
                    : string.Create(CultureInfo.InvariantCulture,
                        $"No clinical factor has p < {alpha} by itself; the one with the smallest p value, {kept[0]}, is kept so that "
                            + $"there is a clinical model to compare with."
                    )
            );
        }
        return new StudyCox(screens, [.. passed.Select(f => f.Name)], alone, together, breslow, kept, fallback);
    }

    private static FactorScreen Screen(StudyWork work, StudySet training, Factor factor)
    {
        CoxModel? model;
        try
        {
            model = Fit(work, training, [factor]);
        }
        // To join levels, as such a failure advises, helps where they are rare; this one is asked about already.
        catch (ConvergenceException) when (factor.TellsEvent)
        {
            work.Note(StudyStep.Cox, $"No univariable model of '{factor.Name}': its levels and the event are nearly the same.");
            model = null;
        }
        catch (SurvivalModelException e)
        {
            work.Note(StudyStep.Cox, $"No univariable model of '{factor.Name}': {StudyWork.FirstLine(e)}");
            model = null;
        }
        var p = model is null ? double.NaN : PValue(model, factor);
        return new FactorScreen(factor.Name, model, p, p < work.Protocol.Alpha) { Levels = factor.Count(training) };
    }

    /// <summary>
    /// A model of all the factors that it can hold: one that separates the events, or repeats another, is left out by name.
    /// </summary>
    private static (CoxModel? Model, List<Factor> Factors) Multivariable(
        StudyWork work,
        StudySet training,
        List<Factor> factors,
        string what
    )
    {
        var left = factors.ToList();
        while (left.Count > 0)
        {
            try
            {
                var model = Fit(work, training, left);
                if (model.RowCount < training.Rows.Count)
                    work.Note(
                        StudyStep.Cox,
                        Invariant($"{what} is fitted to the {model.RowCount} of {training.Rows.Count} training patients for whom all of ")
                            + $"its variables are known ({PlainWords.List(left.Select(f => f.Name))}).");
                return (model, left);
            }
            catch (ConvergenceException e)
                when (left.FindLast(f => e.Columns.Any(c => f.Columns.Contains(c))) is { } culprit && left.Count > 1)
            {
                work.Note(StudyStep.Cox, $"{what} leaves '{culprit.Name}' out: {StudyWork.FirstLine(e)}");
                left.Remove(culprit);
            }
            catch (SurvivalModelException e)
            {
                work.Note(StudyStep.Cox, $"{what} has no estimate: {StudyWork.FirstLine(e)}");
                break;
            }
        }
        return (null, []);
    }

    /// <summary>Fits the training rows in which all factors are known.</summary>
    private static CoxModel Fit(StudyWork work, StudySet training, IReadOnlyList<Factor> factors, CoxOptions? cox = null)
    {
        var (places, rows) = Factor.Complete(training, factors);
        return CoxModel.Fit(training.FollowUp.Select(places), Factor.Design(factors, rows), cox, cancellationToken: work.Cancellation);
    }

    /// <summary>The Wald p value of a factor: of its coefficient, or of all its levels together.</summary>
    private static double PValue(CoxModel model, Factor factor)
    {
        var names = model.ColumnNames.ToList();
        int[] columns = [.. factor.Columns.Select(c => names.IndexOf(c))];
        return columns.Length == 1 ? model.Table()[columns[0]].PValue : model.Wald(columns).PValue;
    }
}
