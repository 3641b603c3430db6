using System.Globalization;

namespace Radiomics.Imaging.Perturbations;

/// <summary>
/// One chain of perturbations of an image and its region (A. Zwanenburg et al., 2019, doi:10.1038/s41598-018-36938-4), applied in the order
/// of the properties.
/// </summary>
public sealed record Perturbation
{
    /// <summary>Whether noise as strong as the image's own is added.</summary>
    public bool AddsNoise { get; init; }

    /// <summary>The angle, in degrees, by which the grid is turned in the slices' plane about its centre.</summary>
    public double Rotation { get; init; }

    /// <summary>The share of a voxel by which the grid is shifted along each axis.</summary>
    public double Translation { get; init; }

    /// <summary>The distance, in mm, by which the region grows, or shrinks where negative.</summary>
    public double Distance { get; init; }

    /// <summary>The share of its volume by which the region grows, or shrinks where negative.</summary>
    public double VolumeChange { get; init; }

    /// <summary>Whether the contour is drawn at random.</summary>
    public bool RandomisesContour { get; init; }

    /// <summary>Which draw of noise, voxels and contour this is, from 0.</summary>
    public int Repetition { get; init; }

    /// <summary>What is done, such as <c>noise rotation 4 volume -0.1 contour 2</c>; <c>none</c> where nothing is.</summary>
    public string Name
    {
        get
        {
            var parts = new List<string>();
            if (AddsNoise)
                parts.Add("noise");
            Add("rotation", Rotation);
            Add("translation", Translation);
            Add("distance", Distance);
            Add("volume", VolumeChange);
            if (RandomisesContour)
                parts.Add("contour");
            if (parts.Count > 0 && Repetition > 0)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"#{Repetition + 1}"));
            return parts.Count == 0 ? "none" : string.Join(' ', parts);

            void Add(string name, double value)
            {
                if (value != 0)
                    parts.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {value}"));
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
