using System.Globalization;
using Survival.Models.Cox;
using Survival.Models.Penalised;

namespace Survival.Models.Selection;

/// <summary>The selectors that there are. What has no weights of its own (stability selection, the univariable screen) gets those of a
/// ridge model of the selected features at its cross-validated lambda. Paths end at a hundredth of the largest lambda, those of ridge
/// models where glmnet's do; a path whose last lambda is the best one goes on.</summary>
public static class FeatureSelectors
{
    // Below a hundredth of the largest lambda hardly anything is penalised any more, and features that repeat each other have no optimum.
    private static readonly CoxNetOptions Path = new() { LambdaMinRatio = 0.01 };

    // A ridge model has no largest lambda: glmnet takes a thousandfold of the LASSO's, whose hundredth still shrinks everything.
    private static readonly CoxNetOptions Ridge = new() { Alpha = 0 };
    private const double SmallestRatio = 1e-6;

    /// <summary>The LASSO at its cross-validated lambda: <c>lasso</c>.</summary>
    public static IFeatureSelector Lasso { get; } = new PathSelector("lasso", 1);

    /// <summary>The adaptive LASSO: penalties by a first ridge model (Zou 2006, doi:10.1198/016214506000000735):
    /// <c>adaptive-lasso</c>.</summary>
    public static IFeatureSelector AdaptiveLasso { get; } = new AdaptiveSelector();

    /// <summary>The relaxed LASSO, lambda and its relaxation cross-validated together (Meinshausen 2007, doi:10.1016/j.csda.2006.12.019):
    /// <c>relaxed-lasso</c>.</summary>
    public static IFeatureSelector RelaxedLasso { get; } = new RelaxedSelector();

    /// <summary>The names with their selectors at the defaults.</summary>
    public static IReadOnlyList<IFeatureSelector> All { get; } =
        [Lasso, ElasticNet(), AdaptiveLasso, RelaxedLasso, Stability(), Univariable()];

    /// <summary>The elastic net: <c>elastic-net</c>, or <c>elastic-net:ALPHA</c>.</summary>
    /// <param name="alpha">The share of the absolute penalty, above 0 and at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another share.</exception>
    public static IFeatureSelector ElasticNet(double alpha = 0.5) => IsAlpha(alpha)
        ? new PathSelector(NameOf("elastic-net", alpha, 0.5), alpha)
        : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Alpha is above 0 and at most 1.");

    /// <summary>Stability selection on half samples: <c>stability</c>, or <c>stability:THRESHOLD</c>.</summary>
    /// <param name="threshold">The share of the samples that must select a feature, above 0.5 and at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another share.</exception>
    public static IFeatureSelector Stability(double threshold = 0.75) => IsThreshold(threshold)
        ? new StabilitySelector(threshold)
        : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold is above 0.5 and at most 1.");

    /// <summary>The univariable screen with Benjamini and Hochberg's control of the false-discovery rate: <c>univariable</c>, or
    /// <c>univariable:RATE</c>.</summary>
    /// <param name="rate">The rate, inside (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">Another rate.</exception>
    public static IFeatureSelector Univariable(double rate = 0.05) => IsRate(rate)
        ? new UnivariableSelector(rate)
        : throw new ArgumentOutOfRangeException(nameof(rate), rate, "The false-discovery rate lies in (0, 1).");

    /// <summary>A selector by its name.</summary>
    /// <param name="name">As for <see cref="Find"/>.</param>
    /// <exception cref="ArgumentException">There is none of the name; the message lists those there are.</exception>
    public static IFeatureSelector Named(string name) => Find(name)
        ?? throw new ArgumentException(
            $"There is no selector '{name}'; there are {string.Join(", ", All.Select(s => s.Name))}, and with a number of one's own "
                + "elastic-net:ALPHA, stability:THRESHOLD and univariable:RATE.", nameof(name));

    /// <summary>A selector by its name, where there is one.</summary>
    /// <param name="name">One of the names of <see cref="All"/>, or one with its number: <c>elastic-net:0.2</c> (alpha),
    /// <c>stability:0.9</c> (threshold), <c>univariable:0.1</c> (rate).</param>
    /// <returns><see langword="null"/> where there is none of the name, or where its number is none or out of range.</returns>
    public static IFeatureSelector? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (All.FirstOrDefault(s => s.Name == name) is { } usual)
            return usual;
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !double.TryParse(
            name.AsSpan(colon + 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return null;
        return name[..colon] switch
        {
            "elastic-net" when IsAlpha(number) => ElasticNet(number),
            "stability" when IsThreshold(number) => Stability(number),
            "univariable" when IsRate(number) => Univariable(number),
            _ => null,
        };
    }

    private static bool IsAlpha(double alpha) => alpha is > 0 and <= 1;

    private static bool IsThreshold(double threshold) => threshold is > 0.5 and <= 1;

    private static bool IsRate(double rate) => rate is > 0 and < 1;

    private static string NameOf(string kind, double number, double usual) =>
        number == usual ? kind : string.Create(CultureInfo.InvariantCulture, $"{kind}:{number:0.################}");

    private static FeatureSelection Of(CoxNetModel model, string how) => new(model.SelectedNames, model.Values.ToArray(), how);

    private static CoxNetCvOptions Cv(FeatureSelectionOptions options) => new() { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism };

    private static CoxNetModel Best(CoxNetCv cv, FeatureSelectionOptions options) => options.OneStandardError ? cv.OneStandardError
        : cv.Minimum;

    // Where the last lambda is the best, the best one lies further on.
    private static CoxNetCv CrossValidate(
        SurvivalData data, DesignMatrix x, FeatureSelectionOptions options, CoxNetOptions path, CancellationToken token)
    {
        var folds = options.FoldsOf(data);
        var cv = CoxNet.CrossValidate(data, x, folds, path, Cv(options), cancellationToken: token);
        var ratio = cv.Lambdas[^1] / cv.Lambdas[0];
        // A path that ended early has nothing left to explain.
        while (cv.IndexMin == path.LambdaCount - 1 && ratio > SmallestRatio)
        {
            ratio = Math.Max(ratio / 100, SmallestRatio);
            try
            {
                cv = CoxNet.CrossValidate(data, x, folds, path with { LambdaMinRatio = ratio }, Cv(options), cancellationToken: token);
            }
            catch (ConvergenceException)
            {
                // So little penalty leaves no optimum.
                break;
            }
        }
        return cv;
    }

    private static FeatureSelection Weighted(
        SurvivalData data, DesignMatrix x, string[] names, string how, FeatureSelectionOptions options, CancellationToken token)
    {
        if (names.Length == 0)
            return new FeatureSelection([], [], how);
        var model = Best(CrossValidate(data, x.SelectColumns(names), options, Ridge, token), options);
        return Of(model, how + Invariant($"; weights of a ridge model, lambda {model.Lambda:G6}"));
    }

    private abstract class Selector : IFeatureSelector
    {
        public abstract string Name { get; }

        public FeatureSelection Select(
            SurvivalData data, DesignMatrix x, FeatureSelectionOptions? options = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(data);
            return Choose(data, x, options ?? FeatureSelectionOptions.Default, cancellationToken);
        }

        protected abstract FeatureSelection Choose(
            SurvivalData data, DesignMatrix x, FeatureSelectionOptions options, CancellationToken cancellationToken);
    }

    private sealed class PathSelector(string name, double alpha) : Selector
    {
        public override string Name => name;

        protected override FeatureSelection Choose(
            SurvivalData data, DesignMatrix x, FeatureSelectionOptions options, CancellationToken cancellationToken)
        {
            var model = Best(CrossValidate(data, x, options, Path with { Alpha = alpha }, cancellationToken), options);
            return Of(model, Invariant($"{(alpha == 1 ? "LASSO" : Invariant($"elastic net, alpha {alpha}"))}, lambda {model.Lambda:G6}"));
        }
    }

    private sealed class AdaptiveSelector : Selector
    {
        public override string Name => "adaptive-lasso";

        protected override FeatureSelection Choose(
            SurvivalData data, DesignMatrix x, FeatureSelectionOptions options, CancellationToken cancellationToken)
        {
            var first = CrossValidate(data, x, options, Ridge, cancellationToken);
            var factors = CoxNet.AdaptivePenaltyFactors(first.Minimum);
            var model = Best(CrossValidate(data, x, options, Path with { PenaltyFactors = factors }, cancellationToken), options);
            return Of(model, Invariant($"adaptive LASSO, lambda {model.Lambda:G6}"));
        }
    }

    private sealed class RelaxedSelector : Selector
    {
        public override string Name => "relaxed-lasso";

        protected override FeatureSelection Choose(
            SurvivalData data, DesignMatrix x, FeatureSelectionOptions options, CancellationToken cancellationToken)
        {
            var cv = CoxNet.CrossValidateRelaxed(
                data, x, options.FoldsOf(data), options: Path, cvOptions: Cv(options), cancellationToken: cancellationToken);
            var (model, gamma) = options.OneStandardError ? (cv.OneStandardError, cv.Gamma1Se) : (cv.Minimum, cv.GammaMin);
            return Of(model, Invariant($"relaxed LASSO, lambda {model.Lambda:G6}, gamma {gamma}"));
        }
    }

    private sealed class StabilitySelector(double threshold) : Selector
    {
        public override string Name => NameOf("stability", threshold, 0.75);

        protected override FeatureSelection Choose(
            SurvivalData data, DesignMatrix x, FeatureSelectionOptions options, CancellationToken cancellationToken)
        {
            // The path ends where models would not be used any more: what is selected further down would only raise the bound.
            var result = StabilitySelection.Estimate(
                data, x, new CoxNetOptions { LambdaMinRatio = 0.3 },
                new StabilityOptions
                {
                    Threshold = threshold,
                    Seed = options.Seed,
                    MaxDegreeOfParallelism = options.MaxDegreeOfParallelism
                },
                cancellationToken: cancellationToken);
            return Weighted(
                data, x, [.. result.Selected.Order().Select(j => x.ColumnNames[j])],
                Invariant($"stability selection in at least {threshold} of the half samples"), options, cancellationToken);
        }
    }

    private sealed class UnivariableSelector(double rate) : Selector
    {
        public override string Name => NameOf("univariable", rate, 0.05);

        protected override FeatureSelection Choose(
            SurvivalData data, DesignMatrix x, FeatureSelectionOptions options, CancellationToken cancellationToken)
        {
            var screen = UnivariableCox.Screen(
                data, x, new UnivariableCoxOptions { WithConcordance = false, MaxDegreeOfParallelism = options.MaxDegreeOfParallelism },
                cancellationToken: cancellationToken);
            return Weighted(
                data, x, [.. screen.Where(s => s.AdjustedPValue <= rate).Select(s => s.Name)],
                Invariant($"univariable screen at a false-discovery rate of {rate}"), options, cancellationToken);
        }
    }
}
