using Radiomics.Features.Extraction;
using Reference;
using Reference.Features;
using Survival.Models;

namespace Radiomics.Tests.Cohorts;

/// <summary>Real images through a manifest, against PyRadiomics' values; the sarcoma patients as CT, PET and MR, as NIfTI and as DICOM with
/// RTSTRUCT.</summary>
public sealed class CohortReferenceTests
{
    [Fact]
    public void Real_cases_get_PyRadiomics_values()
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        string[] names = ["sts_001_ct", "sts_002_pet", "sts_003_mr", "liver_ct_GTV_reader1"];
        var cases = names.Select(n => PyRadiomicsCase.Load("paper/" + n)).ToList();
        var entries = cases.Select((c, i) => Entry(c.Name, i + 1, c.Image, c.Mask, c.Roi) with
        {
            SecondMask = c.Roi is null ? null : c.Mask,
            SecondRoi = c.Roi is null ? null : "GTV_reader2",
        });
        using var folder = new TemporaryFolder();
        var result = CohortExtraction.Extract(
            CohortManifest.FromEntries([.. entries], SharedData.PathOf("data")),
            folder.Path,
            new CohortOptions { Extraction = ExtractionSettings.HccSbrt },
            null,
            TestContext.Current.CancellationToken
        );
        Assert.Empty(result.Failures);
        var table = SurvivalTable.ReadCsv(Path.Combine(folder.Path, "features.csv"));
        Assert.Equal(names, table.Texts("id"));
        for (var i = 0; i < cases.Count; i++)
            Compare(cases[i], table, i, _ => true);
        Compare(
            PyRadiomicsCase.Load("paper/liver_ct_GTV_reader2"),
            SurvivalTable.ReadCsv(Path.Combine(folder.Path, "features_reader2.csv")),
            0,
            _ => true
        );
    }

    [Fact]
    public void Nine_DICOM_series_with_their_RTSTRUCT_run_through()
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var entries = new List<CohortEntry>();
        foreach (var patient in new[] { "STS_001", "STS_002", "STS_003" })
        {
            foreach (var modality in new[] { "CT", "PET", "MR_T1" })
                entries.Add(
                    Entry(
                        $"{patient}_{modality}",
                        entries.Count + 1,
                        $"ibsi_validation/dicom/{patient}/{modality}/image",
                        $"ibsi_validation/dicom/{patient}/{modality}/mask",
                        "gtv_mass*"
                    )
                );
        }
        using var folder = new TemporaryFolder();
        var result = CohortExtraction.Extract(
            CohortManifest.FromEntries(entries, SharedData.PathOf("data")),
            folder.Path,
            null,
            null,
            TestContext.Current.CancellationToken
        );
        Assert.Empty(result.Failures);
        var table = SurvivalTable.ReadCsv(Path.Combine(folder.Path, "features.csv"));
        Assert.Equal(entries.Select(e => e.Id), table.Texts("id"));
        // The reference read the same images as NIfTI: single precision, in which its wavelets are computed too, and a rounded spacing. The
        // features of the original image are the same from either.
        foreach (var (id, name) in new[] { ("STS_001_CT", "sts_001_ct"), ("STS_002_PET", "sts_002_pet"), ("STS_003_MR_T1", "sts_003_mr") })
            Compare(
                PyRadiomicsCase.Load("paper/" + name),
                table,
                entries.FindIndex(e => e.Id == id),
                feature => feature.StartsWith("original_", StringComparison.Ordinal)
            );
    }

    // To the closeness of the reference's README.
    private static void Compare(PyRadiomicsCase reference, SurvivalTable table, int row, Func<string, bool> wanted)
    {
        var features = reference.Features.Where(f => wanted(f.Key)).ToList();
        Assert.InRange(features.Count, 107, 851);
        foreach (var (name, expected) in features)
        {
            var actual = table.Numbers(name)[row];
            var limit = name.StartsWith("original_", StringComparison.Ordinal) ? 1e-6 : 1e-5;
            Assert.True(
                Math.Abs(actual - expected) <= Math.Max(1e-9, limit * Math.Abs(expected)),
                $"{reference.Name} {name}: {actual:R}, reference {expected:R}"
            );
        }
    }

    private static CohortEntry Entry(string id, int row, string image, string mask, string? roi) =>
        new()
        {
            Id = id,
            Row = row,
            Image = image,
            Mask = mask,
            Roi = roi,
        };
}
