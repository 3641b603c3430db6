namespace Radiomics.Samples;

/// <summary>
/// How large each feature of a soft-tissue tumour on a CT is, so that the simulated ones look like real ones: 107 of the original image,
/// and what a wavelet's sub-band makes of them.
/// </summary>
internal sealed record TypicalFeature(string Class, string Name, char Kind, double Centre, double Spread, int Power)
{
    // Class, feature, kind (L log-normal, M minus a log-normal, N normal, F a fraction between 0 and 1), centre, spread of the
    // standard normal variate behind it, power of the intensity that the feature's unit is. In PyRadiomics' order.
    private const string Table = """
        shape Elongation F 0.81 0.35 0
        shape Flatness F 0.73 0.35 0
        shape LeastAxisLength L 53 0.33 0
        shape MajorAxisLength L 72 0.33 0
        shape Maximum2DDiameterColumn L 82 0.33 0
        shape Maximum2DDiameterRow L 81 0.33 0
        shape Maximum2DDiameterSlice L 74 0.33 0
        shape Maximum3DDiameter L 88 0.33 0
        shape MeshVolume L 150000 1 0
        shape MinorAxisLength L 59 0.33 0
        shape Sphericity F 0.69 0.35 0
        shape SurfaceArea L 20000 0.7 0
        shape SurfaceVolumeRatio L 0.13 -0.33 0
        shape VoxelVolume L 150000 1 0
        firstorder 10Percentile N 90 18 1
        firstorder 90Percentile N 140 20 1
        firstorder Energy L 2.1e+08 0.75 2
        firstorder Entropy L 1.7 0.15 0
        firstorder InterquartileRange L 22 0.45 1
        firstorder Kurtosis L 3.9 0.45 0
        firstorder Maximum N 240 45 1
        firstorder MeanAbsoluteDeviation L 14 0.45 1
        firstorder Mean N 110 18 1
        firstorder Median N 110 18 1
        firstorder Minimum N -20 35 1
        firstorder Range L 170 0.45 1
        firstorder RobustMeanAbsoluteDeviation L 9.6 0.45 1
        firstorder RootMeanSquared L 67 0.45 1
        firstorder Skewness N 0.1 0.5 0
        firstorder TotalEnergy L 6.7e+08 0.75 2
        firstorder Uniformity F 0.37 0.35 0
        firstorder Variance L 340 0.45 2
        glcm Autocorrelation L 19 0.45 0
        glcm ClusterProminence L 9.1 0.45 0
        glcm ClusterShade N 0.4 1.2 0
        glcm ClusterTendency L 1.5 0.45 0
        glcm Contrast L 0.99 0.45 0
        glcm Correlation F 0.21 0.45 0
        glcm DifferenceAverage L 0.69 0.3 0
        glcm DifferenceEntropy L 1.4 0.15 0
        glcm DifferenceVariance L 0.5 0.3 0
        glcm Id F 0.69 0.35 0
        glcm Idm F 0.67 0.35 0
        glcm Idmn F 0.99 0.35 0
        glcm Idn F 0.93 0.35 0
        glcm Imc1 M 0.038 0.35 0
        glcm Imc2 F 0.27 0.45 0
        glcm InverseVariance F 0.46 0.35 0
        glcm JointAverage L 4.3 0.15 0
        glcm JointEnergy F 0.15 0.35 0
        glcm JointEntropy L 3.2 0.15 0
        glcm MCC F 0.27 0.45 0
        glcm MaximumProbability F 0.27 0.35 0
        glcm SumAverage L 8.6 0.15 0
        glcm SumEntropy L 2.3 0.15 0
        glcm SumSquares L 0.63 0.3 0
        gldm DependenceEntropy L 5.5 0.15 0
        gldm DependenceNonUniformity L 2600 0.45 0
        gldm DependenceNonUniformityNormalized F 0.055 0.35 0
        gldm DependenceVariance L 24 0.45 0
        gldm GrayLevelNonUniformity L 18000 0.75 0
        gldm GrayLevelVariance L 0.63 0.45 0
        gldm HighGrayLevelEmphasis L 19 0.45 0
        gldm LargeDependenceEmphasis L 140 0.45 0
        gldm LargeDependenceHighGrayLevelEmphasis L 2600 0.45 0
        gldm LargeDependenceLowGrayLevelEmphasis L 8.4 0.45 0
        gldm LowGrayLevelEmphasis L 0.06 0.45 0
        gldm SmallDependenceEmphasis L 0.037 0.3 0
        gldm SmallDependenceHighGrayLevelEmphasis L 0.73 0.45 0
        gldm SmallDependenceLowGrayLevelEmphasis L 0.0032 0.45 0
        glrlm GrayLevelNonUniformity L 9200 0.45 0
        glrlm GrayLevelNonUniformityNormalized F 0.32 0.35 0
        glrlm GrayLevelVariance L 0.79 0.45 0
        glrlm HighGrayLevelRunEmphasis L 20 0.45 0
        glrlm LongRunEmphasis L 4.4 0.45 0
        glrlm LongRunHighGrayLevelEmphasis L 81 0.45 0
        glrlm LongRunLowGrayLevelEmphasis L 0.26 0.45 0
        glrlm LowGrayLevelRunEmphasis L 0.06 0.45 0
        glrlm RunEntropy L 3.4 0.15 0
        glrlm RunLengthNonUniformity L 14000 0.75 0
        glrlm RunLengthNonUniformityNormalized F 0.46 0.35 0
        glrlm RunPercentage F 0.61 0.35 0
        glrlm RunVariance L 1.4 0.45 0
        glrlm ShortRunEmphasis F 0.7 0.35 0
        glrlm ShortRunHighGrayLevelEmphasis L 14 0.45 0
        glrlm ShortRunLowGrayLevelEmphasis L 0.043 0.45 0
        glszm GrayLevelNonUniformity L 470 0.45 0
        glszm GrayLevelNonUniformityNormalized F 0.34 0.35 0
        glszm GrayLevelVariance L 2.8 0.45 0
        glszm HighGrayLevelZoneEmphasis L 18 0.45 0
        glszm LargeAreaEmphasis L 600000 0.75 0
        glszm LargeAreaHighGrayLevelEmphasis L 1.1e+07 0.75 0
        glszm LargeAreaLowGrayLevelEmphasis L 35000 0.75 0
        glszm LowGrayLevelZoneEmphasis L 0.1 0.45 0
        glszm SizeZoneNonUniformity L 410 0.45 0
        glszm SizeZoneNonUniformityNormalized F 0.29 0.35 0
        glszm SmallAreaEmphasis F 0.55 0.35 0
        glszm SmallAreaHighGrayLevelEmphasis L 10 0.45 0
        glszm SmallAreaLowGrayLevelEmphasis L 0.061 0.45 0
        glszm ZoneEntropy L 4.3 0.15 0
        glszm ZonePercentage L 0.029 0.35 0
        glszm ZoneVariance L 600000 0.75 0
        ngtdm Busyness L 150 0.45 0
        ngtdm Coarseness L 0.00014 0.3 0
        ngtdm Complexity L 16 0.45 0
        ngtdm Contrast L 0.012 0.45 0
        ngtdm Strength L 0.0038 0.45 0
        """;

    // The sub-bands in PyRadiomics' order.
    private static readonly string[] Bands = ["LLH", "LHL", "LHH", "HLL", "HLH", "HHL", "HHH", "LLL"];

    private static readonly TypicalFeature[] All =
    [
        .. Table.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(f => new TypicalFeature(f[0], f[1], f[2][0], Parse(f[3]), Parse(f[4]), (int)Parse(f[5]))),
    ];

    /// <summary>The 851 features with their names and the image each is of.</summary>
    public static IEnumerable<(string Image, string Name, TypicalFeature Scale)> Features()
    {
        foreach (var scale in All)
            yield return ("original", $"original_{scale.Class}_{scale.Name}", scale);
        foreach (var band in Bands)
        {
            foreach (var scale in All.Where(s => s.Class != "shape"))
                yield return ("wavelet-" + band, $"wavelet-{band}_{scale.Class}_{scale.Name}", scale.In(band));
        }
    }

    /// <summary>The value that a standard normal variate stands for.</summary>
    public double ValueOf(double z) => Kind switch
    {
        'L' => Centre * Math.Exp(Spread * z),
        'M' => -Centre * Math.Exp(Spread * z),
        'F' => 1 / (1 + ((1 - Centre) / Centre * Math.Exp(-Spread * z))),
        _ => Centre + (Spread * z),
    };

    // A low-pass along three axes multiplies intensities by 2^1.5; each high-pass leaves about a third, and takes the mean away.
    private TypicalFeature In(string band)
    {
        var high = band.Count(c => c == 'H');
        var gain = Math.Pow(2, 1.5) * Math.Pow(0.3, high);
        var (centre, spread) = (Centre * Math.Pow(gain, Power), Kind == 'N' ? Spread * Math.Pow(gain, Power) : Spread);
        if (high > 0 && Kind == 'N' && Power == 1)
        {
            centre = Name switch { "10Percentile" => -1.3, "90Percentile" => 1.3, "Minimum" => -5, "Maximum" => 5, _ => 0 } * spread * 3;
            spread *= Name is "Mean" or "Median" ? 0.1 : 1;
        }
        return this with { Centre = centre, Spread = spread };
    }

    private static double Parse(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
