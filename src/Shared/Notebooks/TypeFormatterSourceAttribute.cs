using System.Diagnostics.CodeAnalysis;

namespace Notebooks;

/// <summary>
/// Names the class that renders a type in a notebook. .NET Interactive (Polyglot Notebooks, Jupyter) finds the attribute by its name alone,
/// so
/// that a library needs no reference to it: it creates the class, calls <c>CreateTypeFormatters()</c>, and of each object it
/// gets it reads <c>MimeType</c> and calls <c>Format(object, TextWriter)</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(
    [DynamicallyAccessedMembers(
        DynamicallyAccessedMemberTypes.PublicParameterlessConstructor | DynamicallyAccessedMemberTypes.PublicMethods
    )]
        Type formatterSourceType
) : Attribute
{
    /// <summary>The class; it has a public constructor without parameters.</summary>
    [DynamicallyAccessedMembers(
        DynamicallyAccessedMemberTypes.PublicParameterlessConstructor | DynamicallyAccessedMemberTypes.PublicMethods
    )]
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>What a notebook shows by default.</summary>
    public string[] PreferredMimeTypes { get; } = ["text/html"];
}
