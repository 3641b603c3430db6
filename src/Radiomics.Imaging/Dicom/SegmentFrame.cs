using System.Globalization;
using Radiomics.Imaging.Dicom.Codecs;

namespace Radiomics.Imaging.Dicom;

/// <summary>A frame of a segmentation object: whose it is, and where in the patient its first pixel and the next ones lie.</summary>
internal sealed record SegmentFrame(int Number, int Segment, Vector3D Position, Vector3D Across, Vector3D Down)
{
    private const double MostOff = 0.1;

    /// <summary>Where the frame's pixels lie among the voxels of a grid.</summary>
    /// <exception cref="GeometryMismatchException">They are not voxels of it.</exception>
    public SegmentPlace Place(ImageGeometry geometry, PixelFormat format, string source)
    {
        var (lastColumn, lastRow) = (format.Columns - 1, format.Rows - 1);
        var start = geometry.ToIndex(Position);
        var across = geometry.ToIndex(Position + Across) - start;
        var down = geometry.ToIndex(Position + Down) - start;
        var (s, a, d) = (Round(start), Round(across), Round(down));
        // Pixels of two voxels would leave every other one out.
        if (Steps(a) != 1 || Steps(d) != 1)
        {
            throw new GeometryMismatchException(
                string.Create(CultureInfo.InvariantCulture, $"{source}: the pixels of frame {Number + 1} are {Across.Length:G4} x ")
                    + string.Create(CultureInfo.InvariantCulture, $"{Down.Length:G4} mm; those of the image are not. ")
                    + "Use the image that the segmentation was made from, or resample the segmentation onto this one."
            );
        }
        var error = 0.0;
        foreach (var (c, r) in new[] { (0, 0), (lastColumn, 0), (0, lastRow) })
        {
            var off =
                start
                + across * c
                + down * r
                - new Vector3D(
                    s.X + (double)c * a.X + (double)r * d.X,
                    s.Y + (double)c * a.Y + (double)r * d.Y,
                    s.Z + (double)c * a.Z + (double)r * d.Z
                );
            error = Math.Max(error, Math.Max(Math.Abs(off.X), Math.Max(Math.Abs(off.Y), Math.Abs(off.Z))));
        }
        if (!(error <= MostOff))
        {
            throw new GeometryMismatchException(
                Invariant($"{source}: the pixels of frame {Number + 1} lie up to ")
                    + $"{Math.Round(error, 2).ToString(CultureInfo.InvariantCulture)} voxels off the image's. Use the image that the "
                        + $"segmentation was made from, or resample the segmentation onto this one."
            );
        }
        var ends = new[]
        {
            s,
            new(s.X + lastColumn * a.X, s.Y + lastColumn * a.Y, s.Z + lastColumn * a.Z),
            new(s.X + lastRow * d.X, s.Y + lastRow * d.Y, s.Z + lastRow * d.Z),
        };
        var far = new VoxelIndex(ends[1].X + ends[2].X - s.X, ends[1].Y + ends[2].Y - s.Y, ends[1].Z + ends[2].Z - s.Z);
        var box = Region.FromBounds(
            new VoxelIndex(Math.Min(s.X, far.X), Math.Min(s.Y, far.Y), Math.Min(s.Z, far.Z)),
            new VoxelIndex(Math.Max(s.X, far.X) + 1, Math.Max(s.Y, far.Y) + 1, Math.Max(s.Z, far.Z) + 1)).Intersect(geometry.Region);
        return new SegmentPlace(Number, s, a, d, box);
    }

    /// <summary>Refuses frames that stand for slices of several of the image's: every other slice would be empty.</summary>
    /// <param name="places">Where the frames of the segment lie.</param>
    /// <param name="geometry">The image's grid.</param>
    /// <param name="planes">The distance of the segmentation's planes that it tells, in mm.</param>
    /// <param name="source">The file, for the message.</param>
    /// <exception cref="GeometryMismatchException">The planes lie further apart than the slices, and no two frames on neighbouring ones.
    /// </exception>
    public static void CheckPlanes(List<SegmentPlace> places, ImageGeometry geometry, double? planes, string source)
    {
        if (planes is not { } apart || places.Count == 0)
            return;
        // The axis of the image that the frames lie across.
        var (a, d) = (places[0].Across, places[0].Down);
        var (slices, at) = a.X == 0 && d.X == 0 ? (geometry.Spacing.X, places.Select(p => p.Start.X))
            : a.Y == 0 && d.Y == 0 ? (geometry.Spacing.Y, places.Select(p => p.Start.Y))
            : (geometry.Spacing.Z, places.Select(p => p.Start.Z));
        var sorted = at.Distinct().Order().ToList();
        if (apart < 1.5 * slices || sorted.Zip(sorted.Skip(1)).Any(p => p.Second - p.First == 1))
            return;
        throw new GeometryMismatchException(
            string.Create(CultureInfo.InvariantCulture, $"{source}: its planes are {apart:G4} mm apart and the image's slices ")
                + string.Create(CultureInfo.InvariantCulture, $"{slices:G4} mm, so that slices between them would be left empty. ")
                + "Use the image that the segmentation was made from, or resample the segmentation onto this one."
        );
    }

    private static int Steps(VoxelIndex step) => Math.Abs(step.X) + Math.Abs(step.Y) + Math.Abs(step.Z);

    private static VoxelIndex Round(Vector3D v) => new(Whole(v.X), Whole(v.Y), Whole(v.Z));

    private static int Whole(double value) => (int)Math.Clamp(Math.Round(value), -1e8, 1e8);
}

/// <summary>Where a frame's pixels lie among the voxels: its first one, and the steps for a column and a row more.</summary>
internal sealed record SegmentPlace(int Frame, VoxelIndex Start, VoxelIndex Across, VoxelIndex Down, Region Box);
