using System.Reflection;
using System.Runtime.CompilerServices;

namespace Api.Tests;

/// <summary>What a verb gives prints its lists, not their types' names.</summary>
public class PrintTests
{
    [Fact]
    public void ARecordThatAVerbGivesPrintsItsLists() => Rule.Holds(Family.Types
        .Where(Family.IsRecord)
        .Where(t => Family.Methods.Any(m => ResultTests.Verbs.Contains(m.Name) && ResultTests.Inner(m.ReturnType) == t))
        .Where(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance).Any(p => IsList(p.PropertyType)))
        .Where(t => t.GetMethod(nameof(ToString), Type.EmptyTypes)!.IsDefined(typeof(CompilerGeneratedAttribute)))
        .Select(t => t.FullName!));

    private static bool IsList(Type type) => type != typeof(string) && typeof(System.Collections.IEnumerable).IsAssignableFrom(type);
}
