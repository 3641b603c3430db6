using System.Reflection;
using System.Runtime.CompilerServices;
using Survival.Models;

namespace Api.Tests;

/// <summary>One name for one idea, and one order: data, covariates, options, progress, cancellation.</summary>
public class ParameterTests
{
    [Fact]
    public void ACancellationTokenIsCalledSoAndComesLast() => Rule.Holds(Family.Methods
        .Select(m => (Method: m, Parameters: m.GetParameters()))
        .Where(m => m.Parameters.Any(p => p.ParameterType == typeof(CancellationToken)))
        .Where(m => m.Parameters[^1].ParameterType != typeof(CancellationToken) || m.Parameters[^1].Name != "cancellationToken")
        .Select(m => Family.Name(m.Method)));

    [Fact]
    public void DataComeBeforeCovariatesBeforeOptions() => Rule.Holds(Family.Methods.Where(IsOutOfOrder).Select(Describe));

    [Fact]
    public void WhatIsWrittenComesBeforeWhereItGoes() => Rule.Holds(Family.Methods
        .Where(m => m.IsStatic && m.Name.StartsWith("Write", StringComparison.Ordinal))
        .Where(m =>
        {
            var parameters = m.GetParameters().Skip(m.IsDefined(typeof(ExtensionAttribute)) ? 1 : 0).Take(2).ToList();
            return parameters.Count == 2 && IsPlace(parameters[0]) && !parameters[1].ParameterType.IsValueType && !IsPlace(parameters[1]);
        })
        .Select(Describe));

    private static bool IsPlace(ParameterInfo parameter) => parameter.ParameterType == typeof(string)
        || typeof(Stream).IsAssignableFrom(parameter.ParameterType) || typeof(TextWriter).IsAssignableFrom(parameter.ParameterType);

    [Fact]
    public void TheSameIdeaHasTheSameName()
    {
        string[] banned = ["cancellation", "token", "ct", "parallelism", "threads", "threadCount", "degreeOfParallelism", "maxThreads",
            "maxIter", "maximumIterations", "iterations", "opts", "settings_", "seedValue"];
        Rule.Holds(Family.Methods.SelectMany(m =>
            m.GetParameters().Where(p => banned.Contains(p.Name)).Select(p => $"{Family.Name(m)}({p.Name})")));
        string[] properties = ["Parallelism", "Threads", "ThreadCount", "MaxThreads", "MaxIter", "MaximumIterations", "IterationLimit",
            "MaxDegree"];
        Rule.Holds(Family.Properties.Where(p => properties.Contains(p.Name)).Select(p => Family.Name(p)));
    }

    [Fact]
    public void AProgressIsCalledSo() => Rule.Holds(Family.Methods
        .SelectMany(m => m.GetParameters().Where(p => p.ParameterType.Name == "IProgress`1" && p.Name != "progress").Select(
            p => $"{Family.Name(m)}({p.Name})")));

    [Fact]
    public void WhatIsAsynchronousSaysSoAndCanBeStopped() => Rule.Holds(Family.Methods
        .Where(m => typeof(Task).IsAssignableFrom(m.ReturnType) || m.ReturnType.Name.StartsWith("ValueTask", StringComparison.Ordinal))
        .Where(m => !m.Name.EndsWith("Async", StringComparison.Ordinal) || m.GetParameters().LastOrDefault()?.ParameterType != typeof(
            CancellationToken))
        .Where(m => m.Name != "DisposeAsync" && m.DeclaringType!.Assembly.GetName().Name != "radiomics")
        .Select(m => Family.Name(m)));

    // Where a kind is absent the others keep their order. A ReadOnlySpan or list of numbers is data as well as covariates may be: it is
    // not judged.
    private static bool IsOutOfOrder(MethodInfo method)
    {
        int[] ranks = [.. method.GetParameters().Select(p => Rank(p.ParameterType)).Where(r => r >= 0)];
        return !ranks.SequenceEqual(ranks.Order());
    }

    private static int Rank(Type type) =>
        type == typeof(SurvivalData) || type == typeof(Cohort) ? 0
        : type == typeof(DesignMatrix) ? 1
        : type.Name.EndsWith("Options", StringComparison.Ordinal) ? 2
        : type.Name == "IProgress`1" ? 3
        : type == typeof(CancellationToken) ? 4
        : -1;

    private static string Describe(MethodInfo method) =>
        $"{Family.Name(method)}({string.Join(", ", method.GetParameters().Select(p => p.ParameterType.Name))})";
}
