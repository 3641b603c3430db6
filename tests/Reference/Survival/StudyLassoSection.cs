using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Survival.Models;
using Survival.Models.CutPoints;
using Survival.Models.Penalised;
using Survival.Models.Resampling;

namespace Reference.Survival;

/// <summary>The LASSO and cut-point steps of the reference study: 95 training patients, 532 features.</summary>
public sealed class StudyLassoSection : IConformanceSection
{
    /// <inheritdoc/>
    public int Order => 68;

    /// <inheritdoc/>
    public string Title => "Study: LASSO and cut-point";

    /// <inheritdoc/>
    public string Introduction =>
        "The LASSO of the simulated cohort (path, cross-validation, selection) against the reference's exact optimum, to 8 significant "
            + "digits, and the cut of the score it gives.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf("reference", "study", "study.json")));
        var steps = document.RootElement.GetProperty("steps");
        var kept = steps.GetProperty("icc").GetProperty("values").Texts("kept");
        var cohort = DataTable.Read(SharedData.PathOf("reference", "study", "cohort.csv"));
        var train = cohort.Texts("set").Select((s, i) => (s, i)).Where(t => t.s == "train").Select(t => t.i).ToArray();
        T[] Train<T>(T[] all) => [.. train.Select(i => all[i])];
        var data = SurvivalData.Create(Train(cohort.Numbers("time")), Train(cohort.Flags("event")));
        var x = Scores(kept, train);
        var folds = Folds.FromIds([.. Train(cohort.Numbers("foldid")).Select(f => (int)f)]);
        var expected = steps.GetProperty("lasso").GetProperty("values");
        var cv = CoxNet.CrossValidate(
            data,
            x,
            folds,
            new CoxNetOptions
            {
                Lambdas =
                [
                    .. Enumerable
                        .Range(0, 40)
                        .Select(k => CoxNet.Fit(data, x, new CoxNetOptions { LambdaCount = 1 }).Lambdas[0] * Math.Pow(0.01, k / 99.0)),
                ],
            }
        );
        yield return Lasso(expected, cv, kept);
        yield return Cut(steps.GetProperty("cutpoint").GetProperty("values"), data, cv.Minimum.Predict(x));
    }

    private static ConformanceRow Lasso(JsonElement expected, CoxNetCv cv, string[] kept)
    {
        var result = new Comparison("lasso");
        var exact = expected.GetProperty("exact");
        result.Add("lambda max", expected.Number("lambda_max"), cv.Lambdas[0]);
        result.Add("lambda", exact.Numbers("lambda"), cv.Lambdas);
        result.Add("df", exact.Numbers("df"), [.. cv.Path.NonzeroCounts.Select(c => (double)c)]);
        result.Add("deviance ratio", exact.Numbers("dev_ratio"), cv.Path.DevianceRatios, scale: 1e-3);
        result.Add("null deviance", exact.Number("null_deviance"), cv.Path.NullDeviance);
        result.Add("cvm", exact.Numbers("cvm"), cv.MeanScores);
        result.Add("cvsd", exact.Numbers("cvsd"), cv.StandardErrors);
        var folds = exact.GetProperty("fold_deviance").Matrix();
        for (var f = 0; f < folds.Length; f++)
            result.Add($"fold {f}", folds[f], cv.FoldScores(f).ToArray());
        result.Add("index min", exact.Number("index_min_zero_based"), cv.IndexMin);
        result.Add("index 1se", exact.Number("index_1se_zero_based"), cv.Index1Se);
        foreach (var (name, model) in (ReadOnlySpan<(string, CoxNetModel)>)[("coef_min", cv.Minimum), ("coef_1se", cv.OneStandardError)])
        {
            var c = exact.GetProperty(name);
            result.Add(name + " features", 1, c.Texts("feature").SequenceEqual(model.SelectedNames) ? 1 : 0);
            result.Add(name, c.Numbers("value"), model.Values.ToArray());
        }
        var path = exact.GetProperty("coef_path");
        var names = path.Texts("features");
        var rows = path.GetProperty("rows_are_features_columns_are_lambda").Matrix();
        for (var k = 0; k < cv.Path.Count; k++)
        {
            var dense = cv.Path.At(k).ToDense();
            var theirs = rows.Select(r => r[k]).ToArray();
            result.Add(
                $"path at {k}",
                theirs,
                [.. names.Select(n => dense[Array.IndexOf(kept, n)])],
                scale: Math.Max(theirs.Max(Math.Abs), 1e-6)
            );
        }
        return result.ToRow();
    }

    private static ConformanceRow Cut(JsonElement expected, SurvivalData data, ReadOnlySpan<double> score)
    {
        var result = new Comparison("cutpoint of the Rad-score");
        var ours = MaximallySelectedRank.Search(data, score);
        result.Add("cut", expected.Number("cutpoint"), ours.CutPoint);
        result.Add("statistic", expected.Number("statistic"), ours.Statistic);
        result.Add("cuts", expected.Numbers("candidate_cuts"), ours.Cuts.ToArray(), scale: 0.1);
        result.Add("profile", expected.Numbers("candidate_stats"), ours.Statistics.ToArray(), scale: 0.1);
        result.Add("high", expected.GetProperty("n_high").Number("train"), ours.IsHigh(score).Count(h => h));
        result.Add(
            "differ",
            expected.GetProperty("n_differ_between_rules").Number("train"),
            ours.IsHigh(score, CutPointRule.AtOrAbove).Count(h => h) - ours.IsHigh(score).Count(h => h)
        );
        foreach (
            var (name, method) in (ReadOnlySpan<(string, CutPointPValue)>)
                [("Lau92", CutPointPValue.Lausen1992), ("Lau94", CutPointPValue.Lausen1994), ("HL", CutPointPValue.HothornLausen)]
        )
        {
            var p = MaximallySelectedRank.Search(data, score, new CutPointOptions { PValue = method }).PValue;
            result.Add(name, expected.GetProperty("p_values").GetProperty(name).Number("p"), p);
        }
        return result.ToRow();
    }

    /// <summary>The kept features of the training rows, as z-scores with divisor n - 1.</summary>
    private static DesignMatrix Scores(string[] kept, int[] rows)
    {
        using var reader = new StreamReader(
            new GZipStream(File.OpenRead(SharedData.PathOf("reference", "study", "features.csv.gz")), CompressionMode.Decompress)
        );
        var names = reader.ReadLine()!.Split(',').Select(n => n.Trim('"')).ToArray();
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(',')).ToArray();
        return DesignMatrix.FromColumns([.. kept.Select(name =>
        {
            var j = Array.IndexOf(names, name);
            var values = rows.Select(r => double.Parse(lines[r][j], CultureInfo.InvariantCulture)).ToArray();
            var mean = values.Average();
            var sd = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
            return (name, values.Select(v => (v - mean) / sd).ToArray());
        })]);
    }
}
