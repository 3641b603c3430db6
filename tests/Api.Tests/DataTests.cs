using System.Reflection;

namespace Api.Tests;

/// <summary>How numbers come in, in the packages of statistics: a span where a value stands for every row and nothing is kept; a list where
/// there are names or few numbers, where they are kept, or where they may be left out.</summary>
public class DataTests
{
    private static readonly string[] Packages =
        ["Survival.Models", "Survival.Models.Parquet", "Radiomics.Studies", "Radiomics.Cohorts", "Nomogram.HccSbrt"];

    // Lists of numbers that are no optional ones, by the parameter's name, each with its reason.
    private static readonly Dictionary<string, string> ListsOfNumbers = new(StringComparer.Ordinal)
    {
        ["times"] = "a handful, written where the call stands",
        ["horizons"] = "a handful, and kept in the model",
        ["knots"] = "a handful, and kept in the term",
        ["powers"] = "one or two, and kept in the term",
        ["cuts"] = "a handful, and kept",
        ["values"] = "the levels of one variable, or the few at which an effect is asked for",
        ["means"] = "one a column of a model",
        ["coefficients"] = "one a column of a model",
        ["baselineSurvival"] = "the steps of a curve, which the nomogram's function keeps",
        ["competing"] = "kept in the input",
    };

    // A contingency table has two dimensions, which no list has.
    [Fact]
    public void AnArrayIsAskedForInsideAListAlone() => Rule.Holds(
        Parameters().Where(p => p.ParameterType.IsArray && p.ParameterType.GetArrayRank() == 1).Select(Name));

    [Fact]
    public void NamesAreNoSpan() => Rule.Holds(Parameters().Where(p => Inner(p.ParameterType) is { } inner
        && p.ParameterType.Name.StartsWith("ReadOnlySpan", StringComparison.Ordinal) && inner == typeof(string)).Select(Name));

    [Fact]
    public void AValueForEveryRowIsASpanUnlessItMayBeLeftOut() => Rule.Holds(Parameters()
        .Where(p => p.ParameterType.Name == "IReadOnlyList`1" && Inner(p.ParameterType) is { IsPrimitive: true } && !p.HasDefaultValue)
        .Where(p => !ListsOfNumbers.ContainsKey(p.Name!))
        .Select(Name));

    [Fact]
    public void EveryReasonIsNeeded() => Assert.Empty(ListsOfNumbers.Keys.Except(Parameters()
        .Where(p => p.ParameterType.Name == "IReadOnlyList`1" && Inner(p.ParameterType) is { IsPrimitive: true } && !p.HasDefaultValue)
        .Select(p => p.Name!)));

    private static IEnumerable<ParameterInfo> Parameters() => Family.Methods
        .Where(m => Packages.Contains(m.DeclaringType!.Assembly.GetName().Name))
        .SelectMany(m => m.GetParameters());

    private static Type? Inner(Type type) => type.IsGenericType ? type.GetGenericArguments()[0] : null;

    private static string Name(ParameterInfo parameter) => $"{Family.Name(parameter.Member)}({parameter.Name})";
}
