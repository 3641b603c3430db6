namespace Radiomics.Features.Ibsi;

/// <summary>The families of IBSI 1, in the manual's order.</summary>
internal static class IbsiFamilies
{
    /// <summary>All families. One more is one more line here.</summary>
    public static IReadOnlyList<FeatureFamily> All { get; } =
    [
        MorphologyFamily.Create(),
        LocalIntensityFamily.Create(),
        StatisticsFamily.Create(),
        HistogramFamily.Create(),
        IntensityVolumeFamily.Create(),
        CooccurrenceFamily.Create(),
        RunLengthFamily.Create(),
        SizeZoneFamily.Create(),
        DistanceZoneFamily.Create(),
        ToneDifferenceFamily.Create(),
        DependenceFamily.Create(),
    ];
}
