using System.IO.Compression;
using Radiomics.Imaging.Dicom;
using Radiomics.Tests.Cli;

namespace Radiomics.Tests.Cohorts;

public sealed class CohortManifestTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("manifest-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Columns_defaults_and_relative_paths()
    {
        var manifest = Read(
            "ID,Image,mask,ROI,label,mask2,roi2,site\nA,ct/a,rt/a.dcm,GTV,,rt/b.dcm,,north\nB,ct/b,,GTV 1,,,GTV "
                + "2,\nC,/abs/c.nii,c.nii,,3,,,\n"
        );
        Assert.Equal(["site"], manifest.OtherColumns);
        var (a, b, c) = (manifest.Entries[0], manifest.Entries[1], manifest.Entries[2]);
        Assert.Equal(("A", 1, "rt/b.dcm", "GTV", "north"), (a.Id, a.Row, a.SecondMask, a.SecondRoi, a.Other["site"]));
        Assert.Equal(("ct/b", "ct/b", "GTV 2"), (b.Mask, b.SecondMask, b.SecondRoi));
        Assert.Equal((3, null, null), (c.Label, c.Roi, c.SecondMask));
        Assert.Equal(Path.Combine(_folder, "ct", "a"), manifest.PathOf(a.Image));
        Assert.Equal("/abs/c.nii", manifest.PathOf(c.Image));
    }

    // As pandas and spreadsheets write: a column of labels with an empty cell, and rows that once held something.
    [Fact]
    public void A_label_may_have_a_zero_behind_its_point_and_rows_without_anything_are_passed_over()
    {
        var manifest = Read("id,image,label\nA,a,2.0\n,,\nB,b,\n,,\n");
        Assert.Equal([("A", 1, 2), ("B", 3, null)], manifest.Entries.Select(e => (e.Id, e.Row, e.Label)));
        Assert.Contains("every row is empty", Assert.Throws<CohortManifestException>(() => Read("id,image\n,\n")).Message,
            StringComparison.Ordinal);
        Assert.Throws<CohortManifestException>(() => Read("id,image,label\nA,a,2.5\n"));
    }

    [Fact]
    public void Cases_at_hand_are_counted_where_they_have_no_rows_of_their_own()
    {
        CohortEntry[] entries = [.. new[] { "a", "b" }.Select(id => new CohortEntry { Id = id, Image = "i", Mask = "m" })];
        Assert.Equal([1, 2], CohortManifest.FromEntries(entries).Entries.Select(e => e.Row));
        entries = [.. entries.Select((e, i) => e with { Row = 7 - i })];
        Assert.Equal([7, 6], CohortManifest.FromEntries(entries).Entries.Select(e => e.Row));
    }

    [Fact]
    public void Uptake_is_asked_for_case_by_case() => Assert.Equal(
        [PetValues.SuvBodyWeight, PetValues.SuvLeanBodyMass, PetValues.SuvBodySurface, PetValues.SuvIdealWeight, PetValues.AsStored],
        Read("id,image,SUV\nA,a,bw\nB,a,LBM\nC,a,bsa\nD,a,ibw\nE,a,\n").Entries.Select(e => e.PetValues));

    [Fact]
    public void A_gzipped_manifest_reads_as_a_plain_one()
    {
        var path = Path.Combine(_folder, "m.csv.gz");
        using (var writer = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest)))
            writer.Write("id,image\nA,a.nii\n");
        Assert.Equal("a.nii", CohortManifest.Read(path).Entries[0].Image);
    }

    /// <summary>Packed by 256: each case comes out as its row has it, in order, out of order and from several threads.</summary>
    [Fact]
    public void A_large_manifest_gives_each_case_as_its_row_has_it()
    {
        string Roi(int i) => i % 3 == 0 ? $"GTV {i}" : "";
        string Series(int i) => i % 5 == 0 ? $"1.2.{i}" : "";
        string Second(int i) => i % 7 == 0 ? $"second/{i}.dcm" : "";
        var manifest = Read("id,image,mask,roi,label,mask2,label2,series,suv,site\n" + string.Concat(Enumerable.Range(0, 1000).Select(i =>
            $"P{i},ct/{i / 3},{(i % 4 == 0 ? "" : $"rt/{i}.dcm")},{Roi(i)},{(i % 3 == 1 ? $"{i}" : "")},{Second(i)},"
                + $"{(i % 14 == 0 ? "9" : "")},{Series(i)},{(i % 2 == 0 ? "lbm" : "")},{(i % 6 == 0 ? $"site {i}" : "")}\n")));
        Assert.Equal(1000, manifest.Entries.Count);
        var places = Enumerable.Range(0, 1000).ToArray();
        Check(0);
        new Random(3).Shuffle(places);
        Parallel.ForEach(places, Check);
        Assert.Equal(places.Order().Select(i => $"P{i}"), manifest.Entries.Select(e => e.Id));

        void Check(int i)
        {
            var e = manifest.Entries[i];
            Assert.Equal(($"P{i}", i + 1, $"ct/{i / 3}", i % 4 == 0 ? $"ct/{i / 3}" : $"rt/{i}.dcm"), (e.Id, e.Row, e.Image, e.Mask));
            Assert.Equal((Roi(i), i % 3 == 1 ? i : null, Series(i)), (e.Roi ?? "", e.Label, e.SeriesUid ?? ""));
            Assert.Equal(Second(i), e.SecondMask ?? "");
            Assert.Equal(i % 14 == 0 ? 9 : i % 7 == 0 ? e.Label : null, e.SecondLabel);
            Assert.Equal(i % 14 != 0 && i % 7 == 0 ? e.Roi : null, e.SecondRoi);
            Assert.Equal(i % 2 == 0 ? PetValues.SuvLeanBodyMass : PetValues.AsStored, e.PetValues);
            Assert.Equal(i % 6 == 0 ? $"site {i}" : null, e.Other.GetValueOrDefault("site"));
        }
    }

    [Fact]
    public void Rows_without_anything_are_none_and_the_others_keep_their_places()
    {
        var manifest = Read("id;image;label;\nA;a;;\n;;;\n ; ;;\nB;b;2,0;\n;;;\n");
        Assert.Equal([("A", 1, null), ("B", 4, (int?)2)], manifest.Entries.Select(e => (e.Id, e.Row, e.Label)));
        Assert.Empty(manifest.OtherColumns);
    }

    [Theory]
    [InlineData("image,mask\na,b\n", 0, "'id'")]
    [InlineData("id,image\nA,a\nA,b\n", 2, "row 1")]
    [InlineData("id,image\nA,a\n,b\n", 2, "id is empty")]
    [InlineData("id,image\nA,\n", 1, "image is empty")]
    [InlineData("id,image,mask,label\nA,a,b,GTV\n", 1, "'GTV'")]
    [InlineData("id,image,mask,label,roi\nA,a,b,1,GTV\n", 1, "not both")]
    [InlineData("id,image,suv\nA,a,\nB,b,kg\n", 2, "bw, lbm, bsa, ibw")]
    [InlineData("id,Image,image\nA,a,b\n", 0, "twice")]
    [InlineData("id,image\nA,a,b\n", 1, "cells")]
    [InlineData("id,image,\nA,a,\nB,b,c\n", 2, "column 3, which has no name")]
    [InlineData("id,image\n", 0, "no rows")]
    [InlineData("", 0, "empty")]
    public void What_cannot_be_meant_is_refused_with_its_row(string text, int row, string said)
    {
        var refusal = Assert.Throws<CohortManifestException>(() => Read(text));
        Assert.Equal(row, refusal.Row);
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_columns_are_refused_where_asked_for()
    {
        var refusal = Assert.Throws<CohortManifestException>(() => Read("id,image,maks\nA,a,b\n", refuseUnknown: true));
        Assert.Contains("maks", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_column_may_name_the_cases()
    {
        // A column called id is then one of the others.
        var manifest = Read("id,Patient,image\n1,A,a\n1,B,b\n", id: "patient");
        Assert.Equal([("A", "1"), ("B", "1")], manifest.Entries.Select(e => (e.Id, e.Other["id"])));
        Assert.Equal(["id"], manifest.OtherColumns);
        var refusal = Assert.Throws<CohortManifestException>(() => Read("patient,image\nA,a\n"));
        Assert.Contains("no column 'id'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("(the parameter id)", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("row 2: the patient is empty", Assert.Throws<CohortManifestException>(
            () => Read("patient,image\nA,a\n,b\n", id: "patient")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cases_at_hand_are_numbered_by_their_places()
    {
        CohortEntry Case(string id) => new() { Id = id, Image = "a.nii", Mask = "b.nii" };
        var manifest = CohortManifest.FromEntries([Case("A"), Case("B") with { Row = 1 }]);
        Assert.Equal([1, 2], manifest.Entries.Select(e => e.Row));
        var refusal = Assert.Throws<CohortManifestException>(() => CohortManifest.FromEntries([Case("A"), Case("B"), Case("A")]));
        Assert.Contains("row 3: the id 'A' stands in row 1 already", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nope.csv", "nope.csv: there is no such file.")]
    [InlineData("no/nope.csv", "no/nope.csv: there is no such file.")]
    [InlineData("/", "/ is a folder; give a file.")]
    public async Task A_file_that_is_not_there_is_called_so(string path, string said)
    {
        var (code, _, error) = await Tool.RunAsync("cohort", path, "-o", Path.Combine(_folder, "out"));
        Assert.Equal(1, code);
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    private CohortManifest Read(string text, bool refuseUnknown = false, string id = "id")
    {
        var path = Path.Combine(_folder, "manifest.csv");
        File.WriteAllText(path, text);
        return CohortManifest.Read(path, refuseUnknown, id);
    }
}
