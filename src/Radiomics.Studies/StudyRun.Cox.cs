using Survival.Models;
using Survival.Models.Cox;

namespace Radiomics.Studies;

/// <summary>The Cox models that choose the clinical factors.</summary>
internal sealed partial class StudyRun
{
    private StudyCox Cox(StudySet training, double[]? score, List<Factor> factors)
    {
        var screens = new List<FactorScreen>();
        if (score is not null)
            screens.Add(Screen(training, new Factor(StudyModel.RadScoreName, score)));
        screens.AddRange(factors.Select(f => Screen(training, f)));
        var clinical = screens.Where(s => s.Name != StudyModel.RadScoreName).ToList();
        var passed = factors.Where(f => clinical.Exists(s => s.Name == f.Name && s.Passed)).ToList();
        if (clinical.Count == 0)
            Note("cox", "There is no clinical factor to screen.");
        var (alone, _) = Multivariable(training, passed, "The clinical model");
        var (together, inModel) = Multivariable(training, score is null ? passed : [new Factor(StudyModel.RadScoreName, score), .. passed], "The multivariable model");
        var breslow = together is null ? null : Try("cox", "The multivariable model with Breslow's ties", () =>
            Fit(training, inModel, new CoxOptions { Ties = TieMethod.Breslow }));
        string[] kept = [.. inModel.Where(f => f.Name != StudyModel.RadScoreName && TermPValue(together!, f) < options.Alpha).Select(f => f.Name)];
        var fallback = kept.Length == 0 && clinical.Exists(s => s.Model is not null);
        if (fallback)
        {
            kept = passed.Count > 0
                ? [.. inModel.Where(f => f.Name != StudyModel.RadScoreName).Select(f => f.Name)]
                : [clinical.Where(s => s.Model is not null).MinBy(s => s.PValue)!.Name];
            Note("cox", passed.Count > 0
                ? FormattableString.Invariant($"No clinical factor has p < {options.Alpha} in the multivariable model; those that passed the univariable screen are kept.")
                : FormattableString.Invariant($"No clinical factor has p < {options.Alpha} by itself; the one with the smallest p value, {kept[0]}, is kept so that there is a clinical model to compare with."));
        }
        return new StudyCox(screens, [.. passed.Select(f => f.Name)], alone, together, breslow, kept, fallback);
    }

    private FactorScreen Screen(StudySet training, Factor factor)
    {
        var model = Try("cox", $"No univariable model of '{factor.Name}'", () => Fit(training, [factor]));
        var p = model is null ? double.NaN : TermPValue(model, factor);
        return new FactorScreen(factor.Name, model, p, p < options.Alpha);
    }

    /// <summary>A model of all the factors that it can hold: one that separates the events, or repeats another, is left out by name.</summary>
    private (CoxModel? Model, List<Factor> Factors) Multivariable(StudySet training, List<Factor> factors, string what)
    {
        var left = factors.ToList();
        while (left.Count > 0)
        {
            try
            {
                return (Fit(training, left), left);
            }
            catch (ConvergenceException e) when (left.FindLast(f => e.Columns.Any(c => Columns(f).Contains(c))) is { } culprit && left.Count > 1)
            {
                Note("cox", $"{what} leaves '{culprit.Name}' out: {FirstLine(e)}");
                left.Remove(culprit);
            }
            catch (Exception e) when (e is SurvivalModelException or ArgumentException)
            {
                Note("cox", $"{what} has no estimate: {FirstLine(e)}");
                break;
            }
        }
        return (null, []);
    }

    private static string[] Columns(Factor factor) => factor.Levels.Length > 0 ? [.. factor.Levels.Skip(1).Select(l => factor.Name + l)] : [factor.Name];

    /// <summary>Fits the training rows in which all factors are known.</summary>
    private CoxModel Fit(StudySet training, IReadOnlyList<Factor> factors, CoxOptions? cox = null)
    {
        var (places, rows) = Complete(training, factors);
        return CoxModel.Fit(training.FollowUp.Select(places), Design(factors, rows), cox, cancellation: cancellation);
    }

    /// <summary>Those rows, by their places in the set and in the input.</summary>
    private static (int[] Places, int[] Rows) Complete(StudySet set, IReadOnlyList<Factor> factors)
    {
        int[] places = [.. Enumerable.Range(0, set.Rows.Count).Where(i => factors.All(f => f.IsKnown(set.Rows[i])))];
        return places.Length > 0
            ? (places, [.. places.Select(i => set.Rows[i])])
            : throw new InvalidSurvivalDataException($"No patient of the {set.Name} set has a value in all of {string.Join(", ", factors.Select(f => f.Name))}.");
    }

    private static DesignMatrix Design(IReadOnlyList<Factor> factors, int[] rows)
    {
        var design = new DesignMatrixBuilder(rows.Length);
        foreach (var factor in factors)
            factor.AddTo(design, rows);
        return design.Build();
    }

    /// <summary>The Wald p value of a factor: of its coefficient, or of all its levels together.</summary>
    private static double TermPValue(CoxModel model, Factor factor)
    {
        var names = model.ColumnNames.ToList();
        int[] columns = [.. Columns(factor).Select(c => names.IndexOf(c))];
        return columns.Length == 1 ? model.Table()[columns[0]].PValue : model.Wald(columns).PValue;
    }
}
