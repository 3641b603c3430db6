using System.Globalization;
using System.Runtime.CompilerServices;
using Plain;
using Survival.Models.Cox;
using Survival.Models.Numerics;

namespace Survival.Models.Imputation;

/// <summary>
/// Multiple imputation by chained equations (S. van Buuren and K. Groothuis-Oudshoorn, J. Stat. Softw. 45, 2011,
/// doi:10.18637/jss.v045.i03): numbers by
/// predictive mean matching, two levels by logistic, more by polytomous regression, as R's <c>mice</c>. With follow-up, the event and the
/// Nelson-Aalen
/// hazard at its time are in every imputation model (I. White and P. Royston, Stat. Med. 28, 2009, doi:10.1002/sim.3618).
/// </summary>
public sealed class MultipleImputation
{
    private readonly IReadOnlyList<ImputationColumn> _columns;
    private readonly double[][][] _completed;
    private readonly double[][][] _means;

    private MultipleImputation(IReadOnlyList<ImputationColumn> columns, double[][][] completed, double[][][] means) =>
        (_columns, _completed, _means) = (columns, completed, means);

    /// <summary>The number of completed tables.</summary>
    public int Count => _completed.Length;

    /// <summary>The variables.</summary>
    public IReadOnlyList<ImputationColumn> Columns => _columns;

    /// <summary>The number of tables, and what was missing in each column.</summary>
    public override string ToString() => string.Join('\n',
    [
        Invariant($"{Count} completed tables of {Columns[0].Values.Length} rows"),
        .. Columns.Select(c => Invariant($"  {c.Name}: {(c.MissingCount == 0 ? "complete" : $"{c.MissingCount} imputed")}")),
    ]);

    /// <summary>Imputes the missing values of columns.</summary>
    /// <param name="columns">The variables; all of one length, with unique names.</param>
    /// <param name="followUp">The follow-up, which helps to impute; <see langword="null"/> for none.</param>
    /// <param name="options">How.</param>
    /// <param name="maxDegreeOfParallelism">The largest number of threads; -1 for no limit. Results do not depend on it.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">No columns, columns of different lengths, or a name that stands twice.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static MultipleImputation Impute(
        IReadOnlyList<ImputationColumn> columns,
        SurvivalData? followUp = null,
        ImputationOptions? options = null,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(columns);
        options ??= ImputationOptions.Default;
        options.Check();
        if (columns.Count == 0)
            throw new ArgumentException("There are no columns.", nameof(columns));
        var n = columns[0].Values.Length;
        foreach (var column in columns)
        {
            if (column.Values.Length != n)
                throw new ArgumentException(
                    Invariant($"Column '{column.Name}' has {column.Values.Length} rows, '{columns[0].Name}' has {n}."),
                    nameof(columns)
                );
        }
        if (columns.Select(c => c.Name).Distinct(StringComparer.Ordinal).Count() != columns.Count)
            throw new ArgumentException("A column's name stands twice.", nameof(columns));
        if (followUp is not null && followUp.Count != n)
            throw new ArgumentException(Invariant($"There are {n} rows of columns but {followUp.Count} of follow-up."), nameof(followUp));
        double[][] outcome = followUp is null ? [] : [[.. followUp.Event.ToArray().Select(e => e ? 1.0 : 0)], NelsonAalen(followUp)];
        var (completed, means) = (new double[options.Imputations][][], new double[options.Imputations][][]);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism, CancellationToken = cancellationToken };
        InParallel.For(options.Imputations, parallel, m =>
        {
            var chain = new ImputationChain(columns, outcome, options, m);
            chain.Run(cancellationToken);
            (completed[m], means[m]) = (chain.Completed, chain.Means);
        });
        return new MultipleImputation([.. columns], completed, means);
    }

    /// <summary>Imputes the missing values of a cohort's columns, with its follow-up in the imputation models.</summary>
    /// <param name="cohort">The cohort, with rows that have missing values kept.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="options">How.</param>
    /// <param name="maxDegreeOfParallelism">The largest number of threads; -1 for no limit.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">There is no such column, or one is named twice.</exception>
    /// <exception cref="InvalidSurvivalDataException">A column has no values, or too few levels.</exception>
    public static MultipleImputation Impute(
        Cohort cohort,
        IReadOnlyList<string> columns,
        ImputationOptions? options = null,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(cohort);
        ArgumentNullException.ThrowIfNull(columns);
        return Impute(
            [
                .. columns.Select(c =>
                    cohort.IsCategorical(c)
                        ? ImputationColumn.Categorical(c, cohort.Texts(c))
                        : ImputationColumn.Numeric(c, cohort.Numbers(c))
                ),
            ],
            cohort.FollowUp,
            options,
            maxDegreeOfParallelism,
            cancellationToken
        );
    }

    /// <summary>A completed numeric column.</summary>
    /// <param name="imputation">The completed table, from 0.</param>
    /// <param name="column">The column's name.</param>
    /// <exception cref="ArgumentException">There is no such numeric column.</exception>
    public IReadOnlyList<double> Numbers(int imputation, string column) =>
        Find(column) is var k && !_columns[k].IsCategorical
            ? _completed[imputation][k]
            : throw new ArgumentException($"Column '{column}' is categorical; ask for its texts.", nameof(column));

    /// <summary>A completed categorical column.</summary>
    /// <param name="imputation">The completed table, from 0.</param>
    /// <param name="column">The column's name.</param>
    /// <exception cref="ArgumentException">There is no such categorical column.</exception>
    public IReadOnlyList<string> Texts(int imputation, string column) => Find(column) is var k && _columns[k].IsCategorical
        ? [.. _completed[imputation][k].Select(v => _columns[k].Levels[(int)v])]
        : throw new ArgumentException($"Column '{column}' is numeric; ask for its numbers.", nameof(column));

    /// <summary>A completed table as a design: numeric columns as they are, categorical ones an indicator column for each level but the
    /// first.</summary>
    /// <param name="imputation">The completed table, from 0.</param>
    /// <param name="columns">The columns; <see langword="null"/> for all.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public DesignMatrix Covariates(int imputation, IReadOnlyList<string>? columns = null)
    {
        var builder = new DesignMatrixBuilder(_columns[0].Values.Length);
        foreach (var name in columns ?? [.. _columns.Select(c => c.Name)])
        {
            var column = _columns[Find(name)];
            if (column.IsCategorical)
                builder.Categorical(name, Texts(imputation, name), column.Levels);
            else
                builder.Numeric(name, _completed[imputation][Find(name)]);
        }
        return builder.Build();
    }

    /// <summary>A completed table as the design of a formula's terms: curves, levels, interactions. Knots that the formula does not name
    /// lie where the values observed say, so that they are the same in every table.</summary>
    /// <param name="imputation">The completed table, from 0.</param>
    /// <param name="formula">The formula, of terms alone.</param>
    /// <exception cref="ArgumentException">There is no such column, or the formula names follow-up, strata, a cluster, an offset or
    /// weights, which the follow-up has.</exception>
    /// <exception cref="InvalidSurvivalDataException">Too few different values for as many knots.</exception>
    [OverloadResolutionPriority(-1)]
    public DesignMatrix Covariates(int imputation, ModelFormula formula)
    {
        ArgumentNullException.ThrowIfNull(formula);
        string?[] others =
            [.. formula.Strata, formula.Entry, formula.Time, formula.Event, formula.Cluster, formula.Offset, formula.Weight];
        if (Array.Find(others, o => o is not null) is { } other)
            throw new ArgumentException(
                $"The formula names '{other}' beside its terms; the follow-up has its times, strata, clusters, offset and weights. Leave "
                    + "that out of the formula.", nameof(formula));
        var builder = new DesignMatrixBuilder(_columns[0].Values.Length);
        foreach (var term in formula.Terms)
        {
            if (term.Kind == TermKind.Interaction)
            {
                builder.Interaction(term.Factors);
                continue;
            }
            var (column, values) = (_columns[Find(term.Name)], _completed[imputation][Find(term.Name)]);
            if (column.IsCategorical && term.Kind is (TermKind.Linear or TermKind.Categorical))
                builder.Categorical(term.Name, Texts(imputation, term.Name), column.Levels);
            else if (term.Kind == TermKind.Categorical)
                builder.Categorical(term.Name, Array.ConvertAll(values, Text), Cohort.LevelsOf([.. _completed.SelectMany(c =>
                    c[Find(term.Name)]).Distinct().Select(Text)]));
            else if (column.IsCategorical)
                throw new ArgumentException($"Column '{term.Name}' is categorical; it has no curve.", nameof(formula));
            else if (term.Kind == TermKind.Linear)
                builder.Numeric(term.Name, values);
            else
                builder.Curve(WithKnots(term, column), values);
        }
        return builder.Build();

        static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
    }

    private static ModelTerm WithKnots(ModelTerm term, ImputationColumn column)
    {
        if (term.Knots.Count > 0 || term.Kind == TermKind.FractionalPolynomial)
            return term;
        var knots = TermCoding.Resolve(term, [.. column.Values.Where(v => !double.IsNaN(v))]).Knots;
        return term.Kind == TermKind.RestrictedCubic ? ModelTerm.RestrictedCubic(term.Name, knots) : ModelTerm.Natural(term.Name, knots);
    }

    /// <summary>The mean of a column's imputed values (of the levels' places) after each iteration of each chain: chains that have not
    /// mixed drift apart. Empty without missing values.</summary>
    /// <param name="column">The column's name.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public IReadOnlyList<IReadOnlyList<double>> ChainMeans(string column) => [.. _means.Select(m => m[Find(column)])];

    /// <summary>Fits a Cox model to each completed table and pools the coefficients by Rubin's rules, with mice's degrees of freedom
    /// (events less coefficients).</summary>
    /// <param name="followUp">The follow-up.</param>
    /// <param name="columns">The model's columns; <see langword="null"/> for all.</param>
    /// <param name="options">How the models are fitted.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <param name="cancellationToken">Stops the iterations.</param>
    /// <exception cref="ConvergenceException">A model cannot be fitted.</exception>
    public IReadOnlyList<PooledEstimate> PoolCox(
        SurvivalData followUp,
        IReadOnlyList<string>? columns = null,
        CoxOptions? options = null,
        double confidenceLevel = 0.95,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(followUp);
        return PoolCox(followUp, m => Covariates(m, columns), options, confidenceLevel, cancellationToken);
    }

    /// <summary>Fits a Cox model of a formula's terms to each completed table and pools the coefficients by Rubin's rules, with mice's
    /// degrees of freedom. Knots that the formula does not name lie where the values observed say: a coefficient means the same in every
    /// table. (In R's <c>with</c> knots follow each table's imputed values.)</summary>
    /// <param name="followUp">The follow-up, with its strata, clusters and weights.</param>
    /// <param name="formula">The formula, of terms alone: <c>"rcs(age, 4) + sex * stage"</c>.</param>
    /// <param name="options">How the models are fitted.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <param name="cancellationToken">Stops the iterations.</param>
    /// <exception cref="ArgumentException">As for <see cref="Covariates(int, ModelFormula)"/>.</exception>
    /// <exception cref="InvalidSurvivalDataException">As there.</exception>
    /// <exception cref="ConvergenceException">A model cannot be fitted.</exception>
    [OverloadResolutionPriority(-1)]
    public IReadOnlyList<PooledEstimate> PoolCox(
        SurvivalData followUp,
        ModelFormula formula,
        CoxOptions? options = null,
        double confidenceLevel = 0.95,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(followUp);
        return PoolCox(followUp, m => Covariates(m, formula), options, confidenceLevel, cancellationToken);
    }

    private IReadOnlyList<PooledEstimate> PoolCox(
        SurvivalData followUp, Func<int, DesignMatrix> covariates, CoxOptions? options, double confidenceLevel, CancellationToken token)
    {
        CoxModel[] fits = [.. Enumerable.Range(0, Count).Select(m => CoxModel.Fit(followUp, covariates(m), options, default, token))];
        return RubinsRules.Pool(fits, confidenceLevel);
    }

    private int Find(string name)
    {
        for (var k = 0; k < _columns.Count; k++)
        {
            if (string.Equals(_columns[k].Name, name, StringComparison.Ordinal))
                return k;
        }
        throw new ArgumentException(
            $"There is no column '{name}'. The columns are: {PlainWords.List(_columns.Select(c => c.Name))}.",
            nameof(name)
        );
    }

    /// <summary>The cumulative hazard of the null model at each row's own time, with Efron's ties: <c>mice::nelsonaalen</c>.</summary>
    internal static double[] NelsonAalen(SurvivalData data)
    {
        var (order, result) = (data.TimeOrder, new double[data.Count]);
        var hazard = 0.0;
        for (int i = 0, end; i < order.Length; i = end)
        {
            var (t, deaths) = (data.Time[order[i]], 0);
            for (end = i; end < order.Length && data.Time[order[end]] == t; end++)
                deaths += data.Event[order[end]] ? 1 : 0;
            for (var k = 0; k < deaths; k++)
                hazard += 1.0 / (order.Length - i - k);
            for (var k = i; k < end; k++)
                result[order[k]] = hazard;
        }
        return result;
    }

    /// <summary>Fits a Cox model of columns to the follow-up of a cohort with each completed table, and pools the coefficients.</summary>
    /// <param name="cohort">The cohort that was imputed, without an offset.</param>
    /// <param name="columns">The model's columns; <see langword="null"/> for all.</param>
    /// <param name="options">How the models are fitted.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <param name="cancellationToken">Stops the iterations.</param>
    /// <exception cref="InvalidSurvivalDataException">The cohort has an offset.</exception>
    /// <exception cref="ConvergenceException">A model cannot be fitted.</exception>
    public IReadOnlyList<PooledEstimate> PoolCox(
        Cohort cohort,
        IReadOnlyList<string>? columns = null,
        CoxOptions? options = null,
        double confidenceLevel = 0.95,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return PoolCox(cohort.WithoutOffset("pooling"), columns, options, confidenceLevel, cancellationToken);
    }

    /// <summary>Fits a Cox model of a formula's terms to the follow-up of a cohort with each completed table, and pools the
    /// coefficients.</summary>
    /// <param name="cohort">The cohort that was imputed, without an offset.</param>
    /// <param name="formula">The formula, of terms alone: <c>"rcs(age, 4) + sex * stage"</c>.</param>
    /// <param name="options">How the models are fitted.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <param name="cancellationToken">Stops the iterations.</param>
    /// <exception cref="ArgumentException">As for <see cref="Covariates(int, ModelFormula)"/>.</exception>
    /// <exception cref="InvalidSurvivalDataException">The cohort has an offset, or as there.</exception>
    /// <exception cref="ConvergenceException">A model cannot be fitted.</exception>
    [OverloadResolutionPriority(-1)]
    public IReadOnlyList<PooledEstimate> PoolCox(
        Cohort cohort,
        ModelFormula formula,
        CoxOptions? options = null,
        double confidenceLevel = 0.95,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return PoolCox(cohort.WithoutOffset("pooling"), formula, options, confidenceLevel, cancellationToken);
    }
}
