using Radiomics.Features.Extraction;
using Radiomics.Features.Parameters;
using Radiomics.Imaging;
using Radiomics.Imaging.Resampling;
using Reference;
using Reference.Features;

namespace Radiomics.Features.Tests.Parameters;

public sealed class ParameterFileTests
{
    [Fact]
    public void Every_section_is_read()
    {
        var s = ExtractionSettings.Parse(
            """
            # comments and quotes as people write them
            setting:
              binWidth: 5          # integers do for floats
              normalize: true
              normalizeScale: 1e2
              removeOutliers: 3
              resampledPixelSpacing: [2, 2.5, 0]
              interpolator: 'sitkLinear'
              distances: [1, 2]
              weightingNorm: no_weighting
              force2D: True
              force2Ddimension: 1
              voxelArrayShift: 300
              resegmentRange:
                - -3
                - 3
              resegmentMode: sigma
              geometryTolerance: 0.0001
              minimumROISize: 50
            imageType:
              Original: {}
              LoG:
                sigma: [1.0, 3.0]
              Wavelet: {binWidth: 10, wavelet: db2, level: 2}
            featureClass:
              shape:
              firstorder: []
              glcm:
              shape2D: ['Sphericity', Perimeter]
            voxelSetting:
              kernelRadius: 2
              initValue: nan
            """
        );
        Assert.Equal(5, s.Image.BinWidth);
        Assert.True(s.Normalize);
        Assert.Equal(100, s.NormalizeScale);
        Assert.Equal(3, s.RemoveOutliers);
        Assert.Equal(new Vector3D(2, 2.5, 0), s.ResampledPixelSpacing);
        Assert.Equal(Interpolator.Linear, s.Interpolator);
        Assert.Equal([1, 2], s.Image.Distances);
        Assert.Equal(WeightingNorm.NoWeighting, s.Image.WeightingNorm);
        Assert.True(s.Image.Force2D);
        Assert.Equal(1, s.Image.Force2DDimension);
        Assert.Equal(300, s.Image.VoxelArrayShift);
        Assert.Equal([-3, 3], s.ResegmentRange!);
        Assert.Equal(ResegmentMode.Sigma, s.ResegmentMode);
        Assert.Equal(1e-4, s.GeometryTolerance);
        Assert.Equal(50, s.MinimumRoiSize);
        Assert.Equal([ImageType.Original, ImageType.LoG, ImageType.Wavelet], s.ImageTypes.Select(t => t.Type));
        Assert.Null(s.ImageTypes[0].Settings);
        Assert.Equal([1, 3], s.ImageTypes[1].Settings!.Sigma);
        Assert.Equal(5, s.ImageTypes[1].Settings!.BinWidth);
        Assert.Equal(
            (10, "db2", 2),
            (s.ImageTypes[2].Settings!.BinWidth, s.ImageTypes[2].Settings!.Wavelet, s.ImageTypes[2].Settings!.Level)
        );
        Assert.Equal(
            [FeatureClass.Shape, FeatureClass.FirstOrder, FeatureClass.Glcm, FeatureClass.Shape2D],
            s.FeatureClasses.Select(c => c.Class)
        );
        Assert.Equal(["Sphericity", "Perimeter"], s.FeatureClasses[3].Names);
        Assert.Equal(2, s.Voxel.KernelRadius);
        Assert.True(double.IsNaN(s.Voxel.InitValue));
    }

    [Fact]
    public void Json_is_read_tabs_and_all()
    {
        var s = ExtractionSettings.Parse(
            "{\n\t\"setting\": {\"binCount\": 32, \"weightingNorm\": null, \"correctMask\": true},\n\t\"imageType\": {\"Original\": {}}\n}"
        );
        Assert.Equal(32, s.Image.BinCount);
        Assert.True(s.CorrectMask);
    }

    [Fact]
    public void Nothing_given_is_PyRadiomics_default_with_every_class()
    {
        foreach (var text in new[] { "{}", "setting: {}" })
        {
            var s = ExtractionSettings.Parse(text);
            Assert.Equal(25, s.Image.BinWidth);
            Assert.Equal([ImageType.Original], s.ImageTypes.Select(t => t.Type));
            Assert.Equal(Enum.GetValues<FeatureClass>(), s.FeatureClasses.Select(c => c.Class));
        }
    }

    // PyRadiomics 3.1.1 refuses each of these: "No source file/data was loaded".
    [Theory]
    [InlineData("")]
    [InlineData("# nothing")]
    [InlineData("---\n")]
    [InlineData("~\n")]
    public void A_file_that_holds_nothing_is_refused(string text) =>
        Assert.Contains("holds nothing", Assert.Throws<ParameterFileException>(() => ExtractionSettings.Parse(text)).Message,
            StringComparison.Ordinal);

    // Of Foo's three letters LoG has one.
    [Fact]
    public void A_name_of_which_most_would_change_is_not_suggested()
    {
        var refusal = Assert.Throws<ParameterFileException>(() => ExtractionSettings.Parse("imageType: {Foo: {}}"));
        Assert.Contains("There are: Original, ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Did you mean", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decimal_comma_among_settings_is_told_without_a_flag()
    {
        var refusal = Assert.Throws<ParameterFileException>(() =>
            new ExtractionSettings().Override([new("binWidth", "12,5")])
        );
        Assert.Contains("binWidth: expected a number with a decimal point", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("--", refusal.Message, StringComparison.Ordinal);
    }

    // As PyRadiomics' command reads --setting: by the setting's kind, not by whether there is a comma.
    [Theory]
    [InlineData("distances", "2")]
    [InlineData("distances", "[2]")]
    public void A_list_of_one_value_needs_no_brackets_among_settings(string name, string value) =>
        Assert.Equal([2], new ExtractionSettings().Override([new(name, value)]).Image.Distances);

    [Fact]
    public void A_limit_may_be_infinite_and_the_value_outside_a_map_not_a_number()
    {
        var s = ExtractionSettings.Parse("{\"setting\": {\"resegmentRange\": [-.inf, 4]}, \"voxelSetting\": {\"initValue\": \"nan\"}}");
        Assert.Equal([double.NegativeInfinity, 4], s.ResegmentRange!);
        Assert.Equal(double.NaN, s.Voxel.InitValue);
        Assert.Null(s.Override([new("resegmentRange", "null")]).ResegmentRange);
    }

    // PyRadiomics' command: a bool is on where the value is 1 or true.
    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("0", false)]
    [InlineData("False", false)]
    public void A_switch_over_the_settings_may_be_a_number(string value, bool on)
    {
        var settings = new ExtractionSettings().Override([new("force2D", value), new("additionalInfo", value)]);
        Assert.Equal((on, on), (settings.Image.Force2D, settings.AdditionalInfo));
    }

    // PyRadiomics writes the second image's features over those of the first.
    [Fact]
    public void A_width_that_stands_twice_is_one_image() =>
        Assert.Equal([1, 2], ExtractionSettings.Parse("setting: {sigma: [1, 2, 1]}").Image.Sigma);

    [Fact]
    public void A_null_setting_keeps_its_default()
    {
        var s = ExtractionSettings.Parse("setting: {resampledPixelSpacing: , weightingNorm: ~, binWidth: null, interpolator: }");
        Assert.Null(s.ResampledPixelSpacing);
        Assert.Null(s.Image.WeightingNorm);
        Assert.Equal(25, s.Image.BinWidth);
        Assert.Null(s.Interpolator);
    }

    [Fact]
    public void Interpolators_may_be_numbered() =>
        Assert.Equal(Interpolator.BSpline, ExtractionSettings.Parse("setting: {interpolator: 3}").Interpolator);

    [Theory]
    [InlineData("setting:\n  binwith: 25", 2, "setting.binwith", "binWidth")]
    [InlineData("settings:\n  binWidth: 25", 1, "settings", "setting")]
    [InlineData("imageType:\n  Orignal: {}", 2, "imageType.Orignal", "Original")]
    [InlineData("imageType: {LOG: {sigma: [1]}}", 1, "imageType.LOG", "LoG")]
    [InlineData("imageType:\n  LoG:\n    sigmas: [1]", 3, "imageType.LoG.sigmas", "sigma")]
    [InlineData("featureClass: {firstOrder: }", 1, "featureClass.firstOrder", "firstorder")]
    [InlineData("featureClass:\n  firstorder:\n    - Mean\n    - Skewnes", 4, "featureClass.firstorder", "Skewness")]
    [InlineData("settings:\n\n\n  binWidth: 3\n", 1, "settings", "setting")]
    [InlineData("# a comment\nfeatureClasses:\n  glcm:\n", 2, "featureClasses", "featureClass")]
    [InlineData("setting: {resegmentMode: sigmas}", 1, "setting.resegmentMode", "sigma")]
    [InlineData("setting: {interpolator: sitkBspline}", 1, "setting.interpolator", "sitkBSpline")]
    [InlineData("voxelSetting: {kernelradius: 1}", 1, "voxelSetting.kernelradius", "kernelRadius")]
    public void An_unknown_name_is_refused_with_the_nearest(string text, int line, string key, string nearest)
    {
        var refusal = Assert.Throws<ParameterFileException>(() => ExtractionSettings.Parse(text, "my.yaml"));
        Assert.Equal(key, refusal.Key);
        Assert.Equal(line, refusal.Line);
        Assert.StartsWith("my.yaml, line ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"Did you mean '{nearest}'?", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tab_is_told_by_its_own_line() => Assert.Equal(
        3, Assert.Throws<ParameterFileException>(() => ExtractionSettings.Parse("setting:\n  binCount: 3\n\tforce2D: true\n")).Line);

    [Theory]
    [InlineData("setting: {binWidth: wide}", "expected a number, found wide")]
    [InlineData("setting: {binWidth: 0}", "greater than 0")]
    [InlineData("setting: {binWidth: [25]}", "found a list")]
    [InlineData("setting: {binCount: 3.5}", "expected an integer")]
    [InlineData("setting: {binCount: '3'}", "expected an integer, found the text '3'. Write it without quotation marks")]
    [InlineData("setting: {binWidth: '10'}", "expected a number, found the text '10'. Write it without quotation marks")]
    [InlineData("{\"setting\": {\"resegmentRange\": [\"1\", 2]}}", "found the text '1'. Write it without quotation marks")]
    [InlineData("setting: {normalize: 'true'}", "Write it without quotation marks")]
    [InlineData("setting: {binWidth: .inf}", "inf is out of range; it must be finite")]
    [InlineData("setting: {binWidth: 1e400}", "inf is out of range; it must be finite")]
    [InlineData("imageType: {LoG: {sigma: [1, .inf]}}", "it must be finite")]
    [InlineData("setting: {resegmentRange: [.nan, 4]}", "a limit is a number")]
    [InlineData("setting: {binCount: 25000000000}", "from 1 to 2147483647")]
    [InlineData("ibsi: {bins: {size: 5}}\nsetting: {binWidth: 5}", "line 2: setting.binWidth: the settings are IBSI's")]
    [InlineData("setting: {kernelRadius: 2}", "it belongs in the section 'voxelSetting'")]
    [InlineData("voxelSetting: {binWidth: 2}", "it belongs in the section 'setting'")]
    [InlineData("binWidth: 2", "it belongs in the section 'setting'")]
    [InlineData("setting: {firstorder: }", "it belongs in the section 'featureClass'")]
    [InlineData("featureClass: {Wavelet: }", "it belongs in the section 'imageType'")]
    [InlineData("setting: {label: 0}", "at least 1")]
    [InlineData("setting: {minimumROIDimensions: 4}", "from 1 to 3")]
    [InlineData("setting: {normalize: 1}", "expected true or false")]
    [InlineData("setting: {distances: 1}", "expected a list")]
    [InlineData("setting: {distances: []}", "at least one")]
    [InlineData("setting: {resampledPixelSpacing: [1, 1]}", "three spacings")]
    [InlineData("setting: {resegmentRange: [1, 2, 3]}", "found 3 values")]
    [InlineData("setting: {weightingNorm: euclid}", "Allowed: euclidean, manhattan, infinity, no_weighting")]
    [InlineData("setting: {interpolator: 11}", "from 1 to 10")]
    [InlineData("setting: 5", "expected a mapping")]
    [InlineData("imageType:", "expected a mapping")]
    [InlineData("imageType: {Original: }", "Original: {}")]
    [InlineData("featureClass:", "expected a mapping")]
    [InlineData("featureClass: {firstorder: Mean}", "expected a list")]
    [InlineData("setting: {binWidth: 1, binWidth: 2}", "stands twice")]
    [InlineData("setting: {binWidth: 1", "not valid YAML")]
    [InlineData("- a\n- b", "a parameter file is a mapping")]
    [InlineData("just words", "a parameter file is a mapping")]
    public void A_value_that_cannot_be_meant_is_refused(string text, string problem) =>
        Assert.Contains(
            problem,
            Assert.Throws<ParameterFileException>(() => ExtractionSettings.Parse(text)).Message,
            StringComparison.OrdinalIgnoreCase
        );

    [Fact]
    public void Deep_nesting_and_recursive_anchors_are_refused()
    {
        Assert.Throws<ParameterFileException>(() => ExtractionSettings.Parse(new string('[', 5000)));
        Assert.Throws<ParameterFileException>(() => ExtractionSettings.Parse("setting: &a {binWidth: *a}"));
    }

    // What the example files in PyRadiomics' repository say (examples/exampleSettings), key for key, in words of our own.
    public static TheoryData<string, string, int> Examples =>
        new()
        {
            {
                "general",
                """
                    setting: {binWidth: 25, label: 1, interpolator: 'sitkBSpline', resampledPixelSpacing: , weightingNorm: }
                    imageType: {Original: {}}
                    featureClass: {shape: , firstorder: [], glcm: [JointEnergy, Idmn, Imc1], glrlm: , glszm: , gldm: }
                    """,
                6
            },
            {
                "CT",
                """
                    imageType:
                      Original: {}
                      LoG: {sigma: [1.0, 2.0, 3.0, 4.0, 5.0]}
                      Wavelet: {}
                    featureClass: {shape: , firstorder: , glcm: ['SumSquares'], glrlm: , glszm: , gldm: }
                    setting:
                      interpolator: 'sitkBSpline'
                      resampledPixelSpacing: [1, 1, 1]
                      padDistance: 10
                      binWidth: 25
                      voxelArrayShift: 1000
                      label: 1
                    """,
                6
            },
            {
                "MR, resampled",
                """
                    imageType: {Original: {}, LoG: {sigma: [2.0, 3.0, 4.0, 5.0]}, Wavelet: {}}
                    featureClass: {shape: , firstorder: , glcm: , glrlm: , glszm: , gldm: }
                    setting: {normalize: true, normalizeScale: 100, interpolator: sitkBSpline, resampledPixelSpacing: [2, 2, 2], binWidth: 5, voxelArrayShift: 300, label: 1}
                    """,
                6
            },
            {
                "MR, slice by slice",
                """
                    imageType: {Original: {}, LoG: {sigma: [1.0, 3.0, 5.0]}, Wavelet: {}}
                    featureClass: {shape: , firstorder: , glcm: , glrlm: , glszm: , gldm: }
                    setting: {normalize: true, normalizeScale: 100, preCrop: true, force2D: true, force2Ddimension: 0, binWidth: 5, voxelArrayShift: 300, label: 1}
                    """,
                6
            },
            {
                "MR in two dimensions",
                """
                    imageType: {Original: {}, LoG: {sigma: [2.0, 3.0, 4.0, 5.0]}, Wavelet: {}}
                    featureClass: {shape2D: , firstorder: , glcm: , glrlm: , glszm: , gldm: }
                    setting: {normalize: true, normalizeScale: 100, interpolator: sitkBSpline, resampledPixelSpacing: [2, 2, 0], padDistance: 10, preCrop: true, force2Ddimension: 0, binWidth: 5, voxelArrayShift: 300}
                    """,
                6
            },
            {
                "feature maps",
                """
                    imageType: {Original: {}}
                    featureClass: {glcm: [JointEntropy]}
                    setting: {binWidth: 25, force2D: true, label: 1}
                    voxelSetting: {kernelRadius: 2, maskedKernel: true, initValue: nan, voxelBatch: 10000}
                    """,
                1
            },
            {
                "every shape feature, the deprecated too",
                """
                    setting: {label: 1, interpolator: 'sitkBSpline', resampledPixelSpacing: }
                    featureClass: {shape: [VoxelVolume, MeshVolume, Compactness1, Compactness2, SphericalDisproportion, Flatness]}
                    """,
                1
            },
        };

    [Theory]
    [MemberData(nameof(Examples))]
    public void What_PyRadiomics_examples_say_loads(string name, string text, int classes)
    {
        Assert.NotEmpty(name);
        Assert.Equal(classes, ExtractionSettings.Parse(text).FeatureClasses.Count);
    }

    // PyRadiomics 3.1.1 refuses these of its own examples too: its schema knows neither spelling, and its reader no key that stands twice.
    [Theory]
    [InlineData("setting: {force2DDimension: 0}", "force2Ddimension")]
    [InlineData("inputImage: {Original: {}}", "inputImage")]
    [InlineData("featureClass:\n  shape:\n  shape:", "stands twice")]
    public void What_PyRadiomics_refuses_of_its_examples_is_refused(string text, string told) =>
        Assert.Contains(
            told, Assert.Throws<ParameterFileException>(() => ExtractionSettings.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_parameter_file_of_the_reference_loads()
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        foreach (var text in PyRadiomicsCase.All().Select(PyRadiomicsCase.Load).Select(c => c.Parameters).Distinct())
            Assert.NotEmpty(ExtractionSettings.Parse(text).FeatureClasses);
    }
}
