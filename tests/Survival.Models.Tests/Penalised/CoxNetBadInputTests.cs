#pragma warning disable xUnit1051 // quick calls
using Survival.Models.Penalised;
using Survival.Models.Resampling;

namespace Survival.Models.Tests.Penalised;

public class CoxNetBadInputTests
{
    private static readonly DesignMatrix X = PenalisedCohort.Columns;
    private static readonly SurvivalData Data = PenalisedCohort.Data();

    public static TheoryData<string> Settings =>
        [
            "alpha",
            "alpha NaN",
            "count",
            "ratio",
            "lambda",
            "lambda NaN",
            "factor",
            "lower",
            "upper",
            "excluded",
            "tolerance",
            "gain",
            "iterations",
            "maximum",
        ];

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_setting_outside_its_range_is_refused(string what)
    {
        var o = CoxNetOptions.Default;
        o = what switch
        {
            "alpha" => o with { Alpha = 1.1 },
            "alpha NaN" => o with { Alpha = double.NaN },
            "count" => o with { LambdaCount = 0 },
            "ratio" => o with { LambdaMinRatio = 1 },
            "lambda" => o with { Lambdas = [0.1, -0.1] },
            "lambda NaN" => o with { Lambdas = [double.NaN] },
            "factor" => o with { PenaltyFactors = [1, 1, 1, 1, 1, -1] },
            "lower" => o with { LowerLimits = [0.1] },
            "upper" => o with { UpperLimits = [-0.1] },
            "excluded" => o with { Excluded = [6] },
            "tolerance" => o with { Tolerance = 0 },
            "gain" => o with { MinimumGain = -1 },
            "iterations" => o with { MaxIterations = 1 },
            _ => o with { MaximumNonzero = -1 },
        };
        Assert.Throws<ArgumentOutOfRangeException>(() => CoxNet.Fit(Data, X, o));
    }

    [Fact]
    public void Lengths_must_match()
    {
        Assert.Throws<ArgumentException>(() => CoxNet.Fit(SurvivalData.Create([1], [true]), X));
        Assert.Throws<ArgumentException>(() => CoxNet.Fit(Data, X, new CoxNetOptions { PenaltyFactors = [1] }));
        Assert.Throws<ArgumentException>(() => CoxNet.Fit(Data, X, new CoxNetOptions { LowerLimits = [-1, -1] }));
        Assert.Throws<ArgumentException>(() => CoxNet.Fit(Data, X, new CoxNetOptions { Offset = [1] }));
        Assert.Throws<ArgumentException>(() => CoxNet.Fit(Data, X, new CoxNetOptions { Lambdas = [] }));
        Assert.Throws<ArgumentException>(() => CoxNet.Fit(Data, X, new CoxNetOptions { PenaltyFactors = [0, 0, 0, 0, 0, 0] }));
        Assert.Throws<InvalidSurvivalDataException>(() =>
            CoxNet.Fit(Data, X, new CoxNetOptions { Offset = [.. Enumerable.Repeat(double.NaN, 60)] })
        );
    }

    [Fact]
    public void Data_without_anything_to_fit_are_refused()
    {
        var never = SurvivalData.Create(Data.Time, new bool[60]);
        Assert.Contains("no event", Assert.Throws<InvalidSurvivalDataException>(() => CoxNet.Fit(never, X)).Message);
        Assert.Throws<InvalidSurvivalDataException>(() => CoxNet.Fit(Data, X, new CoxNetOptions { Excluded = [0, 1, 2, 3, 4, 5] }));
        Assert.Throws<InvalidSurvivalDataException>(() =>
            CoxNet.Fit(Data, DesignMatrix.FromColumns(("c", Enumerable.Repeat(1.0, 60).ToArray())))
        );
    }

    [Fact]
    public void Columns_without_a_penalty_that_cannot_be_told_apart_or_separate_are_named()
    {
        var twice = DesignMatrix.FromColumns(("a", X.Column(0).ToArray()), ("b", X.Column(0).ToArray()), ("c", X.Column(1).ToArray()));
        var e = Assert.Throws<ConvergenceException>(() => CoxNet.Fit(Data, twice, new CoxNetOptions { PenaltyFactors = [0, 0, 1] }));
        Assert.Equal(["b"], e.Columns);
        // The first of two dies first whatever the coefficient: it grows without end.
        var separated = DesignMatrix.FromColumns(("x", [3.0, 2.0, 1.0]), ("z", [1.0, 0.5, 1.0]));
        Assert.Throws<ConvergenceException>(() =>
            CoxNet.Fit(SurvivalData.Create([1, 2, 3], [true, true, true]), separated, new CoxNetOptions { Lambdas = [0] })
        );
    }

    [Fact]
    public void A_fold_without_events_is_refused()
    {
        var events = new bool[60];
        for (var i = 0; i < 30; i++)
            events[i] = true;
        var data = SurvivalData.Create(Data.Time, events);
        var folds = Folds.FromIds([.. Enumerable.Range(0, 60).Select(i => i / 20)]);
        Assert.Contains("Fold 2", Assert.Throws<InvalidSurvivalDataException>(() => CoxNet.CrossValidate(data, X, folds)).Message);
        Assert.Throws<ArgumentException>(() => CoxNet.CrossValidate(data, X, Folds.FromIds([1, 2])));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            CoxNet.CrossValidate(Data, X, Folds.Stratified(Data, 3, 1), null, new CoxNetCvOptions { MaxDegreeOfParallelism = 0 })
        );
    }

    [Fact]
    public void A_fit_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => CoxNet.Fit(Data, X, cancellationToken: source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() =>
            CoxNet.CrossValidate(Data, X, Folds.Stratified(Data, 3, 1), cancellationToken: source.Token)
        );
    }
}
