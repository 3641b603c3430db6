using System.Reflection;
using System.Runtime.CompilerServices;
using Reference;

namespace Api.Tests;

/// <summary>The packages, their public types and their sources.</summary>
internal static class Family
{
    public static string Sources => Path.Combine(SharedData.Repository, "src");

    /// <summary>The assemblies of src beside this one.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } = [.. Directory.GetDirectories(Sources)
        .Select(d => Path.Combine(AppContext.BaseDirectory, Path.GetFileName(d) + ".dll"))
        .Where(File.Exists)
        .Select(Assembly.LoadFrom)];

    public static IReadOnlyList<Type> Types { get; } = [.. Assemblies.SelectMany(a => a.GetExportedTypes())
        .Where(t => !t.IsDefined(typeof(CompilerGeneratedAttribute)) && !t.Name.Contains('<'))];

    /// <summary>The public methods written down in the source, of which the compiler's own are none.</summary>
    public static IEnumerable<MethodInfo> Methods => Types.SelectMany(t => t.GetMethods(Declared))
        .Where(m => !m.IsSpecialName && !m.IsDefined(typeof(CompilerGeneratedAttribute)) && !m.Name.Contains('<')
            && m.GetBaseDefinition() == m && !IsRecordsOwn(m));

    public static IEnumerable<PropertyInfo> Properties => Types.SelectMany(t => t.GetProperties(Declared));

    private static BindingFlags Declared => BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static string Name(MemberInfo member) => $"{member.DeclaringType!.FullName}.{member.Name}";

    public static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null);

    public static bool IsStatic(Type type) => type is { IsAbstract: true, IsSealed: true };

    private static bool IsRecordsOwn(MethodInfo method) => method.Name is "Equals" or "GetHashCode" or "Deconstruct" or "ToString";
}
