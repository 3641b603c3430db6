using System.Numerics;
using System.Numerics.Tensors;

namespace Radiomics.Imaging.Filters;

/// <summary>Reads the stretches of a periodic image that a transform starts from.</summary>
internal static class WaveletInput
{
    /// <summary>The values, x fastest. An odd axis has one more voxel than the image: a copy of the first.</summary>
    public static T[] Read<T>(Volume image, AxisExtent[] extents)
        where T : unmanaged, INumber<T>
    {
        var (columns, rows, planes) = (extents[0].Length, extents[1].Length, extents[2].Length);
        var values = LargeArray.Uninitialised<T>(checked((int)((long)columns * rows * planes)));
        var line = new double[columns];
        for (int z = 0, at = 0; z < planes; z++)
        {
            for (var y = 0; y < rows; y++, at += columns)
            {
                var row = values is double[] wide ? wide.AsSpan(at, columns) : line;
                ReadRow(image, extents[0], Place(extents[1], y, image.Size.Y), Place(extents[2], z, image.Size.Z), row);
                if (values is not double[])
                    TensorPrimitives.ConvertTruncating<double, T>(line, values.AsSpan(at, columns));
            }
        }
        return values;
    }

    private static int Place(AxisExtent extent, int position, int size)
    {
        var index = AxisExtent.Wrap(extent.Start + position, extent.Period);
        return index == size ? 0 : index;
    }

    private static void ReadRow(Volume image, AxisExtent extent, int y, int z, Span<double> row)
    {
        for (var done = 0; done < row.Length;)
        {
            var x = Place(extent, done, image.Size.X);
            var run = Math.Min(row.Length - done, image.Size.X - x);
            // The voxel that pads an odd axis is one copy of the first, not the start of a run.
            if (x == 0 && extent.Period != image.Size.X && AxisExtent.Wrap(extent.Start + done, extent.Period) != 0)
                run = 1;
            image.CopyTo(new Region(new VoxelIndex(x, y, z), new GridSize(run, 1, 1)), row[done..]);
            done += run;
        }
    }
}
