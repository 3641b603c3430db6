using System.Globalization;
using Radiomics.Features.Maps;
using Radiomics.Imaging;
using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Pictures;

namespace Radiomics.Reporting.Figures;

/// <summary>A feature map in colour over a slice of its image, with the scale of its colours.</summary>
public static class MapFigure
{
    private const int Steps = 64;

    // From dark to light, so that it reads in grey as well.
    private static readonly string[] _colours = ["#440154", "#3b528b", "#21918c", "#5ec962", "#fde725"];

    /// <summary>
    /// Draws the slice that holds most of the region's voxels, cut to the region and some of its surroundings. Colours go from the
    /// map's least value in the region to its greatest, with round numbers beside them; voxels where the feature is undefined stay grey.
    /// </summary>
    /// <param name="image">The image that the map was made of. The map may be on another grid (resampled): it is found by physical
    /// coordinates.</param>
    /// <param name="mask">The region, on the image's grid.</param>
    /// <param name="map">The map.</param>
    /// <param name="style">Width; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The region is empty.</exception>
    public static Figure Draw(Volume image, Mask mask, FeatureMap map, FigureStyle? style = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(map);
        return Draw(image, mask, map.Name, map.Values, Values(map), style);
    }

    /// <summary>The same of a map that was written to a file and read back. Voxels whose centre lies in the region count.</summary>
    /// <param name="image">The image that the map was made of.</param>
    /// <param name="mask">The region, on the image's grid.</param>
    /// <param name="map">The map, on any grid.</param>
    /// <param name="name">What the figure is called, such as the feature.</param>
    /// <param name="style">Width; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The region is empty, or no voxel of the map lies in it.</exception>
    public static Figure Draw(Volume image, Mask mask, Volume map, string name, FigureStyle? style = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(name);
        var (grid, size, block) = (map.Geometry, map.Size, map.Read(map.Geometry.Region));
        double? At(Vector3D point)
        {
            var at = grid.ToIndex(point);
            int x = (int)Math.Round(at.X), y = (int)Math.Round(at.Y), z = (int)Math.Round(at.Z);
            return x >= 0 && y >= 0 && z >= 0 && x < size.X && y < size.Y && z < size.Z && Inside(mask, grid.ToPhysical(new(x, y, z)))
                ? block[x, y, z]
                : null;
        }
        var values = new List<double>();
        for (var z = 0; z < size.Z; z++)
        {
            for (var y = 0; y < size.Y; y++)
            {
                for (var x = 0; x < size.X; x++)
                {
                    if (Inside(mask, grid.ToPhysical(new(x, y, z))))
                        values.Add(block[x, y, z]);
                }
            }
        }
        return values.Count == 0
            ? throw new ArgumentException("No voxel of the map lies in the region: it is of another image or region.", nameof(map))
            : Draw(image, mask, name, values.ToArray(), At, style);
    }

    private static bool Inside(Mask mask, Vector3D point)
    {
        var at = mask.Geometry.ToIndex(point);
        int x = (int)Math.Round(at.X), y = (int)Math.Round(at.Y), z = (int)Math.Round(at.Z);
        return mask.BoundingBox.Contains(x, y, z) && mask[x, y, z];
    }

    private static Figure Draw(
        Volume image,
        Mask mask,
        string name,
        ReadOnlySpan<double> inside,
        Func<Vector3D, double?> values,
        FigureStyle? style
    )
    {
        if (mask.VoxelCount == 0)
            throw new ArgumentException("The region is empty.", nameof(mask));
        var view = SlicePicture.View(image, mask);
        var slice = view.Start.Z;
        var (least, greatest, undefined) = Range(inside);
        var picture = SlicePicture
            .OfRegion(image, mask, outline: false)
            .Painted(
                view,
                (x, y) =>
                    values(image.Geometry.ToPhysical(new Vector3D(x, y, slice))) is { } v && double.IsFinite(v)
                        ? Rgb(greatest > least ? (v - least) / (greatest - least) : 0.5)
                        : null
            );
        return Draw(picture, name, slice, image.Size.Z, least, greatest, undefined, (style ?? FigureStyle.Default).Checked());
    }

    private static Figure Draw(
        SlicePicture picture,
        string name,
        int slice,
        int slices,
        double least,
        double greatest,
        bool undefined,
        FigureStyle style
    )
    {
        var side = Math.Min(300, style.Width - 126);
        var scale = side / Math.Max(picture.Width, picture.Height);
        var (w, h) = (picture.Width * scale, picture.Height * scale);
        var width = Math.Max(side, 32 + w + 94);
        var titles = TextLines.Wrap(name, width - 32, 13, bold: true);
        var note = FormattableString.Invariant($"Slice {slice + 1} of {slices}.")
            + (least < greatest ? $" The region's values: {Number(least)} to {Number(greatest)}." : "")
            + (undefined ? " Grey inside: undefined." : "");
        var notes = TextLines.Wrap(note, width - 32, 11);
        var (left, length) = (32 + w, Math.Max(60, h));
        var top = 24 + (17 * titles.Count);
        var canvas = new Canvas(width, top + length + 14 + (14 * notes.Count));
        for (var k = 0; k < titles.Count; k++)
            canvas.Text(16, 24 + (17 * k), titles[k], size: 13, bold: true);
        canvas.Picture(16, top, w, h, picture);
        for (var k = 0; k < Steps && least <= greatest; k++)
            canvas.Rectangle(left, top + (length * (Steps - 1 - k) / Steps), 16, (length / Steps) + 0.5, Colour((k + 0.5) / Steps));
        if (least <= greatest)
        {
            foreach (var (share, label) in Ticks(least, greatest))
            {
                var y = top + (length * (1 - share));
                canvas.Line(left + 16, y, left + 20, y);
                canvas.Text(left + 23, y + 4, label, size: 11);
            }
        }
        else
        {
            canvas.Text(left, top + 4, "undefined", size: 11);
        }
        for (var k = 0; k < notes.Count; k++)
            canvas.Text(16, top + length + 18 + (14 * k), notes[k], size: 11, colour: Palette.Grey);
        return canvas.ToFigure(
            name,
            FormattableString.Invariant(
                $"The map of {name} over slice {slice + 1} of {slices}, from {Number(least)} to {Number(greatest)}."
            ),
            style
        );
    }

    // Round numbers within the scale; a scale too narrow for two of them has its ends, and one of a single value that value.
    private static IEnumerable<(double Share, string Label)> Ticks(double least, double greatest)
    {
        if (least == greatest)
            return [(0.5, Number(least))];
        var axis = Axis.Within(least, greatest, "");
        if (axis.Ticks.Count < 2)
            return [(0, Number(least)), (1, Number(greatest))];
        var isPlain = axis.Labels.All(l => l.Length <= 9) && axis.Labels.Distinct().Count() == axis.Ticks.Count;
        return axis.Ticks.Select((t, k) => (axis.Share(t), isPlain ? axis.Labels[k] : Number(t)));
    }

    private static (double Least, double Greatest, bool Undefined) Range(ReadOnlySpan<double> values)
    {
        var (least, greatest, undefined) = (double.PositiveInfinity, double.NegativeInfinity, false);
        foreach (var v in values)
        {
            if (double.IsFinite(v))
                (least, greatest) = (Math.Min(least, v), Math.Max(greatest, v));
            else
                undefined = true;
        }
        return (least, greatest, undefined);
    }

    /// <summary>The map's value at the voxel that a point lies in; nothing outside its region.</summary>
    private static Func<Vector3D, double?> Values(FeatureMap map)
    {
        var (mask, box) = (map.Mask, map.Mask.BoundingBox);
        var grid = mask.Geometry;
        var volume = map.ToVolume();
        var block = volume.Read(volume.Geometry.Region);
        return point =>
        {
            var at = grid.ToIndex(point);
            int x = (int)Math.Round(at.X), y = (int)Math.Round(at.Y), z = (int)Math.Round(at.Z);
            return box.Contains(x, y, z) && mask[x, y, z] ? block[x - map.Box.Start.X, y - map.Box.Start.Y, z - map.Box.Start.Z] : null;
        };
    }

    private static string Colour(double share)
    {
        var place = Math.Clamp(share, 0, 1) * (_colours.Length - 1);
        var k = Math.Min((int)place, _colours.Length - 2);
        return Palette.Mix(_colours[k], _colours[k + 1], place - k);
    }

    private static (byte, byte, byte) Rgb(double share)
    {
        var colour = Colour(share);
        return ((byte)Palette.Channel(colour, 0), (byte)Palette.Channel(colour, 1), (byte)Palette.Channel(colour, 2));
    }

    private static string Number(double value) =>
        value.ToString("0.####", CultureInfo.InvariantCulture) is { Length: <= 9 } text && (value == 0 || Math.Abs(value) >= 0.001)
            ? text
            : value.ToString("0.###e0", CultureInfo.InvariantCulture).Replace('-', '−');
}
