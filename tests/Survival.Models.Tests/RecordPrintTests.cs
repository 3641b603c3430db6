using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Survival.Models.Cox;
using Survival.Models.Discrimination;
using Survival.Models.NonParametric;

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
        Assert.Equal("RestrictedMean { Horizon = 2.5, Mean = 1.25, StandardError = NaN, Lost = 1.25 }",
            new RestrictedMean(2.5, 1.25, double.NaN).ToString());
        Assert.Equal("StepwiseStep { Action = + age, Criterion = 0.3333333, PValue = 0.5, Terms = [age, sex] }",
            new StepwiseStep("+ age", 1.0 / 3, 0.5, ["age", "sex"]).ToString());
        Assert.Equal("RocPoint { Threshold = -Infinity, FalsePositiveRate = 1, TruePositiveRate = 1 }",
            new RocPoint(double.NegativeInfinity, 1, 1).ToString());
    }

    // Of a slope b the effect is b (x - reference): 0 at the reference, where the limits meet at a ratio of 1.
    [Fact]
    public void ListsOfRecordsPrintATable()
    {
        var x = DesignMatrix.FromColumns(("x", [3, 1, 4, 1, 5, 9, 2, 6, 5]));
        var fit = CoxModel.Fit(Data, x);
        var effect = fit.PredictEffect("x", [2, 3], 2).ToString()!.Split('\n');
        Assert.Equal(3, effect.Length);
        Assert.Matches(@"^Value +LogHazardRatio +StandardError +HazardRatio +Lower +Upper$", effect[0]);
        Assert.Matches(@"^2 +0 +0 +1 +1 +1$", effect[1]);
        var tests = fit.TestTerms().ToString()!.Split('\n');
        Assert.Matches(@"^Wald tests of terms +chisq +df +p$", tests[0]);
        Assert.Matches(@"^x +[0-9.]+ +1 ", tests[1]);
        Assert.Matches(@"^TOTAL +[0-9.]+ +1 ", tests[2]);
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
