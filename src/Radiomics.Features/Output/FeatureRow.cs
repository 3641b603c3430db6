using Radiomics.Features.Extraction;
using Radiomics.Features.Parameters;

namespace Radiomics.Features.Output;

/// <summary>One region's line in a table: what it is called, and its features.</summary>
/// <param name="Columns">The leading columns, in order, such as <c>Image</c> and <c>Mask</c>.</param>
/// <param name="Features">The features with their provenance.</param>
public sealed record FeatureRow(IReadOnlyList<KeyValuePair<string, string>> Columns, FeatureSet Features)
{
    /// <summary>A row with PyRadiomics' own leading columns.</summary>
    /// <param name="image">What was read as the image.</param>
    /// <param name="mask">What was read as the mask.</param>
    /// <param name="features">The features with their provenance.</param>
    public FeatureRow(string image, string mask, FeatureSet features)
        : this([new("Image", image), new("Mask", mask)], features)
    {
    }

    /// <summary>The region's cells, in order, as a table shows them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Cells() =>
    [
        .. Columns,
        .. Features.Diagnostics.Select(d => new KeyValuePair<string, string>(d.Key, d.Value.ToString())),
        .. Features.Select(f => new KeyValuePair<string, string>(f.Key, PythonFormat.Number(f.Value))),
    ];
}
