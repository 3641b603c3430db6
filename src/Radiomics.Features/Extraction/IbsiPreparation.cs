using System.Globalization;
using System.Numerics.Tensors;
using Radiomics.Features.Discretisation;
using Radiomics.Features.FirstOrder;
using Radiomics.Features.Ibsi;
using Radiomics.Features.Texture;
using Radiomics.Imaging;
using Radiomics.Imaging.Resampling;

namespace Radiomics.Features.Extraction;

/// <summary>
/// IBSI's image processing up to the masks (reference manual, chapter 2): interpolation, rounding, the region's partial volumes,
/// re-segmentation.
/// </summary>
internal sealed class IbsiPreparation
{
    private readonly Volume _image;
    private readonly IbsiSettings _settings;
    private readonly CentredGrid _grid;
    private readonly CancellationToken _cancellation;

    /// <summary>Prepares a region.</summary>
    /// <exception cref="EmptyRoiException">Interpolation or re-segmentation leaves no voxel.</exception>
    public IbsiPreparation(Volume image, Mask mask, IbsiSettings settings, CancellationToken cancellationToken)
    {
        (_image, _settings, _cancellation, Original) = (image, settings, cancellationToken, mask);
        _grid = new CentredGrid(image.Geometry, settings.Spacing ?? default);
        Morphological = _grid.Resample(mask, settings.MaskInterpolator, settings.PartialVolumeThreshold, cancellationToken);
        if (Morphological.VoxelCount == 0)
        {
            throw new EmptyRoiException(
                string.Create(CultureInfo.InvariantCulture,
                    $"Interpolation to voxels of {Geometry.Spacing} mm leaves none of the region's {mask.VoxelCount} voxels at a partial "
                        + $"volume of {settings.PartialVolumeThreshold}. Choose a smaller spacing or threshold."
                )
            );
        }
        var spacing = Geometry.Spacing;
        Span<int> reach = stackalloc int[3];
        for (var axis = 0; axis < 3; axis++)
            reach[axis] = (int)(LocalPeaks.Radius / spacing[axis]);
        Box = Morphological.BoundingBox.Expand(reach[0], reach[1], reach[2]).Intersect(Geometry.Region);
        Block = Read(Box);
        Intensity = Resegment();
    }

    /// <summary>The region as it was given.</summary>
    public Mask Original { get; }

    /// <summary>The interpolated grid.</summary>
    public ImageGeometry Geometry => _grid.Geometry;

    /// <summary>The box over which intensities are needed.</summary>
    public Region Box { get; }

    /// <summary>The interpolated image over the box.</summary>
    public VoxelBlock Block { get; }

    /// <summary>The morphological mask.</summary>
    public Mask Morphological { get; }

    /// <summary>The intensity mask.</summary>
    public Mask Intensity { get; }

    /// <summary>The interpolated image as a whole, for filters.</summary>
    public Volume Volume() => _grid.IsOriginal && !Rounds ? _image : Imaging.Volume.Create(Geometry, Read(Geometry.Region).Values);

    /// <summary>The mean and the range of the interpolated image, a slice at a time.</summary>
    public (double Mean, double Minimum, double Maximum) Summary()
    {
        var (sum, least, greatest) = (0.0, double.PositiveInfinity, double.NegativeInfinity);
        for (var z = 0; z < Geometry.Size.Z; z++)
        {
            var values = Read(new Region(new VoxelIndex(0, 0, z), new GridSize(Geometry.Size.X, Geometry.Size.Y, 1))).Values.Span;
            sum += LaneSum.Over<LaneSum.Value>(values, default);
            (least, greatest) = (Math.Min(least, TensorPrimitives.Min(values)), Math.Max(greatest, TensorPrimitives.Max(values)));
        }
        return (sum / Geometry.Size.Count, least, greatest);
    }

    /// <summary>What families compute from, on the interpolated image or a response of a filter to it.</summary>
    /// <param name="block">The image or the response, over <see cref="Box"/>.</param>
    /// <param name="isResponse">
    /// Whether it is a response, whose values are not in the image's unit: the re-segmentation's bounds say nothing of them.
    /// </param>
    public IbsiRegion Region(VoxelBlock block, bool isResponse)
    {
        var intensities = RegionIntensities.Gather(Intensity, block);
        var (least, greatest) = (TensorPrimitives.Min<double>(intensities), TensorPrimitives.Max<double>(intensities));
        if (!double.IsFinite(least) || !double.IsFinite(greatest))
            throw new DiscretisationException(
                "The region holds an intensity that is not a number or not finite; leave such voxels out of the mask, or mend the image."
            );
        var range = isResponse ? null : _settings.ResegmentationRange;
        var lower = range is { } r && double.IsFinite(r.Lower) ? r.Lower : (double?)null;
        var upper = range is { } u && double.IsFinite(u.Upper) ? u.Upper : (double?)null;
        var levels = _settings.Bins.Levels(intensities, least, greatest, lower);
        var box = Intensity.BoundingBox;
        var places = new int[checked((int)box.Count)];
        var inside = Intensity.Inside.Span;
        for (int i = 0, at = 0; i < places.Length; i++)
        {
            if (inside[i] != 0)
                places[i] = levels[at++];
        }
        return new IbsiRegion(
            _settings, block, Morphological, Intensity, intensities,
            GrayLevelRoi.FromLevels(box.Size, places, Geometry.Spacing, _settings.Distance),
            IbsiIvh.Of(intensities, least, greatest, lower, upper, _settings.IvhBins),
            new TextureWorkspace());
    }

    private bool Rounds => _settings.RoundIntensities;

    private VoxelBlock Read(Region box)
    {
        var block = _grid.Read(_image, box, _settings.Interpolator, 1, _cancellation);
        if (!Rounds)
            return block;
        var values = block.Values.ToArray();
        TensorPrimitives.Round(values, values);
        return new VoxelBlock(box, values);
    }

    private Mask Resegment()
    {
        if (_settings.ResegmentationRange is null && _settings.OutlierSigma is null)
            return Morphological;
        var (low, high) = (double.NegativeInfinity, double.PositiveInfinity);
        if (_settings.ResegmentationRange is { } range)
            (low, high) = (range.Lower, range.Upper);
        if (_settings.OutlierSigma is { } sigma)
        {
            var all = RegionIntensities.Gather(Morphological, Block);
            var mean = LaneSum.Over<LaneSum.Value>(all, default) / all.Length;
            var deviation = Math.Sqrt(LaneSum.Over<LaneSum.Square>(all, new(-mean)) / all.Length);
            (low, high) = (Math.Max(low, mean - sigma * deviation), Math.Min(high, mean + sigma * deviation));
        }
        var kept = Morphological.Inside.ToArray();
        var box = Morphological.BoundingBox;
        for (int z = box.Start.Z, i = 0; z < box.End.Z; z++)
        {
            for (var y = box.Start.Y; y < box.End.Y; y++)
            {
                for (var x = box.Start.X; x < box.End.X; x++, i++)
                {
                    if (kept[i] != 0 && !(Block[x, y, z] >= low && Block[x, y, z] <= high))
                        kept[i] = 0;
                }
            }
        }
        var mask = Mask.Create(Geometry, box, kept);
        return mask.VoxelCount > 0
            ? mask
            : throw new EmptyRoiException(
                string.Create(CultureInfo.InvariantCulture,
                    $"Re-segmentation to intensities from {low} to {high} leaves none of the region's {Morphological.VoxelCount} voxels. "
                        + $"Widen the range or leave it out."
                )
            );
    }
}
