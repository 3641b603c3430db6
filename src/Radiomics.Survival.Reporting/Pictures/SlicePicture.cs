using Radiomics.Imaging;

namespace Radiomics.Reporting.Pictures;

/// <summary>One slice (constant z index) of an image as grey levels of a window, with the outline of a region in colour.</summary>
public sealed class SlicePicture
{
    private readonly byte[] _rgb;

    private SlicePicture(int width, int height, byte[] rgb) => (Width, Height, _rgb) = (width, height, rgb);

    /// <summary>The width in pixels.</summary>
    public int Width { get; }

    /// <summary>The height in pixels.</summary>
    public int Height { get; }

    /// <summary>The pixels, row by row from the top: red, green, blue, a byte each.</summary>
    public ReadOnlyMemory<byte> Rgb => _rgb;

    /// <summary>Draws a slice.</summary>
    /// <param name="image">The image.</param>
    /// <param name="mask">The region to outline, on the image's grid; or <see langword="null"/>.</param>
    /// <param name="slice">The z index; <see langword="null"/> for the slice in which the region is largest (the middle one without a
    /// region).</param>
    /// <param name="windowCentre">The value drawn as middle grey (HU in a CT).</param>
    /// <param name="windowWidth">The distance of the values drawn as black and white; positive.</param>
    /// <param name="view">The part to draw, by its x and y; <see langword="null"/> for the whole slice.</param>
    /// <param name="scale">Pixels per mm; <see langword="null"/> so that the longer side has about 700.</param>
    /// <exception cref="ArgumentOutOfRangeException">A slice or view outside the grid, or a window width or scale that is not
    /// positive.</exception>
    public static SlicePicture Draw(
        Volume image,
        Mask? mask = null,
        int? slice = null,
        double windowCentre = 40,
        double windowWidth = 400,
        Region? view = null,
        double? scale = null
    )
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(windowWidth);
        if (scale is <= 0)
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "A scale is positive.");
        var z = slice ?? (mask is null ? image.Size.Z / 2 : LargestSlice(mask));
        if ((uint)z >= (uint)image.Size.Z)
            throw new ArgumentOutOfRangeException(nameof(slice), z, Invariant($"The image has {image.Size.Z} slices, counted from 0."));
        var whole = new Region(new VoxelIndex(0, 0, z), new GridSize(image.Size.X, image.Size.Y, 1));
        var part = view is { } asked
            ? new Region(new VoxelIndex(asked.Start.X, asked.Start.Y, z), new GridSize(asked.Size.X, asked.Size.Y, 1))
            : whole;
        if (part.IsEmpty || !whole.Contains(part))
            throw new ArgumentOutOfRangeException(
                nameof(view),
                view,
                Invariant($"The view must lie in the slice of {image.Size.X} x {image.Size.Y} voxels.")
            );

        var spacing = image.Geometry.Spacing;
        var pixelsPerMm = scale ?? 700 / Math.Max(part.Size.X * spacing.X, part.Size.Y * spacing.Y);
        var width = Math.Max(1, (int)Math.Round(part.Size.X * spacing.X * pixelsPerMm));
        var height = Math.Max(1, (int)Math.Round(part.Size.Y * spacing.Y * pixelsPerMm));
        var values = new double[part.Count];
        image.CopyTo(part, values);
        var rgb = new byte[3 * width * height];
        for (var py = 0; py < height; py++)
        {
            var y = (py + 0.5) * part.Size.Y / height - 0.5;
            for (var px = 0; px < width; px++)
            {
                var x = (px + 0.5) * part.Size.X / width - 0.5;
                var grey = (Sample(values, part.Size, x, y) - windowCentre) / windowWidth + 0.5;
                rgb.AsSpan(3 * (py * width + px), 3).Fill((byte)Math.Clamp(Math.Round(grey * 255), 0, 255));
            }
        }
        var picture = new SlicePicture(width, height, rgb);
        if (mask is not null)
            picture.Outline(mask, part, z);
        return picture;
    }

    /// <summary>
    /// Draws the slice in which a region is largest, cut to the region and a third of its larger side around it, black to white from the
    /// 1st to the
    /// 99th percentile of what is seen, whatever the modality.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="mask">The region, on the image's grid.</param>
    /// <param name="outline">Whether the region is outlined.</param>
    /// <exception cref="ArgumentException">The region is empty.</exception>
    public static SlicePicture OfRegion(Volume image, Mask mask, bool outline = true)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.VoxelCount == 0)
            throw new ArgumentException("The region is empty.", nameof(mask));
        var view = View(image, mask);
        var (centre, width) = Window(image, view);
        return Draw(image, outline ? mask : null, view.Start.Z, centre, width, view);
    }

    /// <summary>The part of the largest slice that <see cref="OfRegion"/> shows.</summary>
    internal static Region View(Volume image, Mask mask)
    {
        var (box, spacing) = (mask.BoundingBox, image.Geometry.Spacing);
        var margin = Math.Max(box.Size.X * spacing.X, box.Size.Y * spacing.Y) / 3;
        var around = box.Expand((int)Math.Ceiling(margin / spacing.X), (int)Math.Ceiling(margin / spacing.Y), 0)
            .Intersect(image.Geometry.Region);
        return new Region(
            new VoxelIndex(around.Start.X, around.Start.Y, LargestSlice(mask)),
            new GridSize(around.Size.X, around.Size.Y, 1)
        );
    }

    private static (double Centre, double Width) Window(Volume image, Region view)
    {
        double[] values = [.. image.Read(view).Values.ToArray().Where(double.IsFinite).Order()];
        if (values.Length == 0)
            return (0, 1);
        var (low, high) = (values[(int)(0.01 * (values.Length - 1))], values[(int)(0.99 * (values.Length - 1))]);
        return ((low + high) / 2, high > low ? high - low : 1);
    }

    /// <summary>The picture with pixels in colour: a function of the place in the slice, in voxels of the image, gives red, green and
    /// blue, or nothing for the grey below.</summary>
    internal SlicePicture Painted(Region view, Func<double, double, (byte Red, byte Green, byte Blue)?> colour)
    {
        var rgb = _rgb.ToArray();
        for (var py = 0; py < Height; py++)
        {
            var y = view.Start.Y + ((py + 0.5) * view.Size.Y / Height) - 0.5;
            for (var px = 0; px < Width; px++)
            {
                var x = view.Start.X + ((px + 0.5) * view.Size.X / Width) - 0.5;
                if (colour(x, y) is { } c)
                    (rgb[3 * ((py * Width) + px)], rgb[(3 * ((py * Width) + px)) + 1], rgb[(3 * ((py * Width) + px)) + 2]) = c;
            }
        }
        return new SlicePicture(Width, Height, rgb);
    }

    /// <summary>The z index of the slice that holds most of a region's voxels (the first of several); 0 for an empty region.</summary>
    /// <param name="mask">The region.</param>
    public static int LargestSlice(Mask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var (best, most) = (mask.BoundingBox.Start.Z, -1);
        var plane = mask.BoundingBox.Size.X * mask.BoundingBox.Size.Y;
        for (var z = 0; z < mask.BoundingBox.Size.Z; z++)
        {
            var count = mask.Inside.Span.Slice(z * plane, plane).Count((byte)1);
            if (count > most)
                (best, most) = (mask.BoundingBox.Start.Z + z, count);
        }
        return best;
    }

    /// <summary>Writes the picture as PNG.</summary>
    /// <param name="stream">Where it goes.</param>
    public void WritePng(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        PngEncoder.Write(stream, Width, Height, _rgb);
    }

    /// <summary>The picture as a <c>data:</c> address, for a page that holds everything itself.</summary>
    public string ToDataUri()
    {
        using var stream = new MemoryStream();
        WritePng(stream);
        return "data:image/png;base64," + Convert.ToBase64String(stream.GetBuffer(), 0, (int)stream.Length);
    }

    // Bilinear, clamped at the border.
    private static double Sample(double[] values, GridSize size, double x, double y)
    {
        x = Math.Clamp(x, 0, size.X - 1);
        y = Math.Clamp(y, 0, size.Y - 1);
        var (x0, y0) = ((int)x, (int)y);
        var (x1, y1) = (Math.Min(x0 + 1, size.X - 1), Math.Min(y0 + 1, size.Y - 1));
        var (fx, fy) = (x - x0, y - y0);
        return (1 - fy) * ((1 - fx) * values[y0 * size.X + x0] + fx * values[y0 * size.X + x1])
            + fy * ((1 - fx) * values[y1 * size.X + x0] + fx * values[y1 * size.X + x1]);
    }

    // The edges between voxels inside and outside, two pixels wide.
    private void Outline(Mask mask, Region part, int z)
    {
        for (var y = part.Start.Y; y < part.End.Y; y++)
        {
            for (var x = part.Start.X; x < part.End.X; x++)
            {
                if (!mask[x, y, z])
                    continue;
                var (left, right) = (PixelX(x - part.Start.X), PixelX(x + 1 - part.Start.X));
                var (top, bottom) = (PixelY(y - part.Start.Y), PixelY(y + 1 - part.Start.Y));
                if (!mask[x - 1, y, z])
                    Fill(left, top, left, bottom);
                if (!mask[x + 1, y, z])
                    Fill(right, top, right, bottom);
                if (!mask[x, y - 1, z])
                    Fill(left, top, right, top);
                if (!mask[x, y + 1, z])
                    Fill(left, bottom, right, bottom);
            }
        }

        int PixelX(int x) => (int)Math.Round((double)x * Width / part.Size.X);
        int PixelY(int y) => (int)Math.Round((double)y * Height / part.Size.Y);
    }

    private void Fill(int x0, int y0, int x1, int y1)
    {
        for (var y = Math.Max(0, y0 - 1); y <= Math.Min(Height - 1, y1); y++)
        {
            for (var x = Math.Max(0, x0 - 1); x <= Math.Min(Width - 1, x1); x++)
                (_rgb[3 * (y * Width + x)], _rgb[3 * (y * Width + x) + 1], _rgb[3 * (y * Width + x) + 2]) = (230, 159, 0);
        }
    }
}
