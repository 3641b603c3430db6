using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>Stepwise selection of whole terms (the columns of a categorical variable come and go together).</summary>
public sealed partial record StepwiseCox
{
    /// <summary>Selects.</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="x">All candidate terms.</param>
    /// <param name="options">How; both ways by Akaike's criterion by default.</param>
    /// <param name="cancellationToken">Stops between fits.</param>
    /// <exception cref="ArgumentException">There is no such forced term, or a limit is out of range.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for
    /// <see cref="CoxModel.Fit(SurvivalData, DesignMatrix, CoxOptions?, ReadOnlySpan{double}, CancellationToken)"/>.</exception>
    /// <exception cref="ConvergenceException">The starting model cannot be fitted. A candidate that cannot be fitted is passed
    /// over.</exception>
    public static StepwiseCox Select(
        SurvivalData data, DesignMatrix x, StepwiseOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= StepwiseOptions.Default;
        ArgumentNullException.ThrowIfNull(x);
        Check(x, options);
        var included = new HashSet<string>(
            options.Direction == StepwiseDirection.Forward ? options.Forced : x.Terms.Select(t => t.Name), StringComparer.Ordinal);
        var model = Fit(data, x, included, options, cancellationToken);
        var steps = new List<StepwiseStep> { new("start", Criterion(model, options), double.NaN, Names(x, included)) };
        while (true)
        {
            Candidate? best = null;
            foreach (var term in x.Terms.Select(t => t.Name))
            {
                var isIn = included.Contains(term);
                if (isIn ? options.Direction == StepwiseDirection.Forward || options.Forced.Contains(term)
                    : options.Direction == StepwiseDirection.Backward)
                    continue;
                if (!KeepsMargins(x, included, term, isIn))
                    continue;
                var changed = new HashSet<string>(included, StringComparer.Ordinal);
                _ = isIn ? changed.Remove(term) : changed.Add(term);
                if (Try(data, x, changed, options, cancellationToken) is not { } other)
                    continue;
                var (large, small) = isIn ? (model, other) : (other, model);
                var p = Tails.ChiSquareUpper(
                    2 * (large.LogLikelihood - small.LogLikelihood), large.DegreesOfFreedom - small.DegreesOfFreedom);
                var candidate = new Candidate(term, isIn, other, Criterion(other, options), p);
                if (IsBetter(candidate, best, options))
                    best = candidate;
            }
            if (best is null || (!options.ByPValue && best.Criterion >= Criterion(model, options) - 1e-7))
                return new StepwiseCox(model, steps);
            _ = best.IsRemoval ? included.Remove(best.Term) : included.Add(best.Term);
            model = best.Model;
            steps.Add(new StepwiseStep($"{(best.IsRemoval ? '-' : '+')} {best.Term}", best.Criterion, best.PValue, Names(x, included)));
        }
    }

    // As R's step: an interaction stands only beside its factors.
    private static bool KeepsMargins(DesignMatrix x, HashSet<string> included, string term, bool isIn)
    {
        static HashSet<string> Of(DesignTerm t) => t.Kind == TermKind.Interaction ? [.. t.Factors.Select(f => f.Name)] : [t.Name];
        var own = Of(x.Terms.First(t => t.Name == term));
        return isIn
            ? !x.Terms.Any(t => t.Name != term && included.Contains(t.Name) && Of(t).IsProperSupersetOf(own))
            : x.Terms.Where(t => Of(t).IsProperSubsetOf(own)).All(t => included.Contains(t.Name));
    }

    // By p-value a removal goes before an entry; of removals the largest p, of entries the smallest.
    private static bool IsBetter(Candidate candidate, Candidate? best, StepwiseOptions options)
    {
        if (!options.ByPValue)
            return best is null || candidate.Criterion < best.Criterion;
        if (candidate.IsRemoval ? !(candidate.PValue > options.RemovalPValue) : !(candidate.PValue < options.EntryPValue))
            return false;
        if (best is null || candidate.IsRemoval != best.IsRemoval)
            return best is null || candidate.IsRemoval;
        return candidate.IsRemoval ? candidate.PValue > best.PValue : candidate.PValue < best.PValue;
    }

    private static CoxModel? Try(
        SurvivalData data, DesignMatrix x, HashSet<string> included, StepwiseOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return Fit(data, x, included, options, cancellationToken);
        }
        catch (SurvivalModelException)
        {
            return null;
        }
    }

    private static CoxModel Fit(
        SurvivalData data, DesignMatrix x, HashSet<string> included, StepwiseOptions options, CancellationToken cancellationToken)
    {
        var columns = x.Terms.Where(t => included.Contains(t.Name)).SelectMany(t => x.ColumnNames.Skip(t.FirstColumn).Take(t.ColumnCount))
            .ToArray();
        return CoxModel.Fit(data, x.SelectColumns(columns), options.Fit, cancellationToken: cancellationToken);
    }

    private static double Criterion(CoxModel model, StepwiseOptions options) =>
        (-2 * model.LogLikelihood) + (options.Cost * model.DegreesOfFreedom);

    private static string[] Names(DesignMatrix x, HashSet<string> included) => [.. x.Terms.Select(t => t.Name).Where(included.Contains)];

    private static void Check(DesignMatrix x, StepwiseOptions options)
    {
        if (options.Forced.FirstOrDefault(f => x.Terms.All(t => t.Name != f)) is { } missing)
            throw new ArgumentException(
                $"There is no term '{missing}' to force in; the terms are {string.Join(", ", x.Terms.Select(t => t.Name).Take(20))}.",
                nameof(options));
        if (!(options.EntryPValue is > 0 and <= 1) || !(options.RemovalPValue >= options.EntryPValue && options.RemovalPValue <= 1))
            throw new ArgumentException(
                Invariant(
                    $"The p-values to enter ({options.EntryPValue}) and to leave ({options.RemovalPValue}) must lie in (0, 1], the second "
                )
                + "not below the first.", nameof(options));
        if (!(options.Cost >= 0) || !double.IsFinite(options.Cost))
            throw new ArgumentException(
                Invariant($"The cost of a degree of freedom is {options.Cost}; it must be finite and not negative."), nameof(options));
    }

    private sealed record Candidate(string Term, bool IsRemoval, CoxModel Model, double Criterion, double PValue);
}
