using Radiomics.Features.Extraction;
using Radiomics.Imaging;
using Radiomics.Imaging.Formats;
using Reference;

namespace Radiomics.Tests;

public sealed class CaseTests
{
    [Theory]
    [InlineData("GTV", "GTV")]
    [InlineData("Liver", "Liver")]
    [InlineData("liver", "Liver")]
    [InlineData("LIV*", "Liver")]
    [InlineData("gtv", null, "GTV, Gtv")]
    [InlineData("gtv*", "GTV|Gtv|GTV 2")]
    [InlineData("/^gtv$/", "GTV|Gtv")]
    [InlineData("?iver", "Liver")]
    [InlineData("kidney", null, "Liver")]
    public void Segments_are_named_exactly_or_by_a_pattern_without_letter_case(string asked, string? found, string? listed = null)
    {
        using var folder = new TemporaryFolder();
        var (image, mask) = Write(folder, "GTV", "Gtv", "GTV 2", "Liver");
        var options = new CaseOptions { Rois = [asked] };
        if (found is not null)
        {
            Assert.Equal(found.Split('|'), Case.Open(image, mask, options).Regions.Select(r => r.Name));
            return;
        }
        var refusal = Assert.ThrowsAny<Exception>(() => Case.Open(image, mask, options));
        Assert.True(refusal is AmbiguousRoiException or RoiNotFoundException);
        Assert.Contains(listed!, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_of_two_values_is_perhaps_the_mask()
    {
        using var small = new Cli.SmallCase();
        const string Swapped = "are image and mask swapped?";
        Assert.DoesNotContain(Case.Open(small.Image, small.Mask).Warnings, w => w.Contains(Swapped, StringComparison.Ordinal));
        var mask = ImageFile.ReadMask(small.Mask, 3);
        ImageFile.WriteMask(mask, small.PathOf("binary.nrrd"));
        var options = new CaseOptions { Labels = [7] };
        Assert.Contains(
            Case.Open(small.PathOf("binary.nrrd"), small.Image, options).Warnings, w => w.Contains(Swapped, StringComparison.Ordinal));
    }

    [Fact]
    public void One_call_extracts_what_the_extractor_does()
    {
        using var folder = new TemporaryFolder();
        var (image, mask) = Write(folder, "GTV", "Liver");
        var input = Case.Open(image, mask, new CaseOptions { Rois = ["Liver"] });
        var expected = new FeatureExtractor().Extract(input.Image, input.Regions[0].Mask);
        var features = Case.Extract(image, mask, null, new CaseOptions { Rois = ["Liver"] }, TestContext.Current.CancellationToken);
        Assert.Equal(expected.AsEnumerable(), Assert.Single(features));
        // As a model's Predict takes them.
        IReadOnlyDictionary<string, double> named = features[0];
        Assert.Equal(features[0].Names, named.Keys);
        Assert.Equal(features[0]["original_shape_MeshVolume"], named["original_shape_MeshVolume"]);
        Assert.False(named.ContainsKey("MeshVolume"));
    }

    [Fact]
    public void A_segmentation_object_in_a_folder_is_found_as_a_structure_set_is()
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var images = SharedData.PathOf("data", "liver_ct", "image");
        using var folder = new TemporaryFolder();
        File.Copy(SharedData.PathOf("data", "liver_ct", "seg.dcm"), folder.PathOf("0001"));
        File.WriteAllText(folder.PathOf("notes.txt"), "not DICOM");
        var expected = ImageFile.ReadMask(SharedData.PathOf("data", "liver_ct", "expected_GTV_reader2.nrrd"));
        var region = Assert.Single(Case.Open(images, folder.Path, new CaseOptions { Rois = ["gtv_reader2"] }).Regions);
        Assert.Equal("GTV_reader2", region.Name);
        Assert.Equal((expected.VoxelCount, expected.BoundingBox), (region.Mask.VoxelCount, region.Mask.BoundingBox));
        // The same names, from the structure set.
        Assert.Equal(
            "GTV_reader2",
            Assert
                .Single(
                    Case.Open(
                        images,
                        SharedData.PathOf("data", "liver_ct", "rtstruct.dcm"),
                        new CaseOptions { Rois = ["gtv_reader2"] }
                    ).Regions
                )
                .Name
        );
        // Both in one folder: which is meant is not for us to say.
        var refusal = Assert.Throws<ImageFormatException>(() => Case.Open(images, SharedData.PathOf("data", "liver_ct")));
        Assert.Contains("rtstruct.dcm: RTSTRUCT", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("seg.dcm: SEG", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(
            "no RTSTRUCT or SEG",
            Assert.Throws<ImageFormatException>(() => Case.Open(images, images)).Message,
            StringComparison.Ordinal
        );
    }

    private static (string Image, string Mask) Write(TemporaryFolder folder, params string[] names)
    {
        var geometry = new ImageGeometry(new GridSize(12, 10, 8), new Vector3D(1, 1, 2));
        var (image, mask) = (folder.PathOf("image.nrrd"), folder.PathOf("regions.seg.nrrd"));
        ImageFile.WriteVolume(
            Volume.Create(geometry, Enumerable.Range(0, (int)geometry.Size.Count).Select(i => (short)(i * 7919 % 211)).ToArray()),
            image);
        var regions = new List<KeyValuePair<string, Mask>>();
        for (var k = 0; k < names.Length; k++)
        {
            var labels = new byte[geometry.Size.Count];
            for (var i = 0; i < labels.Length; i++)
                labels[i] = i % 12 is > 1 and < 9 && i / 12 % 10 is > 1 and < 8 && i / 120 > k && i / 120 < 7 ? (byte)1 : (byte)0;
            regions.Add(new(names[k], Mask.FromLabel(Volume.Create(geometry, labels), 1)));
        }
        ImageFile.WriteSegmentation(regions, mask);
        return (image, mask);
    }
}
