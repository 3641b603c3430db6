namespace Radiomics.Features.Ibsi;

/// <summary>The families of IBSI 1, in the manual's order.</summary>
public static class IbsiFamilies
{
    /// <summary>All families. One more is one more line here.</summary>
    public static IReadOnlyList<FeatureFamily> All { get; } =
    [
        Morphology.MorphologyFamily.Create(),
        LocalIntensityFamily.Create(),
        StatisticsFamily.Create(),
        HistogramFamily.Create(),
        IntensityVolumeFamily.Create(),
        Texture.CooccurrenceFamily.Create(),
        Texture.RunLengthFamily.Create(),
        Texture.SizeZoneFamily.Create(),
        Texture.DistanceZoneFamily.Create(),
        Texture.ToneDifferenceFamily.Create(),
        Texture.DependenceFamily.Create(),
    ];
}
