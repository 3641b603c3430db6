namespace Radiomics.Features.Ibsi;

/// <summary>The grey levels of the intensity-volume histogram, and the intensities that they stand for.</summary>
/// <param name="Levels">The level of each voxel of the intensity mask, from 1.</param>
/// <param name="Count">The number of levels.</param>
/// <param name="First">The intensity that level 1 stands for.</param>
/// <param name="Step">The distance between the intensities of two levels.</param>
internal sealed record IbsiIvh(int[] Levels, int Count, double First, double Step)
{
    // Of intensities that are not whole numbers and not discretised.
    private const int Steps = 1000;

    /// <summary>The levels of intensities under the three discretisations of the manual, section 3.5.</summary>
    public static IbsiIvh Of(double[] intensities, double least, double greatest, double? lower, double? upper, IbsiBins bins)
    {
        if (bins.Number is { } number)
            return new IbsiIvh(bins.Levels(intensities, least, greatest, null), greatest > least ? number : 1, 1, 1);
        var (start, end) = (lower ?? least, upper ?? greatest);
        if (bins.Size is { } width)
        {
            var levels = bins.Levels(intensities, least, greatest, start);

            // Up to the level of the upper bound, which belongs to the range.
            var most = upper is null ? 1 : checked((int)Math.Floor((end - start) / width + 1e-9)) + 1;
            return new IbsiIvh(levels, Math.Max(levels.Max(), most), start + width / 2, width);
        }
        var step = Array.TrueForAll(intensities, i => i == Math.Floor(i)) && start == Math.Floor(start) ? 1 : (end - start) / Steps;
        var own = new int[intensities.Length];
        if (step == 0)
            Array.Fill(own, 1);
        for (var i = 0; i < own.Length && step > 0; i++)
            own[i] = checked((int)Math.Floor((intensities[i] - start) / step)) + 1;
        return new IbsiIvh(own, Math.Max(own.Max(), step == 0 ? 1 : checked((int)Math.Floor((end - start) / step)) + 1), start, step);
    }
}
