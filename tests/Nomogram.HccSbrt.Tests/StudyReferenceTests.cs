using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Reference;
using Survival.Models;
using Survival.Models.Prognosis;

namespace Nomogram.HccSbrt.Tests;

/// <summary>The published signature on the reference study's simulated cohort: R's scores, groups, linear predictors and recalibrated
/// hazard.</summary>
public class StudyReferenceTests
{
    [Fact]
    public void The_published_signature_gives_Rs_numbers()
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        using var study = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf("reference", "study", "study.json")));
        var values = study.RootElement.GetProperty("steps").GetProperty("published_signature").GetProperty("values");
        var cohort = Table(File.OpenText(SharedData.PathOf("reference", "study", "cohort.csv")));
        using var stream = new GZipStream(
            File.OpenRead(SharedData.PathOf("reference", "study", "features.csv.gz")),
            CompressionMode.Decompress
        );
        var features = Table(new StreamReader(stream)).ToDictionary(r => r["id"], Numbers);
        var training = cohort.Where(r => r["set"] == "train").ToList();
        var scale = Scaler.Fit("training", PublishedModel.Features, [.. training.Select(r => features[r["id"]])]);

        var nomogram = new HccSbrtNomogram(scale);
        var predictions = cohort.Select(r => nomogram.Predict(new HccSbrtPatient(
            features[r["id"]],
            TumourSize.FromCentimetres(Number(r["tumour_cm"])),
            r["ctp_b"] == "1" ? ChildPugh.B : ChildPugh.A,
            Bed.FromFractionation(Number(r["dose_gy"]), (int)Number(r["fractions"])))
        { TumourCount = (int)Number(r["n_tumours"]) })).ToList();

        for (var i = 0; i < cohort.Count; i++)
        {
            Assert.Equal(values.GetProperty("score")[i].GetDouble(), predictions[i].Score!.Value, 1e-11);
            Assert.Equal(values.GetProperty("high")[i].GetInt32() == 1, predictions[i].IsHighScore);
            Assert.Equal(values.GetProperty("lp5")[i].GetDouble(), predictions[i].LinearPredictor, 1e-11);
        }
        var baseline = BaselineHazard.Recalibrate(
            "training",
            SurvivalData.Create([.. training.Select(r => Number(r["time"]))], [.. training.Select(r => r["event"] == "1")]),
            [.. predictions.Where((_, i) => cohort[i]["set"] == "train").Select(p => p.LinearPredictor)]);
        var expected = values.GetProperty("recalibrated_cumhaz");
        for (var i = 0; i < 3; i++)
            Assert.Equal(
                expected.GetProperty("breslow_offset")[i].GetDouble(),
                baseline.HazardAt(expected.GetProperty("times")[i].GetDouble()),
                1e-11
            );
    }

    private static List<Dictionary<string, string>> Table(TextReader reader)
    {
        using (reader)
        {
            var names = reader.ReadLine()!.Split(',');
            var rows = new List<Dictionary<string, string>>();
            while (reader.ReadLine() is { } line)
                rows.Add(names.Zip(line.Split(',')).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal));
            return rows;
        }
    }

    private static Dictionary<string, double> Numbers(Dictionary<string, string> row) =>
        row.Where(p => p.Key != "id").ToDictionary(p => p.Key, p => Number(p.Value), StringComparer.Ordinal);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
