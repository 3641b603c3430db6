using System.Reflection;
using System.Runtime.CompilerServices;
using TestResult = Survival.Models.TestResult;

namespace Api.Tests;

/// <summary>Nothing public changes once made; results print themselves; a test is one type.</summary>
public class ResultTests
{
    internal static readonly string[] Verbs = ["Fit", "Test", "Estimate", "Predict", "Compare", "Read", "ReadCsv", "ReadParquet",
        "CrossValidate", "Search", "Select", "Bootstrap", "Extract", "Load", "Ipcw", "Survival", "Binary", "Impute", "Open", "Smooth",
        "ByGroups", "ReadVolume", "ReadMask"];

    [Fact]
    public void NoPropertyIsSetFromOutside() => Rule.Holds(Family.Properties
        .Where(p => p.SetMethod is { IsPublic: true } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(
            typeof(IsExternalInit)))
        .Select(p => Family.Name(p)));

    [Fact]
    public void NoFieldIsOpen() => Rule.Holds(Family.Types.Where(t => !t.IsEnum)
        .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(f => !f.IsLiteral && !f.IsInitOnly).Select(f => Family.Name(f)));

    [Fact]
    public void WhatAVerbGivesPrintsItself()
    {
        var results = Family.Methods.Where(m => Verbs.Contains(m.Name)).Select(m => Inner(m.ReturnType)).Distinct()
            .Where(t => Family.Types.Contains(t) && t is { IsEnum: false, IsInterface: false });
        Rule.Holds(results.Where(t => !PrintsItself(t)).Select(t => t.FullName!));
    }

    [Fact]
    public void ATestIsATestResult() => Rule.Holds(Family.Types
        .Where(t => t != typeof(TestResult) && t.GetProperty("Statistic") is not null && t.GetProperty("PValue") is not null)
        .Where(t => !t.GetProperties().Any(p => (Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType) == typeof(TestResult)))
        .Select(t => t.FullName!));

    [Fact]
    public void AnExceptionOfDataIsOneOfTheFamilys() => Rule.Holds(Family.Types
        .Where(t => typeof(Exception).IsAssignableFrom(t) && t.BaseType == typeof(Exception) && t.Name is not (
            "SurvivalModelException" or "RadiomicsException"))
        .Select(t => t.FullName!));

    internal static Type Inner(Type type)
    {
        while (true)
        {
            if (Nullable.GetUnderlyingType(type) is { } value)
                type = value;
            else if (type.IsArray)
                type = type.GetElementType()!;
            else if (type.IsGenericType && type.GetGenericArguments().Length == 1)
                type = type.GetGenericArguments()[0];
            else
                return type;
        }
    }

    internal static bool PrintsItself(Type type) => Family.IsRecord(type)
        || type.GetMethod(nameof(ToString), Type.EmptyTypes)!.DeclaringType is { } owner && owner != typeof(object) && owner != typeof(
            ValueType);
}
