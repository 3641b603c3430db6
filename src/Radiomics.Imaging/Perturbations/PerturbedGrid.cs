using Radiomics.Imaging.Resampling;

namespace Radiomics.Imaging.Perturbations;

/// <summary>Rotation and translation: a grid turned and shifted against the image's, on which image and region are interpolated.</summary>
internal static class PerturbedGrid
{
    /// <summary>
    /// A grid of ceil(n s / s') voxels an axis about the image's centre, turned about it by an angle in the plane of the first two axes,
    /// and shifted along its
    /// axes by a share of its spacing.
    /// </summary>
    /// <param name="image">The image's grid.</param>
    /// <param name="spacing">The new spacing, in mm; 0 along an axis keeps the image's.</param>
    /// <param name="angle">The angle, in degrees, from the first axis to the second.</param>
    /// <param name="shift">The share of the new spacing.</param>
    public static ImageGeometry Lay(ImageGeometry image, Vector3D spacing, double angle, double shift)
    {
        Span<double> step = stackalloc double[3], middle = stackalloc double[3];
        Span<int> size = stackalloc int[3];
        for (var axis = 0; axis < 3; axis++)
        {
            step[axis] = spacing[axis] > 0 ? spacing[axis] : image.Spacing[axis];
            size[axis] = Math.Max(1, (int)Math.Ceiling(image.Size[axis] * image.Spacing[axis] / step[axis] - 1e-6));
            middle[axis] = (size[axis] - 1) / 2.0;
        }
        var (sin, cos) = Math.SinCos(angle * Math.PI / 180);
        var d = image.Direction;
        Vector3D Axis(double x, double y, double z) => d.Transform(new Vector3D(x, y, z));
        Vector3D u = Axis(cos, sin, 0), v = Axis(-sin, cos, 0), w = Axis(0, 0, 1);
        var centre = image.ToPhysical(new Vector3D((image.Size.X - 1) / 2.0, (image.Size.Y - 1) / 2.0, (image.Size.Z - 1) / 2.0));

        // The shift is along the image's axes and is turned with the grid about the shifted centre: the centre moves, then the grid turns
        // about it.
        centre += Axis(shift * step[0], 0, 0) + Axis(0, shift * step[1], 0) + Axis(0, 0, shift * step[2]);
        var origin = centre + u * (-middle[0] * step[0]) + v * (-middle[1] * step[1]) + w * (-middle[2] * step[2]);
        var direction = angle == 0 ? d : new Direction(u, v, w);
        return new ImageGeometry(new GridSize(size[0], size[1], size[2]), new Vector3D(step[0], step[1], step[2]), origin, direction);
    }

    /// <summary>Interpolates the region linearly: what is at least half inside belongs to it.</summary>
    public static Mask Resample(Mask mask, ImageGeometry grid, CancellationToken cancellationToken)
    {
        var box = mask.BoundingBox.Expand(2, 2, 2).Intersect(mask.Geometry.Region);
        var marks = new double[box.Count];
        for (int z = box.Start.Z, i = 0; z < box.End.Z; z++)
        {
            for (var y = box.Start.Y; y < box.End.Y; y++)
            {
                for (var x = box.Start.X; x < box.End.X; x++, i++)
                    marks[i] = mask[x, y, z] ? 1 : 0;
            }
        }
        var part = Around(grid, mask);
        if (part.IsEmpty)
            return Mask.Create(grid, default, []);
        var shares = Resampler.Resample(Volume.Create(mask.Geometry.Crop(box), marks), grid.Crop(part), Interpolator.Linear, 1,
            cancellationToken);
        var inside = shares.Read(shares.Geometry.Region).Values.Span;
        var bytes = new byte[inside.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = inside[i] >= 0.5 - 1e-6 ? (byte)1 : (byte)0;
        return Mask.Create(grid, part, bytes);
    }

    /// <summary>The box of a grid that holds a region, and a margin of voxels.</summary>
    public static Region Around(ImageGeometry grid, Mask mask, int margin = 1)
    {
        var box = mask.BoundingBox;
        double[] low = [double.MaxValue, double.MaxValue, double.MaxValue], high = [double.MinValue, double.MinValue, double.MinValue];
        for (var corner = 0; corner < 8; corner++)
        {
            var place = grid.ToIndex(mask.Geometry.ToPhysical(new Vector3D(
                (corner & 1) == 0 ? box.Start.X - 1 : box.End.X, (corner & 2) == 0 ? box.Start.Y - 1 : box.End.Y, (corner & 4) == 0
                    ? box.Start.Z - 1 : box.End.Z)));
            for (var axis = 0; axis < 3; axis++)
                (low[axis], high[axis]) = (Math.Min(low[axis], place[axis]), Math.Max(high[axis], place[axis]));
        }
        int From(int axis) => (int)Math.Clamp(Math.Floor(low[axis]) - margin, 0, grid.Size[axis]);
        int To(int axis) => Math.Max(From(axis), (int)Math.Clamp(Math.Ceiling(high[axis]) + margin + 1, 0, grid.Size[axis]));
        return Region.FromBounds(new VoxelIndex(From(0), From(1), From(2)), new VoxelIndex(To(0), To(1), To(2)));
    }
}
