using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Survival.Models.Adjustment;
using Survival.Models.CompetingRisks;
using Survival.Models.Cox;
using Survival.Models.DecisionCurves;
using Survival.Models.Discrimination;
using Survival.Models.Imputation;
using Survival.Models.NonParametric;
using Survival.Models.Prognosis;
using Survival.Models.Statistics;

namespace Survival.Models.Tests;

/// <summary>Whatever the package gives prints itself, and its numbers as anywhere: with a point, whatever the reader's culture.</summary>
public sealed class RecordPrintTests
{
    private static readonly SurvivalData Data = SurvivalData.Create(
        [1, 2, 3, 4, 5, 6, 7, 8, 9], [true, true, false, true, true, true, true, true, true]);

    // What makes things is no result.
    private static readonly string[] Makers = ["DesignMatrixBuilder", "SurvivalTableBuilder", "Xoshiro256"];

    public static TheoryData<Type> Types => [.. typeof(SurvivalData).Assembly.GetExportedTypes().Where(t =>
        (t.IsClass || t.IsValueType) && !t.IsAbstract && !t.IsEnum && !t.IsAssignableTo(typeof(Exception))
            && !t.IsAssignableTo(typeof(Delegate)) && !Makers.Contains(t.Name))];

    [Theory]
    [MemberData(nameof(Types))]
    public void NothingPrintsItsTypeOrByTheCompiler(Type type)
    {
        var print = type.GetMethod(nameof(ToString), Type.EmptyTypes)!;
        Assert.True(print.DeclaringType == type, $"{type.Name} prints the name of its type.");
        Assert.False(print.IsDefined(typeof(CompilerGeneratedAttribute)), $"{type.Name} prints numbers in the reader's culture.");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void PlainRecordsPrintInvariantly(Type type)
    {
        // A record of numbers, texts and lists of numbers alone is made by its constructor.
        var constructor = type.GetConstructors().Where(c => c.GetParameters() is { Length: > 0 } p
            && Array.TrueForAll(p, q => Sample(q.ParameterType) is not null)).FirstOrDefault();
        if (constructor is null || type.GetMethod("<Clone>$") is null && !type.IsValueType)
            return;
        var value = constructor.Invoke([.. constructor.GetParameters().Select(p => Sample(p.ParameterType))]);
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (german.NumberFormat.NumberDecimalSeparator, german.NumberFormat.NumberGroupSeparator) = (",", ".");
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            var plain = value.ToString();
            Assert.DoesNotContain(type.Name + " {", plain, StringComparison.Ordinal);
            CultureInfo.CurrentCulture = german;
            Assert.Equal(plain, value.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void ARecordPrintsItsNumbersWithAPointAndWhatItsListsHold()
    {
        Assert.Equal("Restricted mean: horizon 2.5, mean 1.25, standard error NA, lost 1.25",
            new RestrictedMean(2.5, 1.25, double.NaN).ToString());
        Assert.Equal("Stepwise step: action + age, criterion 0.3333333, p value 0.5, terms [age, sex]",
            new StepwiseStep("+ age", 1.0 / 3, 0.5, ["age", "sex"]).ToString());
        Assert.Equal("ROC point: threshold -Infinity, false positive rate 1, true positive rate 1",
            new RocPoint(double.NegativeInfinity, 1, 1).ToString());
        Assert.StartsWith("Cox fit indices: R2 0.1, R2 by rows 0.2, adjusted R2 by rows 0.3",
            new CoxFitIndices(0.1, 0.2, 0.3, 0.4, 0.5).ToString(), StringComparison.Ordinal);
        Assert.Equal("Schemper Henderson: without 0.5, with 0.25, V 0.5", new SchemperHenderson(0.5, 0.25, 0.5).ToString());
    }

    // Of a slope b the effect is b (x - reference): 0 at the reference, where the limits meet at a ratio of 1.
    [Fact]
    public void ListsOfRecordsPrintATable()
    {
        var x = DesignMatrix.FromColumns(("x", [3, 1, 4, 1, 5, 9, 2, 6, 5]));
        var fit = CoxModel.Fit(Data, x);
        var effect = fit.PredictEffect("x", [2, 3], 2).ToString()!.Split('\n');
        Assert.Equal(3, effect.Length);
        Assert.Matches(@"^value +log hazard ratio +standard error +hazard ratio +lower +upper$", effect[0]);
        Assert.Matches(@"^2 +0 +0 +1 +1 +1$", effect[1]);
        var tests = fit.TestTerms().ToString()!.Split('\n');
        Assert.Matches(@"^Wald tests of terms +chisq +df +p$", tests[0]);
        Assert.Matches(@"^x +[0-9.]+ +1 ", tests[1]);
        Assert.Matches(@"^TOTAL +[0-9.]+ +1 ", tests[2]);
    }

    // What is numbers or text alone, or read as it is asked for, is no table.
    private static readonly string[] PlainLists = ["MultipleImputation.ChainMeans", "SurvivalTable.ReadCsvRows"];

    private static readonly int[] Halves = [0, 1, 0, 1, 0, 1, 0, 1, 0];

    private static Dictionary<string, Func<object?>> Lists()
    {
        double[] values = [3, 1, 4, 1, 5, 9, 2, 6, 5];
        double[] risk = [0.9, 0.2, 0.7, 0.3, 0.8, 0.1, 0.6, 0.4, 0.5];
        var x = DesignMatrix.FromColumns(("x", values), ("same", values));
        var one = x.SelectColumns(["x"]);
        var fit = CoxModel.Fit(Data, one);
        var causes = CompetingRisksData.Create(Data.Time, [1, 2, 0, 1, 2, 1, 2, 1, 0]);
        int[][] resamples = [[0, 1, 2, 3, 4, 5, 6, 7, 8], [0, 0, 2, 3, 4, 5, 6, 7, 8]];
        var options = new DecisionCurveOptions { Thresholds = [0.25, 0.5] };
        var (brier, roc) = (BrierScore.Ipcw(Data, [risk], [4.5]), TimeDependentRoc.Ipcw(Data, risk, [4.5]));
        var imputed = MultipleImputation.Impute(
            [ImputationColumn.Numeric("x", [3, 1, double.NaN, 1, 5, 9, 2, 6, 5]), ImputationColumn.Numeric("y", risk)],
            options: new ImputationOptions { Imputations = 2 });
        var model = PrognosticModel.From(fit, [4]);
        return new(StringComparer.Ordinal)
        {
            ["StandardisedSurvival.Estimate"] = () => StandardisedSurvival.Estimate(Data, Halves, one, [4], resamples: 0),
            ["CompetingRisksAccuracy.Calibration"] = () => CompetingRisksAccuracy.Calibration(causes, 1, risk, 4.5, 2),
            ["CumulativeIncidence.EstimateByGroup"] = () => CumulativeIncidence.EstimateByGroup(causes, Halves, 1),
            ["FineGrayModel.Table"] = () => FineGrayModel.Fit(causes, one, 1).Table(),
            ["CoxModel.Table"] = () => fit.Table(),
            ["CoxModel.PredictEffect"] = () => fit.PredictEffect("x", [2, 3], 2),
            ["CoxModel.TestTerms"] = () => fit.TestTerms(),
            ["UnivariableCox.Screen"] = () => UnivariableCox.Screen(Data, x),
            ["DecisionCurve.BootstrapIntervals"] = () => DecisionCurve.BootstrapIntervals(Data, 4.5, [("m", risk)], resamples, options),
            ["DecisionCurve.Compare"] = () => DecisionCurve.Compare(Data, 4.5, [("m", risk)], "m", "all", resamples, options),
            ["DesignMatrix.DuplicateColumns"] = () => x.DuplicateColumns(),
            ["BrierScore.Compare"] = () => brier.Compare(brier),
            ["TimeDependentRoc.Curve"] = () => roc.Curve(0),
            ["TimeDependentRoc.Compare"] = () => roc.Compare(roc),
            ["MultipleImputation.PoolCox"] = () => imputed.PoolCox(Data, ["x"]),
            ["RubinsRules.Pool"] = () => RubinsRules.Pool([fit, fit]),
            ["KaplanMeier.Fit"] = () => KaplanMeier.Fit(Data, Halves),
            ["LogRank.Pairwise"] = () => LogRank.Pairwise(Data, Halves),
            ["NomogramVariable.FromData"] = () => NomogramVariable.FromData(one, [0.5]),
            ["PrognosticModel.Predict"] = () => model.Predict(new SurvivalTableBuilder().Numbers("x", [3, 4]).Build()),
            ["Signature.Contributions"] = () => new Signature { Terms = [new("x", 1)], Scaler = Scaler.Raw }.Contributions(
                new Dictionary<string, double>(StringComparer.Ordinal) { ["x"] = 2 }),
            ["ColumnScale.Estimate"] = () => ColumnScale.Estimate(x),
            ["IntraclassCorrelation.EstimateAll"] = () => IntraclassCorrelation.EstimateAll(
                [one, DesignMatrix.FromColumns(("x", [3, 2, 4, 1, 6, 8, 2, 7, 5]))]),
        };
    }

    /// <summary>A list or dictionary of results that a verb gives prints the results, not its type, and none of them its type.</summary>
    [Fact]
    public void EveryListOfResultsPrintsThem()
    {
        string[] verbs =
        [
            .. typeof(SurvivalData).Assembly.GetExportedTypes()
                .SelectMany(t => t.GetMethods(
                    BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
                .Where(m => !m.IsSpecialName && m.ReturnType.IsGenericType && m.ReturnType.IsAssignableTo(typeof(IEnumerable))
                    && m.ReturnType.GetGenericArguments()[^1] is { IsPrimitive: false } item && item != typeof(string))
                .Select(m => $"{m.DeclaringType!.Name}.{m.Name}").Distinct().Except(PlainLists).Order(StringComparer.Ordinal),
        ];
        var lists = Lists();
        Assert.Equal(verbs, lists.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(lists.Select(l => (l.Key, Text: $"{l.Value()}")).Where(l =>
            l.Text.Length == 0
                || Array.Exists(["`", "[]", "Survival.Models", " { "], t => l.Text.Contains(t, StringComparison.Ordinal)))
            .Select(l => $"{l.Key}: {l.Text}"));
    }

    // Group 0 has the times 1, 3+, 5, 7, 9, group 1 has 2, 4, 6, 8: S is 4/5, 8/15, 4/15, 0 and 3/4, 1/2, 1/4, 0. The median of the first
    // is where S falls below 1/2, 7; of the second the middle of 4 and 6.
    [Fact]
    public void GroupsPrintTogether()
    {
        int[] group = [0, 1, 0, 1, 0, 1, 0, 1, 0];
        var lines = KaplanMeier.Fit(Data, group).ToString()!.Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Matches(@"^group=0 +5 +4 +7\.000 ", lines[1]);
        Assert.Matches(@"^group=1 +4 +4 +5\.000 ", lines[2]);
    }

    // To 4 the means are 1 + 3 x 4/5 = 3.4 of the times 1, 3+, 5, 7, 9 and 2 + 2 x 3/4 = 3.5 of 2, 4, 6, 8.
    [Fact]
    public void RestrictedMeansAreNamedByTheirCurves()
    {
        var arms = new SurvivalTableBuilder().Numbers("time", [1, 2, 3, 4, 5, 6, 7, 8, 9]).Numbers("status", [1, 1, 0, 1, 1, 1, 1, 1, 1])
            .Texts("arm", ["new", "old", "new", "old", "new", "old", "new", "old", "new"]).Build();
        var curves = KaplanMeier.Fit(Cohort.FromTable(arms, new CohortColumns("time", "status")), "arm");
        var lines = RestrictedMeanComparison.Compare(curves[0], curves[1], 4).ToString().Split('\n');
        Assert.Matches(@"^arm=new +3\.400 ", lines[2]);
        Assert.Matches(@"^arm=old +3\.500 ", lines[3]);
        Assert.Contains(lines, l => l.StartsWith("RMST (arm=new - arm=old)", StringComparison.Ordinal));
    }

    // One of four has the event at 1: 1/4, and nothing is known beyond 4, where one is censored. Without censoring three of four have it.
    [Fact]
    public void AnIncidenceIsNotKnownBeyondTheFollowUp()
    {
        var curve = CumulativeIncidence.ForCause(CompetingRisksData.Create([1, 2, 3, 4], [1, 2, 0, 0]), 1);
        Assert.Equal(0.25, curve.At(4).Estimate, 15);
        Assert.Equal(double.NaN, curve.At(4.5).Estimate);
        Assert.Equal(0.75, CumulativeIncidence.ForCause(CompetingRisksData.Create([1, 2, 3, 4], [1, 2, 1, 1]), 1).At(4.5).Estimate, 15);
        var lines = curve.ToTable(2, 4.5).Split('\n');
        Assert.Matches(@"^ +2 +3 +0\.2500 ", lines[1]);
        Assert.Matches(@"^ +4\.5 +0 +NA +NA +NA +NA$", lines[2]);
    }

    [Fact]
    public void PairsOfACohortAreNamedByItsValues()
    {
        var cohort = Cohort.ReadCsv(
            new MemoryStream(
                "time,status,arm\n1,1,new\n2,1,old\n3,0,new\n4,1,old\n5,1,new\n6,1,old\n7,1,third\n8,1,third\n9,1,new\n"u8.ToArray()),
            new CohortColumns("time", "status"));
        var pairs = LogRank.Pairwise(cohort, "arm");
        Assert.Equal(["arm=new/arm=old", "arm=new/arm=third", "arm=old/arm=third"], pairs.Select(p => $"{p.FirstName}/{p.SecondName}"));
        Assert.StartsWith("arm=new, arm=old: Log-rank test: ", pairs.ToString()!.Split('\n')[0], StringComparison.Ordinal);
        Assert.Equal("group=0", LogRank.Pairwise(Data, [0, 1, 0, 1, 0, 1, 0, 1, 0])[0].FirstName);
    }

    private static object? Sample(Type type) =>
        type == typeof(double) || type == typeof(double?) ? 1234.5678
        : type == typeof(int) || type == typeof(int?) ? -3
        : type == typeof(string) ? "a"
        : type == typeof(bool) ? true
        : type == typeof(IReadOnlyList<double>) ? (double[])[0.5, -1.25]
        : type == typeof(IReadOnlyList<string>) ? (string[])["a", "b"]
        : type.IsEnum ? Enum.GetValuesAsUnderlyingType(type).GetValue(0) is { } first ? Enum.ToObject(type, first) : null
        : null;
}
