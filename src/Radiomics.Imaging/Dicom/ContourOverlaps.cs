namespace Radiomics.Imaging.Dicom;

/// <summary>Contours of one plane that the standard gives no meaning: stored twice, or partly over each other.</summary>
internal static class ContourOverlaps
{
    /// <summary>Drops all but one of contours that are stored several times, which exclusive or would cancel; gives how many were
    /// dropped.</summary>
    public static int DropCopies(List<PlanePolygon> plane)
    {
        var dropped = 0;
        for (var i = 0; i < plane.Count; i++)
        {
            if (!plane[i].IsXor)
                dropped += plane.RemoveAll(p => plane.IndexOf(p) > i && !p.IsXor && p.IsCopyOf(plane[i]));
        }
        return dropped;
    }

    /// <summary>Whether two contours share some voxels but neither holds the other.</summary>
    public static bool Any(List<PlanePolygon> plane, GridSize size)
    {
        var rasters = new (Region Box, byte[] Inside)?[plane.Count];
        for (var i = 0; i < plane.Count; i++)
        {
            for (var j = i + 1; j < plane.Count; j++)
            {
                if (plane[i].IsXor || plane[j].IsXor || !plane[i].BoxTouches(plane[j]))
                    continue;
                var (a, b) = (rasters[i] ??= Alone(plane[i], size), rasters[j] ??= Alone(plane[j], size));
                var common = a.Box.Intersect(b.Box);
                long both = 0;
                for (var y = common.Start.Y; y < common.End.Y; y++)
                {
                    for (var x = common.Start.X; x < common.End.X; x++)
                        both += a.Inside[At(a.Box, x, y)] & b.Inside[At(b.Box, x, y)];
                }
                if (both > 0 && both < a.Inside.Count(v => v != 0) && both < b.Inside.Count(v => v != 0))
                    return true;
            }
        }
        return false;
    }

    private static int At(Region box, int x, int y) => (y - box.Start.Y) * box.Size.X + x - box.Start.X;

    private static (Region Box, byte[] Inside) Alone(PlanePolygon polygon, GridSize size)
    {
        var box = ContourRaster.BoxOf([polygon], size, 0, 1);
        var inside = new byte[box.Count];
        ContourRaster.Fill([polygon], box, inside);
        return (box, inside);
    }
}
