using Radiomics.Imaging.Resampling;

namespace Radiomics.Imaging.Perturbations;

/// <summary>An image and a region to perturb. Safe for several threads.</summary>
public sealed class PerturbedCase
{
    private readonly Volume _image;
    private readonly Mask _mask;
    private readonly Lazy<double> _noise;

    /// <summary>Takes an image and a region.</summary>
    /// <param name="image">The image.</param>
    /// <param name="mask">The region, on the image's grid; not empty.</param>
    /// <param name="seed">What noise, voxels and contours are drawn by.</param>
    /// <exception cref="EmptyRoiException">The region is empty.</exception>
    /// <exception cref="ArgumentException">Image and region lie on grids of different size.</exception>
    public PerturbedCase(Volume image, Mask mask, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mask);
        if (image.Size != mask.Geometry.Size)
            throw new ArgumentException($"The mask lies on a grid of {mask.Geometry.Size}, the image on one of {image.Size}.",
                nameof(mask));
        if (mask.VoxelCount == 0)
            throw new EmptyRoiException("An empty region cannot be perturbed.");
        (_image, _mask, Seed) = (image, mask, seed);
        _noise = new Lazy<double>(() => ImageNoise.Estimate(_image));
    }

    /// <summary>What noise, voxels and contours are drawn by.</summary>
    public ulong Seed { get; }

    /// <summary>The standard deviation of the image's noise (<see cref="ImageNoise.Estimate"/>), found once.</summary>
    public double NoiseLevel => _noise.Value;

    /// <summary>
    /// Where the interpolated grid is cut off around the region, in mm; <see langword="null"/> for the whole image, which filters and
    /// normalisation may need.
    /// </summary>
    public double? Margin { get; init; }

    /// <summary>The new spacing, in mm; 0 along an axis keeps the image's, <see langword="null"/> keeps all.</summary>
    public Vector3D? Spacing { get; init; }

    /// <summary>How the image is interpolated where it is turned, shifted or given another spacing; the region always linearly.</summary>
    public Interpolator Interpolator { get; init; } = Interpolator.Linear;

    /// <summary>Makes one perturbation.</summary>
    /// <param name="perturbation">What to do.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>
    /// Image and region: as they were where nothing touches them, else of 64-bit floats. Interpolation happens once, with rotation,
    /// translation and spacing
    /// together; outside the image is 0.
    /// </returns>
    /// <exception cref="EmptyRoiException">Nothing is left of the region.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public (Volume Image, Mask Mask) Apply(Perturbation perturbation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(perturbation);
        var numbers = new SeededNumbers(Seed);
        ulong Draw(ulong purpose) => (ulong)(numbers.For(purpose).Uniform((ulong)perturbation.Repetition) * (1UL << 53));
        var (image, mask) = (_image, _mask);
        if (perturbation.AddsNoise)
            image = ImageNoise.Add(image, NoiseLevel, Draw(0), 1, cancellationToken);
        (image, mask) = Interpolate(image, mask, perturbation, cancellationToken);
        if (perturbation.Distance != 0)
            mask = perturbation.Distance > 0 ? MaskSize.Grow(mask, perturbation.Distance) : MaskSize.Shrink(mask, -perturbation.Distance);
        if (perturbation.VolumeChange != 0)
            mask = MaskSize.ChangeVolume(mask, perturbation.VolumeChange, Draw(1));
        if (perturbation.RandomisesContour && mask.VoxelCount > 0)
            mask = new ContourRandomisation(image, mask).Draw(Draw(2));
        return mask.VoxelCount > 0
            ? (image, mask)
            : throw new EmptyRoiException(Invariant(
                $"The perturbation '{perturbation}' leaves nothing of the region's {_mask.VoxelCount} voxels."
            ));
    }

    private (Volume Image, Mask Mask) Interpolate(Volume image, Mask mask, Perturbation perturbation, CancellationToken cancellationToken)
    {
        var own = image.Geometry;
        var wanted = Spacing ?? default;
        var keeps = Enumerable.Range(0, 3).All(a => wanted[a] == 0 || wanted[a] == own.Spacing[a]);
        if (keeps && perturbation.Rotation == 0 && perturbation.Translation == 0)
            return (image, mask);
        var grid = PerturbedGrid.Lay(own, wanted, perturbation.Rotation, perturbation.Translation);
        var region = PerturbedGrid.Resample(mask, grid, cancellationToken);
        if (Margin is { } margin)
        {
            int Reach(int axis) => (int)Math.Ceiling(margin / grid.Spacing[axis]);
            var part = region.BoundingBox.Expand(Reach(0), Reach(1), Reach(2)).Intersect(grid.Region);
            if (part.IsEmpty)
                return (image, region);
            var moved = new Region(
                new VoxelIndex(region.BoundingBox.Start.X - part.Start.X, region.BoundingBox.Start.Y - part.Start.Y,
                    region.BoundingBox.Start.Z - part.Start.Z),
                region.BoundingBox.Size);
            grid = grid.Crop(part);
            region = Mask.Create(grid, moved, region.Inside.Span);
        }
        var values = Volume.Create(own, image.Read(own.Region).Values);
        return (Resampler.Resample(values, grid, Interpolator, 1, cancellationToken), region);
    }
}
