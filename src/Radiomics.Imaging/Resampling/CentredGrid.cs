using System.Globalization;

namespace Radiomics.Imaging.Resampling;

/// <summary>
/// A grid of another spacing whose centre is that of an image's grid: how IBSI resamples (reference manual,
/// doi:10.1148/radiol.2020191145, section 2.4). It holds ceil(n s / s') voxels along an axis of n voxels of spacing s. Values stay real
/// numbers: nothing is
/// cut off or rounded.
/// </summary>
public sealed class CentredGrid
{
    // What a file's rounding of spacings may add: 60 slices of 3.0000001 mm are 90 of 2 mm, and half of a voxel's volume is half.
    private const double Rounding = 1e-6;

    private readonly ImageGeometry _image;
    private readonly double[][] _places;

    /// <summary>Lays the grid.</summary>
    /// <param name="image">The image's grid.</param>
    /// <param name="spacing">The new spacing in mm; 0 along an axis keeps the image's, and then its voxels too.</param>
    /// <exception cref="ArgumentOutOfRangeException">A spacing is negative or not finite.</exception>
    public CentredGrid(ImageGeometry image, Vector3D spacing)
    {
        ArgumentNullException.ThrowIfNull(image);
        _image = image;
        _places = new double[3][];
        Span<double> wanted = stackalloc double[3];
        Span<int> size = stackalloc int[3];
        var voxels = 1.0;
        for (var axis = 0; axis < 3; axis++)
        {
            if (!(spacing[axis] >= 0) || double.IsInfinity(spacing[axis]))
                throw new ArgumentOutOfRangeException(
                    nameof(spacing),
                    spacing[axis],
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The spacing along {"xyz"[axis]} is {spacing[axis]} mm; it must be positive, or 0 to keep the image's."
                    )
                );
            var (n, own) = (image.Size[axis], image.Spacing[axis]);
            var keep = spacing[axis] == 0 || spacing[axis] == own;
            wanted[axis] = keep ? own : spacing[axis];
            var count = keep ? n : Math.Max(1, Math.Ceiling(n * own / wanted[axis] - Rounding));
            voxels *= count;
            ResamplingGrid.CheckCount(voxels, axis, wanted[axis]);
            size[axis] = (int)count;
            _places[axis] = new double[size[axis]];
            for (var k = 0; k < size[axis]; k++)
                _places[axis][k] = keep ? k : (k - (size[axis] - 1) / 2.0) * wanted[axis] / own + (n - 1) / 2.0;
        }
        Geometry = new ImageGeometry(
            new GridSize(size[0], size[1], size[2]),
            new Vector3D(wanted[0], wanted[1], wanted[2]),
            image.ToPhysical(new Vector3D(_places[0][0], _places[1][0], _places[2][0])),
            image.Direction);
    }

    /// <summary>The grid.</summary>
    public ImageGeometry Geometry { get; }

    /// <summary>Whether the grid is the image's own.</summary>
    public bool IsOriginal => Geometry.Size == _image.Size && Geometry.Spacing == _image.Spacing;

    /// <summary>Interpolates an image at the voxels of a box of the grid.</summary>
    /// <param name="image">The image, on the grid that this one was laid over.</param>
    /// <param name="box">The box of <see cref="Geometry"/>.</param>
    /// <param name="interpolator">
    /// How values between voxels are found. Along an axis whose spacing is kept the values are the voxels'.
    /// </param>
    /// <param name="maxDegreeOfParallelism">How many threads may work; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">
    /// The image lies on another grid, the box reaches past this one, or there is no such interpolator.
    /// </exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public VoxelBlock Read(
        Volume image, Region box, Interpolator interpolator, int maxDegreeOfParallelism = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Size != _image.Size)
            throw new ArgumentException($"The image has {image.Size} voxels; the grid was laid over one of {_image.Size}.", nameof(image));
        if (!Geometry.Region.Contains(box))
            throw new ArgumentException($"The box {box} reaches past the grid of {Geometry.Size}.", nameof(box));
        if (IsOriginal)
            return image.Read(box);
        return new VoxelBlock(box, Interpolate(image, default, box, interpolator, maxDegreeOfParallelism, cancellationToken));
    }

    /// <summary>Resamples a region: a voxel belongs to it where the interpolated share of it reaches a threshold.</summary>
    /// <param name="mask">The region, on the grid that this one was laid over.</param>
    /// <param name="interpolator">How the region, 1 inside and 0 outside, is interpolated.</param>
    /// <param name="threshold">The least share, usually 0.5; more than 0.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The region lies on another grid, or there is no such interpolator.</exception>
    public Mask Resample(
        Mask mask,
        Interpolator interpolator = Interpolator.Linear,
        double threshold = 0.5,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.Geometry.Size != _image.Size)
            throw new ArgumentException(
                $"The region lies on a grid of {mask.Geometry.Size}; the grid was laid over one of {_image.Size}.",
                nameof(mask)
            );
        if (!(threshold > 0))
            throw new ArgumentOutOfRangeException(
                nameof(threshold),
                threshold,
                "The share of a voxel from which it belongs to the region is more than 0."
            );
        if (IsOriginal || mask.VoxelCount == 0)
            return mask.VoxelCount == 0 ? Mask.Create(Geometry, default, []) : mask.WithGeometry(Geometry);

        // The part of the old grid that can count, and the voxels of the new one that lie within reach of the region.
        var kernel = new InterpolationKernel(interpolator);
        var reach = kernel.Prefilter ? 48 : kernel.Taps;
        var part = mask.BoundingBox.Expand(reach, reach, reach).Intersect(mask.Geometry.Region);
        var box = Region.FromBounds(
            new(First(0, mask.BoundingBox), First(1, mask.BoundingBox), First(2, mask.BoundingBox)),
            new(End(0, mask.BoundingBox), End(1, mask.BoundingBox), End(2, mask.BoundingBox)));
        if (box.IsEmpty)
            return Mask.Create(Geometry, default, []);
        var own = mask.BoundingBox;
        var bytes = new byte[checked((int)part.Count)];
        for (var z = own.Start.Z; z < own.End.Z; z++)
        {
            for (var y = own.Start.Y; y < own.End.Y; y++)
            {
                mask.Inside.Span.Slice(((z - own.Start.Z) * own.Size.Y + y - own.Start.Y) * own.Size.X, own.Size.X)
                    .CopyTo(bytes.AsSpan(((z - part.Start.Z) * part.Size.Y + y - part.Start.Y) * part.Size.X + own.Start.X - part.Start.X));
            }
        }
        var volume = Volume.Create(_image.Crop(part), bytes);
        var shares = Interpolate(volume, part.Start, box, interpolator, 1, cancellationToken);
        var inside = new byte[shares.Length];
        for (var i = 0; i < shares.Length; i++)
            inside[i] = shares[i] >= threshold - Rounding ? (byte)1 : (byte)0;
        return Mask.Create(Geometry, box, inside);
    }

    // Kernels reach a few voxels; those without a prefilter have no value further than half their taps from the region.
    private int First(int axis, Region region)
    {
        var places = _places[axis];
        var k = 0;
        while (k < places.Length && places[k] < region.Start[axis] - 2)
            k++;
        return k;
    }

    private int End(int axis, Region region)
    {
        var places = _places[axis];
        var k = places.Length;
        while (k > 0 && places[k - 1] > region.End[axis] + 1)
            k--;
        return k;
    }

    // The image starts at a voxel of the old grid.
    private double[] Interpolate(
        Volume image,
        VoxelIndex start,
        Region box,
        Interpolator interpolator,
        int maxDegreeOfParallelism,
        CancellationToken cancellationToken
    )
    {
        var kernel = new InterpolationKernel(interpolator);
        var taps = new AxisTaps[3];
        for (var axis = 0; axis < 3; axis++)
        {
            var places = _places[axis][box.Start[axis]..box.End[axis]];
            for (var k = 0; k < places.Length; k++)
                places[k] -= start[axis];
            taps[axis] = AxisTaps.Of(places, image.Size[axis], kernel);
        }
        var result = new double[checked((int)box.Count)];
        var (x, y, z) = (taps[0].Bounds, taps[1].Bounds, taps[2].Bounds);
        var read = Region.FromBounds(new VoxelIndex(x.Start, y.Start, z.Start), new VoxelIndex(x.End, y.End, z.End));
        if (read.IsEmpty)
            return result;
        var values = Resampler.Values(image, read, kernel, maxDegreeOfParallelism, cancellationToken);
        for (var axis = 0; axis < 3; axis++)
            taps[axis].Rebase(read.Start[axis]);
        var sampler = new Sampler(values, read.Size, kernel);
        Filters.FilterArguments.Run(box.Size.Z, plane =>
        {
            for (var row = 0; row < box.Size.Y; row++)
                sampler.Row(taps[0], taps[1], row, taps[2], plane, result.AsSpan((plane * box.Size.Y + row) * box.Size.X, box.Size.X));
        }, maxDegreeOfParallelism, cancellationToken);
        return result;
    }
}
