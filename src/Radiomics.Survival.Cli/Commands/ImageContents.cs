using System.Globalization;
using Radiomics.Imaging;
using Radiomics.Imaging.Formats;

namespace Radiomics.Cli.Commands;

/// <summary>What an image file holds beside its header: by these, a mask given for an image or an empty label is seen.</summary>
internal static class ImageContents
{
    /// <summary>The range of an image's intensities; <see langword="null"/> where it has several channels.</summary>
    public static IntensityRange? Values(ImageDescription image, string path)
    {
        if (image.Channels > 1)
            return null;
        var volume = ImageFile.ReadVolume(path);
        var (lowest, highest, odd) = (double.PositiveInfinity, double.NegativeInfinity, 0L);
        var slice = new GridSize(volume.Size.X, volume.Size.Y, 1);
        for (var z = 0; z < volume.Size.Z; z++)
        {
            foreach (var value in volume.Read(new Region(new VoxelIndex(0, 0, z), slice)).Values.Span)
            {
                if (!double.IsFinite(value))
                    odd++;
                else
                    (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
            }
        }
        return new IntensityRange(lowest, highest, odd);
    }

    /// <summary>The size of each of an image's segments, in their order.</summary>
    public static List<RegionSize> Regions(ImageDescription image, string path)
    {
        if (image.Segments.Count == 0)
            return [];
        var segmentation = ImageFile.ReadSegmentation(path);
        var spacing = image.Geometry.Spacing;
        return
        [
            .. image.Segments
                .Select(s => Mask.FromLabel(segmentation.Layers[s.Layer], s.Label, Compatibility.PyRadiomics).VoxelCount)
                .Select(count => new RegionSize(count, count * spacing.X * spacing.Y * spacing.Z / 1000)),
        ];
    }
}

/// <summary>The lowest and highest of an image's finite intensities, and how many are not finite.</summary>
internal readonly record struct IntensityRange(double Lowest, double Highest, long NotFinite)
{
    public override string ToString() =>
        (Lowest <= Highest ? string.Create(CultureInfo.InvariantCulture, $"{Lowest:G7} to {Highest:G7}") : "none is finite")
        + (NotFinite > 0 ? Invariant($", {NotFinite} not finite") : "");
}

/// <summary>The voxels of a region and their volume, in millilitres.</summary>
internal readonly record struct RegionSize(long Voxels, double Millilitres)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Voxels} voxels, {Millilitres:G4} ml");
}
