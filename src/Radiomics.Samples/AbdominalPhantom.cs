using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;

namespace Radiomics.Samples;

/// <summary>
/// A generated arterial-phase CT of an upper abdomen with a tumour in the liver, and the tumour's contours. Nobody is behind
/// it. The same seed gives the same voxels on every machine.
/// </summary>
public sealed class AbdominalPhantom
{
    /// <summary>The name of the tumour's structure in the RTSTRUCT.</summary>
    public const string StructureName = "GTV";

    private static readonly Vector3D TumourCentre = new(-82, -8, 0);

    private readonly double[] _lobes;
    private readonly Noise _noise;

    private AbdominalPhantom(int seed)
    {
        _noise = new Noise((ulong)seed * 0xD1342543DE82EF95UL + 1);
        _lobes = [.. Enumerable.Range(0, 6).Select(i => _noise.Uniform(i, -7, 11))];
        TumourRadius = 20 + 10 * _lobes[5];
    }

    /// <summary>The mean radius of the tumour, in mm; 20 to 30, by the seed.</summary>
    public double TumourRadius { get; }

    /// <summary>The CT, in HU; axial slices, the patient's right on the left.</summary>
    public Volume Image { get; private set; } = null!;

    /// <summary>The tumour's contours, one closed polygon a slice: LPS points in mm.</summary>
    public IReadOnlyList<IReadOnlyList<Vector3D>> TumourContours { get; private set; } = [];

    /// <summary>Generates a phantom.</summary>
    /// <param name="seed">Which one.</param>
    /// <param name="columns">Columns and rows of a slice of 450 mm; 64 to 1024.</param>
    /// <param name="slices">The number of slices, 2.5 mm apart; 32 to 200.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size outside those ranges.</exception>
    public static AbdominalPhantom Create(int seed = 1, int columns = 512, int slices = 40, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 64);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(slices, 32);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slices, 200);
        var phantom = new AbdominalPhantom(seed);
        var spacing = 450.0 / columns;
        var geometry = new ImageGeometry(
            new GridSize(columns, columns, slices),
            new Vector3D(spacing, spacing, 2.5),
            new Vector3D(-0.5 * spacing * (columns - 1), -0.5 * spacing * (columns - 1), -1.25 * (slices - 1)));
        var voxels = new short[geometry.Size.Count];
        Parallel.For(0, slices, new ParallelOptions { CancellationToken = cancellationToken }, z => phantom.Fill(voxels, geometry, z));
        phantom.Image = Volume.Create(geometry, voxels);
        phantom.TumourContours = [.. Enumerable.Range(0, slices)
            .Select(z => geometry.Origin.Z + 2.5 * z)
            .Where(phantom.HasContour)
            .Select(phantom.Contour)];
        return phantom;
    }

    /// <summary>The voxels whose centre lies in the tumour.</summary>
    public Mask TumourMask()
    {
        var geometry = Image.Geometry;
        var reach = 1.4 * TumourRadius;
        var low = geometry.ToIndex(TumourCentre - new Vector3D(reach, reach, TumourRadius));
        var high = geometry.ToIndex(TumourCentre + new Vector3D(reach, reach, TumourRadius));
        var box = Region.FromBounds(
            new VoxelIndex((int)low.X, (int)low.Y, Math.Max(0, (int)low.Z)),
            new VoxelIndex((int)high.X + 2, (int)high.Y + 2, (int)high.Z + 2)).Intersect(geometry.Region);
        var inside = new byte[box.Count];
        var at = 0;
        for (var z = box.Start.Z; z < box.End.Z; z++)
        {
            for (var y = box.Start.Y; y < box.End.Y; y++)
            {
                for (var x = box.Start.X; x < box.End.X; x++, at++)
                {
                    var place = geometry.ToPhysical(new Vector3D(x, y, z));
                    inside[at] = HasContour(place.Z) && InTumour(place.X, place.Y, place.Z, out _) ? (byte)1 : (byte)0;
                }
            }
        }
        return Mask.Create(geometry, box, inside);
    }

    /// <summary>Writes the CT as a DICOM series and the contours as an RTSTRUCT.</summary>
    /// <param name="seriesFolder">The folder of the series; made where it is not there.</param>
    /// <param name="structureFile">The file of the RTSTRUCT.</param>
    public void WriteDicom(string seriesFolder, string structureFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(seriesFolder);
        ArgumentException.ThrowIfNullOrEmpty(structureFile);
        Directory.CreateDirectory(seriesFolder);
        var identity = new DicomIdentity(
            FormattableString.Invariant($"abdominal phantom {TumourRadius:R}"),
            "generated phantom, not a patient"
        );
        DicomWriter.WriteCtSeries(Image, seriesFolder, identity);
        var tumour = new RtStructure(1, StructureName, identity.FrameOfReferenceUid, [.. TumourContours.Select(c => new Contour(c))], 0);
        DicomWriter.WriteStructureSet([tumour], structureFile, identity, Image.Geometry);
    }

    private void Fill(short[] voxels, ImageGeometry geometry, int slice)
    {
        var size = geometry.Size;
        var z = geometry.Origin.Z + geometry.Spacing.Z * slice;
        for (var j = 0; j < size.Y; j++)
        {
            var y = geometry.Origin.Y + geometry.Spacing.Y * j;
            var at = ((long)slice * size.Y + j) * size.X;
            for (var i = 0; i < size.X; i++)
            {
                var x = geometry.Origin.X + geometry.Spacing.X * i;
                var value = Tissue(x, y, z);
                if (value > -950)
                    value += 11 * _noise.Normal(i, j, slice);
                voxels[at + i] = (short)Math.Clamp(Math.Round(value), -1024, 2000);
            }
        }
    }

    // From the outside in; the first organ that holds the place names its value in HU.
    private double Tissue(double x, double y, double z)
    {
        if (Ellipse(x, y, 0, 0, 172, 118) > 1)
            return y is > 121 and < 127 && Math.Abs(x) < 200 ? -650 : -1000; // the table
        var wall = Ellipse(x, y, 0, 0, 155, 101);
        if (wall > 1)
            return -102 + 6 * _noise.Smooth(x / 9, y / 9, z / 9);

        var spine = Ellipse(x, y, 0, 62, 24, 20);
        if (spine < 1)
            return spine > 0.8 ? 420 : 190 + 40 * _noise.Smooth(x / 3, y / 3, z / 3);
        if (Ellipse(x, y, 0, 88, 9, 8) < 1)
            return 32;
        if (Ellipse(x, y, 0, 88, 17, 14) < 1 || (Math.Abs(x) < 5 && y is > 85 and < 112))
            return 380;
        if (wall > 0.84)
            return Rib(x, y, z) ? 430 : wall > 0.93 ? 52 + 8 * _noise.Smooth(x / 7, y / 7, z / 7) : -60;
        if (Ellipse(Math.Abs(x), y, 34, 82, 22, 17) < 1)
            return 58 + 6 * _noise.Smooth(x / 6, y / 6, z / 6); // the back's muscles

        if (InTumour(x, y, z, out var depth))
            return Tumour(x, y, z, depth);
        if (Ellipse(x, y, 13, 30, 11, 11) < 1)
            return 290; // aorta, arterial phase
        if (Ellipse(x, y, -20, 28, 13, 10) < 1)
            return 95; // vena cava
        var kidney = Ellipsoid(Math.Abs(x), y, z, 64, 52, -38, 24, 28, 52);
        if (kidney < 1)
            return kidney > 0.5 ? 190 : 110 + 25 * _noise.Smooth(x / 7, y / 7, z / 7);
        if (Ellipsoid(x, y, z, -62, -12, 8, 88, 76, 74) < 1 || Ellipsoid(x, y, z, 8, -48, 16, 52, 34, 40) < 1)
            return Liver(x, y, z);
        if (Ellipsoid(x, y, z, 104, 34, 10, 34, 46, 46) < 1)
            return 128 + 22 * _noise.Smooth(x / 5, y / 5, z / 5); // spleen
        if (Ellipsoid(x, y, z, 62, -36, 4, 46, 36, 44) < 1)
            return y < -50 ? -880 : 28 + 14 * _noise.Smooth(x / 6, y / 6, z / 6); // stomach, air in front
        return -96 + 14 * _noise.Smooth(x / 11, y / 11, z / 11);
    }

    private double Liver(double x, double y, double z)
    {
        // A vessel is where a smooth field passes through zero.
        var vessel = Math.Abs(_noise.Smooth(x / 34 + 40, y / 34, z / 30)) + Math.Abs(_noise.Smooth(x / 34, y / 34 + 70, z / 30));
        return vessel < 0.09 ? 118 : 78 + 6 * _noise.Smooth(x / 8, y / 8, z / 8);
    }

    private double Tumour(double x, double y, double z, double depth)
    {
        var texture = 0.6 * _noise.Smooth(x / 7, y / 7, z / 7 + 5) + 0.4 * _noise.Smooth(x / 3, y / 3 + 9, z / 3);
        var core = depth < 0.45 + 0.15 * texture;
        return core ? 42 + 16 * texture : 112 + 46 * texture;
    }

    private bool Rib(double x, double y, double z)
    {
        var angle = Math.Atan2(y / 101, x / 155);
        return Math.Sin(14 * angle + z / 9) > 0.62 && y > -70;
    }

    private bool InTumour(double x, double y, double z, out double depth)
    {
        var (dx, dy) = (x - TumourCentre.X, y - TumourCentre.Y);
        depth = Math.Sqrt(dx * dx + dy * dy) / Math.Max(1e-9, RadiusAt(z) * Lobes(Math.Atan2(dy, dx), z));
        return depth < 1;
    }

    private bool HasContour(double z) => RadiusAt(z) > 3;

    private double RadiusAt(double z)
    {
        var t = (z - TumourCentre.Z) / TumourRadius;
        return t * t >= 1 ? 0 : TumourRadius * Math.Sqrt(1 - t * t);
    }

    private double Lobes(double angle, double z) => 1
        + 0.12 * _lobes[0] * Math.Cos(2 * angle + 6 * _lobes[1])
        + 0.10 * _lobes[2] * Math.Cos(3 * angle + 6 * _lobes[3] + z / 25)
        + 0.06 * _lobes[4] * Math.Cos(5 * angle + z / 12);

    private IReadOnlyList<Vector3D> Contour(double z)
    {
        const int Points = 120;
        var contour = new Vector3D[Points];
        for (var i = 0; i < Points; i++)
        {
            var angle = 2 * Math.PI * i / Points;
            var radius = RadiusAt(z) * Lobes(angle, z);
            contour[i] = new Vector3D(TumourCentre.X + radius * Math.Cos(angle), TumourCentre.Y + radius * Math.Sin(angle), z);
        }
        return contour;
    }

    private static double Ellipse(double x, double y, double cx, double cy, double a, double b)
    {
        var (u, v) = ((x - cx) / a, (y - cy) / b);
        return u * u + v * v;
    }

    private static double Ellipsoid(double x, double y, double z, double cx, double cy, double cz, double a, double b, double c)
    {
        var w = (z - cz) / c;
        return Ellipse(x, y, cx, cy, a, b) + w * w;
    }
}
