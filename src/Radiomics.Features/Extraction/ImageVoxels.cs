using System.Globalization;
using Radiomics.Imaging;
using Radiomics.Imaging.Masks;
using Radiomics.Imaging.Resampling;

namespace Radiomics.Features.Extraction;

/// <summary>Whether an image's voxels are numbers that can be computed with, before features or maps are made of them.</summary>
internal static class ImageVoxels
{
    /// <summary>Voxels without a value: 0 outside the regions, as SimpleITK's NIfTI reader has them, refused inside.</summary>
    /// <param name="image">The image; replaced where such voxels become 0.</param>
    /// <param name="masks">The regions.</param>
    /// <param name="settings">The settings, which say how far a mask's grid may lie off.</param>
    /// <returns>What to tell the user; usually nothing.</returns>
    /// <exception cref="ImageFormatException">A region holds such a voxel, or a 64-bit number that a double cannot hold.</exception>
    public static string[] Checked(ref Volume image, IReadOnlyList<Mask> masks, ExtractionSettings settings)
    {
        var asked = new MaskSettings
        {
            GeometryTolerance = settings.GeometryTolerance,
            CorrectMask = settings.CorrectMask || settings.ResampledPixelSpacing is not null,
        };
        if (image.PixelType is PixelType.Int64 or PixelType.UInt64)
        {
            foreach (var mask in masks.Where(m => m.VoxelCount > 0))
                ExactVoxels.Check(image, MaskChecks.Align(image.Geometry, mask, asked, out _));
        }
        if (image.FirstNotFinite() is not { } first)
            return [];
        foreach (var mask in masks.Where(m => m.VoxelCount > 0))
        {
            if (image.FirstNotFinite(MaskChecks.Align(image.Geometry, mask, asked, out _)) is { } place)
            {
                throw new ImageFormatException(
                    "image",
                    string.Create(CultureInfo.InvariantCulture,
                        $"voxel ({place.X}, {place.Y}, {place.Z}), counted from 0, lies in the region and holds "
                            + $"{image[place.X, place.Y, place.Z]}, "
                    ) + "which is not a finite number. Leave such voxels out of the region, or mend the image."
                );
            }
        }
        image = image.WithZeroForNotFinite();
        return
        [
            Invariant(
                $"The image holds voxels outside the region that are not finite numbers (the first is ({first.X}, {first.Y}, {first.Z}), "
            )
                + $"counted from 0); they count as 0.",
        ];
    }

    /// <summary>The image as the settings want it: normalised, or as it is.</summary>
    /// <exception cref="ImageFormatException">It is to be normalised and all its voxels are equal.</exception>
    public static Volume Normalised(
        Volume image, ExtractionSettings settings, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        if (!settings.Normalize)
            return image;
        if (IsUniform(image))
            throw new ImageFormatException(
                "image",
                Invariant($"all its voxels are {image[0, 0, 0]}, so that it has no standard deviation to be normalised by. ")
                    + "Use another image, or leave normalize out.");
        return Normaliser.Normalise(image, settings.NormalizeScale, settings.RemoveOutliers, maxDegreeOfParallelism, cancellationToken);
    }

    private static bool IsUniform(Volume image)
    {
        var (size, first) = (image.Size, image[0, 0, 0]);
        var row = new double[size.X];
        for (var z = 0; z < size.Z; z++)
        {
            for (var y = 0; y < size.Y; y++)
            {
                image.CopyTo(new Region(new VoxelIndex(0, y, z), new GridSize(size.X, 1, 1)), row);
                if (row.AsSpan().ContainsAnyExcept(first))
                    return false;
            }
        }
        return true;
    }
}
