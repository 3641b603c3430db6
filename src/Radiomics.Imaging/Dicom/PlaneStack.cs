using System.Globalization;
using Plain;

namespace Radiomics.Imaging.Dicom;

/// <summary>The planes of a structure's contours, and which slices each of them stands for.</summary>
internal sealed class PlaneStack
{
    private const double SamePlane = 1e-2;
    private const double Rounding = 1e-6;

    // A gap this much wider than the usual one is no gap of the drawing but one of the structure.
    private const double Break = 1.5;

    // Two planes alone do not say whether they are the ends of one body; up to this distance they are taken so.
    private const double MostOfTwo = 10;

    // Planes closer than this share of a slice are one plane whose numbers were rounded; from this one on they are as far apart as slices.
    private const double OnePlane = 0.1;
    private const double AsSlices = 0.9;

    private readonly (int First, int Last)[] _slices;
    private readonly List<int> _thin = [];

    private PlaneStack(List<List<PlanePolygon>> planes, double distance)
    {
        (Planes, Distance, _slices) = (planes, distance, new (int, int)[planes.Count]);
        for (var (first, next) = (0, 0); first < planes.Count; first = next)
        {
            for (next = first + 1; next < planes.Count && IsFilled(next); next++) { }
            Place(first, next - 1);
        }
    }

    /// <summary>The contours of each plane, from the lowest.</summary>
    public List<List<PlanePolygon>> Planes { get; }

    /// <summary>The usual distance of planes, in slices; at least 1.</summary>
    public double Distance { get; }

    /// <summary>Sorts contours into planes.</summary>
    /// <param name="polygons">The contours.</param>
    /// <param name="slice">The distance of slices in mm.</param>
    /// <param name="others">The usual distance of planes, in mm, among the other structures of the set; <see langword="null"/> where it is
    /// not known.</param>
    public static PlaneStack Of(IEnumerable<PlanePolygon> polygons, double slice, double? others)
    {
        var planes = new List<List<PlanePolygon>>();
        foreach (var polygon in polygons.OrderBy(p => p.Z))
        {
            if (planes.Count > 0 && polygon.Z - planes[^1][0].Z <= SamePlane)
                planes[^1].Add(polygon);
            else
                planes.Add([polygon]);
        }
        double[] gaps = [.. planes.Skip(1).Select((p, i) => p[0].Z - planes[i][0].Z)];
        if (Array.Exists(gaps, g => g > OnePlane))
            gaps = Array.FindAll(gaps, g => g > OnePlane);
        var usual = gaps.Length >= 2 ? Usual(gaps)
            : others is { } known ? known / slice
            : gaps.Length == 1 && gaps[0] * slice <= MostOfTwo ? gaps[0]
            : 1;
        return new PlaneStack(planes, Math.Max(1, usual));
    }

    /// <summary>The most frequent of some distances, alike to a tenth; of equally frequent ones the smallest.</summary>
    public static double Usual(IReadOnlyList<double> gaps) =>
        gaps.Order().MaxBy(g => (gaps.Count(o => Math.Abs(o - g) <= 0.1 * g), -g));

    /// <summary>The slices that a plane stands for: those nearest to it, no further than half the usual distance where its neighbour is
    /// further away than usual, and, at the end of planes that are closer than slices, no further than half their own distance.</summary>
    public (int First, int Last) Slices(int plane) => _slices[plane];

    /// <summary>Whether what lies between a plane and the one before belongs to the structure.</summary>
    public bool IsFilled(int plane) => Planes[plane][0].Z - Planes[plane - 1][0].Z <= Break * Distance;

    // Gives the planes of one body their slices.
    private void Place(int first, int last)
    {
        var (low, high) = (Planes[first][0].Z - Reach(first, last, 1), Planes[last][0].Z + Reach(first, last, -1));
        if (From(low) > To(high))
        {
            // A body between two slices, thinner than their distance: the slice nearest to its middle.
            var slice = To((low + high) / 2 + 0.5);
            var nearest = Enumerable.Range(first, last - first + 1).MinBy(i => Math.Abs(Planes[i][0].Z - slice));
            Array.Fill(_slices, (slice + 1, slice), first, last - first + 1);
            _slices[nearest] = (slice, slice);
            _thin.Add(slice);
            return;
        }
        for (var i = first; i <= last; i++)
            _slices[i] = (From(i == first ? low : Middle(i - 1)), To(i == last ? high : Middle(i)));

        double Middle(int i) => (Planes[i][0].Z + Planes[i + 1][0].Z) / 2;
    }

    // How far a body goes on past its first or last plane: half the distance of planes there.
    private double Reach(int first, int last, int inwards)
    {
        var end = inwards > 0 ? first : last;
        for (var i = end + inwards; i >= first && i <= last; i += inwards)
        {
            var gap = Math.Abs(Planes[i][0].Z - Planes[end][0].Z);
            if (gap > OnePlane)
                return gap < AsSlices ? gap / 2 : Distance / 2;
        }
        return Distance / 2;
    }

    // A slice half-way between two planes takes the lower one; a plane half-way between two slices counts for the upper one.
    private static int From(double low) => (int)Math.Clamp(Math.Floor(low + Rounding) + 1, -1e9, 1e9);

    private static int To(double high) => (int)Math.Clamp(Math.Floor(high + Rounding), -1e9, 1e9);

    /// <summary>Says which slices were filled in from which planes, and which look forgotten.</summary>
    public void Note(string name, ImageGeometry geometry, ICollection<string> notes)
    {
        var (filled, empty) = (new List<string>(), new List<int>());
        var last = geometry.Size.Z - 1;
        for (var i = 0; i < Planes.Count; i++)
        {
            var (from, to) = Slices(i);
            (from, to) = (Math.Max(from, 0), Math.Min(to, last));
            if (to > from)
                filled.Add(Invariant($"{from}-{to} from the plane at {Text(Planes[i][0].Z)}"));
            if (i > 0 && !IsFilled(i) && Planes[i][0].Z - Planes[i - 1][0].Z <= 3.1 * Distance)
                empty.AddRange(
                    Enumerable
                        .Range(Slices(i - 1).Last + 1, Math.Max(0, Slices(i).First - Slices(i - 1).Last - 1))
                        .Where(k => k >= 0 && k <= last)
                );
        }
        if (filled.Count > 0)
        {
            notes.Add(
                $"{name}: its contour planes are {Text(Distance * geometry.Spacing.Z)} mm apart and the slices "
                    + $"{Text(geometry.Spacing.Z)} mm, so that each plane stands for a slab; "
                    + $"slices (counted from 0) {string.Join(", ", filled.Take(60))}{(filled.Count > 60 ? " ..." : "")}."
            );
        }
        if (_thin.Where(k => k >= 0 && k <= last).ToList() is { Count: > 0 } thin)
            notes.Add(
                $"{name}: its contours at slice {PlainWords.List(thin.Select(z => Invariant($"{z}")))} (counted from 0) enclose less than "
                    + "a slice and lie between two; the nearest slice takes them."
            );
        if (empty.Count > 0)
            notes.Add(
                $"{name}: slices {PlainWords.List(empty.Select(z => Invariant($"{z}")))} (counted from 0) lie between planes of "
                    + $"contours and have none; they are left empty."
            );
    }

    private static string Text(double value) => Math.Round(value, 3).ToString("0.###", CultureInfo.InvariantCulture);
}
