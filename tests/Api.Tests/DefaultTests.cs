using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Api.Tests;

/// <summary>The documentation of a setting tells its default, and the one it has: IntelliSense shows no value but that.</summary>
public partial class DefaultTests
{
    private static readonly string[] _kinds = ["Options", "Settings", "Protocol", "Plan", "Columns", "Style"];

    [Fact]
    public void ASettingsSummaryTellsItsDefault()
    {
        var undocumented = Family.Assemblies.FirstOrDefault(a => !IsDocumented(a));
        Assert.SkipWhen(undocumented is not null,
            $"{undocumented?.GetName().Name} was built without its XML documentation, or with an older one beside it.");
        var summaries = Summaries();
        var settings = Settings().ToList();
        Assert.True(settings.Count > 300, $"Only {settings.Count} settings were found.");
        Rule.Holds(settings
            .Where(s => !Tells(s.Default, summaries.GetValueOrDefault($"P:{Family.Name(s.Property)}", "")))
            .Select(s => $"{Family.Name(s.Property)}: {Text(s.Default)}"));
    }

    [Theory]
    [InlineData(25.0, "Width of a bin; positive. The default is 25.", true)]
    [InlineData(25.0, "Width of a bin, 25 in PyRadiomics; positive.", false)]
    [InlineData(25.0, "Width of a bin; positive. The default is 2.5.", false)]
    [InlineData(1e-10, "When it ends. Default 1e-10; smaller is slower.", true)]
    [InlineData(true, "Whether it is. The default is true.", true)]
    [InlineData(true, "Whether it is true. The default is false.", false)]
    [InlineData("time", "The column of times; time by default.", true)]
    [InlineData(null, "The limit; null for none.", true)]
    [InlineData(null, "The limit.", false)]
    [InlineData(DayOfWeek.Monday, "The day. The default is Monday.", true)]
    [InlineData(DayOfWeek.Monday, "The day. The default is Sunday.", false)]
    [InlineData(new[] { 1 }, "The distances. The default is 1.", true)]
    [InlineData(new[] { 1 }, "The distances. The default is 2.", false)]
    [InlineData(new int[0], "The widths.", false)]
    [InlineData(new int[0], "The widths; none by default.", true)]
    public void ASummaryThatTellsAnotherDefaultDoesNotPass(object? value, string summary, bool tells) =>
        Assert.Equal(tells, Tells(value, summary));

    // Every property of the settings' types that can be set and is no parameter of the constructor, with its value in a new instance.
    private static IEnumerable<(PropertyInfo Property, object? Default)> Settings() =>
        from type in Family.Types
        where !type.IsAbstract && _kinds.Any(k => type.Name.EndsWith(k, StringComparison.Ordinal))
        let constructor = type.GetConstructors().MinBy(c => c.GetParameters().Length)
        where constructor is not null
        let instance = constructor.Invoke([.. constructor.GetParameters().Select(p => Argument(p.ParameterType))])
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where property.SetMethod is { IsPublic: true } && constructor.GetParameters().All(p => p.Name != property.Name)
        select (property, property.GetValue(instance));

    private static object? Argument(Type type) =>
        type == typeof(string) ? "x" : type.IsValueType ? Activator.CreateInstance(type) : null;

    private static bool Tells(object? value, string summary)
    {
        string[] clauses = [.. Clauses().Split(summary).Where(c => c.Contains("default", StringComparison.OrdinalIgnoreCase))];
        return value switch
        {
            null => Word("null").IsMatch(summary),
            "" or ICollection { Count: 0 } => Nothing().IsMatch(summary),
            bool b => clauses.Any(Word(b ? "true" : "false").IsMatch),
            string or Enum => clauses.Any(Word(value.ToString()!).IsMatch),
            // How many cores this machine has, no documentation tells.
            int n when n == Environment.ProcessorCount && clauses.Any(Word("the number of processors").IsMatch) => true,
            int or long or ulong or double => clauses.Any(c => HasNumber(c, Convert.ToDouble(value, CultureInfo.InvariantCulture))),
            // A list of one is told by that one; longer ones, and what has members of its own, in words.
            ICollection { Count: 1 } list => list.Cast<object>().All(i => Tells(i, summary) || !IsScalar(i)) && clauses.Length > 0,
            _ => clauses.Length > 0,
        };
    }

    private static bool IsScalar(object value) => value is string or int or double;

    private static bool HasNumber(string text, double value) =>
        Numbers().Matches(text).Any(m => double.Parse(m.Value, CultureInfo.InvariantCulture) == value);

    private static Regex Word(string text) => new($@"(?<!\w){Regex.Escape(text)}(?!\w)");

    private static string Text(object? value) => value switch
    {
        null => "null",
        string or bool or IFormattable => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Text))}]",
        _ => value.GetType().Name,
    };

    // One compilation writes both; a quick build writes the assembly alone.
    private static bool IsDocumented(Assembly assembly) => File.Exists(Documentation(assembly))
        && File.GetLastWriteTimeUtc(assembly.Location) - File.GetLastWriteTimeUtc(Documentation(assembly)) < TimeSpan.FromMinutes(1);

    private static string Documentation(Assembly assembly) => Path.ChangeExtension(assembly.Location, ".xml");

    // The summaries of properties by their ids; a reference stands for the last part of its name. What several assemblies compile from one
    // file (internal types) they document each.
    private static Dictionary<string, string> Summaries() => Family.Assemblies
        .SelectMany(a => XDocument.Load(Documentation(a)).Descendants("member"))
        .Where(m => m.Attribute("name")!.Value.StartsWith("P:", StringComparison.Ordinal) && m.Element("summary") is not null)
        .DistinctBy(m => m.Attribute("name")!.Value)
        .ToDictionary(m => m.Attribute("name")!.Value, m => Spaces().Replace(
            string.Concat(m.Element("summary")!.DescendantNodes().Select(Plain)), " ").Trim());

    private static string Plain(XNode node) => node switch
    {
        XText text => text.Value,
        XElement see when see.Attribute("langword") is { } word => word.Value,
        XElement see when see.Attribute("cref") is { } reference => reference.Value.Split('.')[^1],
        _ => "",
    };

    [GeneratedRegex(@"(?<=[.;:])\s")]
    private static partial Regex Clauses();

    [GeneratedRegex(@"\b(none|empty)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Nothing();

    [GeneratedRegex(@"(?<![\w.])-?\d+(\.\d+)?(e[+-]?\d+)?(?!\w)")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
