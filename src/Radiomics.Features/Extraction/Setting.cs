using Radiomics.Features.Parameters;

namespace Radiomics.Features.Extraction;

/// <summary>One of PyRadiomics' settings: its name, how it is read from a parameter file, and how it stands in the provenance.</summary>
/// <param name="Name">PyRadiomics' name.</param>
/// <param name="Read">The settings with this one read from a file; a null there means the default.</param>
/// <param name="Write">Its value.</param>
internal sealed record Setting<T>(string Name, Func<T, ParameterNode, T> Read, Func<T, DiagnosticValue> Write);
