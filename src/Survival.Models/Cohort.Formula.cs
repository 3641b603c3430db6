namespace Survival.Models;

public sealed partial class Cohort
{
    /// <summary>Takes a cohort from a table by the left side of a formula and what it says of strata, clusters, offset and
    /// weights.</summary>
    /// <param name="table">The table.</param>
    /// <param name="formula">The formula, such as <c>time, event ~ age + strata(centre)</c>.</param>
    /// <exception cref="ArgumentException">The formula has no left side, or names a column that is not there.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static Cohort FromTable(SurvivalTable table, ModelFormula formula)
    {
        ArgumentNullException.ThrowIfNull(formula);
        return FromTable(table, formula.Columns());
    }

    /// <summary>The covariates of a formula's terms as a design: knots lie where these patients' values say, unless the formula names them.
    /// New patients are coded alike by <see cref="Covariates(IReadOnlyList{DesignTerm})"/> with the terms of the design or of a model of
    /// it.</summary>
    /// <param name="formula">The formula; its left side may be missing, and if it is there it must name this cohort's event.</param>
    /// <exception cref="ArgumentException">There is no such column, or the formula names follow-up that the cohort was not made
    /// with.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing (see <see cref="Complete"/>), is no number where a curve is asked
    /// for, or there are too few different values for as many knots.</exception>
    public DesignMatrix Covariates(ModelFormula formula)
    {
        ArgumentNullException.ThrowIfNull(formula);
        CheckFollowUp(formula);
        return Design(builder =>
        {
            foreach (var term in formula.Terms)
            {
                if (term.Kind == TermKind.Interaction)
                {
                    builder.Interaction(term.Factors);
                    continue;
                }
                CheckComplete(term.Name);
                if (term.Kind == TermKind.Categorical && !IsCategorical(term.Name))
                    builder.Categorical(term.Name, [.. Texts(term.Name).Select(c => c!)], LevelsOf(Texts(term.Name)));
                else if (term.Kind is TermKind.Linear or TermKind.Categorical && IsCategorical(term.Name))
                    builder.Categorical(term.Name, CategoricalCells(term.Name), _levels.GetValueOrDefault(term.Name));
                else if (term.Kind == TermKind.Linear)
                    builder.Numeric(term.Name, Numbers(term.Name));
                else
                    builder.Curve(term, Numbers(term.Name));
            }
        });
    }

    private void CheckFollowUp(ModelFormula formula)
    {
        if (formula.Event is { } @event && @event != EventCoding.Column)
            throw new ArgumentException(
                $"The formula's event is '{@event}', the cohort's is '{EventCoding.Column}'. Leave the left side out, or make the cohort "
                    + "of those columns.",
                nameof(formula));
        string?[] times = [formula.Time, formula.Entry];
        if (Array.Find(times, c => c is not null && ColumnNames.Contains(c)) is { } time)
            throw new ArgumentException(
                $"The formula's follow-up is '{time}', which is a covariate of the cohort. Make the cohort of those columns.",
                nameof(formula));
        var own = formula.Strata.Concat(new[] { formula.Cluster, formula.Offset, formula.Weight }.OfType<string>()).FirstOrDefault();
        if (own is not null)
            throw new ArgumentException(
                $"A cohort has its strata, clusters, offset and weights; '{own}' is named where it is made (Cohort.FromTable with this "
                    + "formula).",
                nameof(formula));
    }
}
