namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>
/// The rotations by right angles that keep a grid: 24 in space, 4 in a plane. What separable filters are made invariant by (IBSI 2 manual,
/// section on rotational invariance).
/// </summary>
internal static class RightAngles
{
    /// <summary>A rotation: axis i takes the kernel of axis From[i], mirrored where Mirrored[i].</summary>
    public readonly record struct Rotation(int[] From, bool[] Mirrored);

    /// <summary>The rotations in the x-y plane or in space, the identity first.</summary>
    public static IReadOnlyList<Rotation> Of(int dimensions) => dimensions == 2 ? Plane : Space;

    private static Rotation[] Plane { get; } =
    [
        new([0, 1, 2], [false, false, false]), new([1, 0, 2], [false, true, false]),
        new([0, 1, 2], [true, true, false]), new([1, 0, 2], [true, false, false]),
    ];

    private static Rotation[] Space { get; } = [.. All()];

    private static IEnumerable<Rotation> All()
    {
        int[][] even = [[0, 1, 2], [1, 2, 0], [2, 0, 1]], odd = [[0, 2, 1], [1, 0, 2], [2, 1, 0]];
        foreach (var (orders, parity) in new[] { (even, 0), (odd, 1) })
        {
            foreach (var order in orders)
            {
                // A rotation has determinant +1: the sign of the permutation times that of the mirrorings.
                for (var signs = 0; signs < 8; signs++)
                {
                    if (int.PopCount(signs) % 2 == parity)
                        yield return new Rotation(order, [(signs & 1) != 0, (signs & 2) != 0, (signs & 4) != 0]);
                }
            }
        }
    }

    /// <summary>
    /// The different ways in which a filter of one or more steps stands under the rotations; each occurs equally often among them.
    /// </summary>
    public static List<LineKernel?[][]> Distinct(IReadOnlyList<LineKernel?[]> steps, int dimensions, bool invariant)
    {
        var ways = new List<LineKernel?[][]>();
        foreach (var rotation in invariant ? Of(dimensions) : Of(dimensions).Take(1))
        {
            var way = steps.Select(step => Enumerable.Range(0, 3)
                .Select(axis => rotation.Mirrored[axis] ? step[rotation.From[axis]]?.Mirrored() : step[rotation.From[axis]]).ToArray(
                    )).ToArray();
            if (!ways.Any(w => w.Zip(way).All(p => p.First.Zip(p.Second).All(k => k.First?.Same(k.Second) ?? k.Second is null))))
                ways.Add(way);
        }
        return ways;
    }
}
