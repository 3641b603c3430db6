using System.Text.Json;
using Survival.Models.CompetingRisks;
using Survival.Models.Cox;
using Survival.Models.CutPoints;
using Survival.Models.Discrimination;
using Survival.Models.NonParametric;

namespace Survival.Models.Tests.References;

/// <summary>
/// Cohorts of awkward kinds against R (odd-cohorts.R): whole and half times, many events at time 0, left truncation with fractional
/// weights, clusters across strata, a group without events, eight patients. Some 21,000 values.
/// </summary>
public sealed class OddCohortTests
{
    private static readonly JsonElement Cases = RReference.Load("odd-cohorts");

    public static TheoryData<string> Names => [.. Cases.EnumerateObject().Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryValueIsRs(string name)
    {
        var cohort = new OddCohort(Cases.GetProperty(name));
        var compared = 0;
        foreach (var (path, ours) in cohort.All())
        {
            if (cohort.Expected(path) is not { } theirs)
                continue;
            Assert.True(theirs.Length == ours.Length, $"{name}, {path}: R has {theirs.Length} values, we have {ours.Length}.");
            var size = theirs.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
            for (var i = 0; i < ours.Length; i++)
            {
                // Of a vector of residuals those near 0 are as close as the largest allows.
                var near = double.IsNaN(theirs[i])
                    ? double.IsNaN(ours[i])
                    : theirs[i] == ours[i] || Math.Abs(theirs[i] - ours[i]) <= 1e-8 * Math.Max(Math.Abs(theirs[i]), 1e-2 * size);
                Assert.True(near, FormattableString.Invariant($"{name}, {path}, {i}: R has {theirs[i]:G12}, we have {ours[i]:G12}."));
            }
            compared += ours.Length;
        }
        Assert.True(compared > 400, $"{name}: only {compared} values were compared.");
    }

    // In stratum 2 all who had entered before 7 had left by then, when the next entered, so that the chance of having entered earlier is
    // estimated as 0: finegray has no weights for nine rows, and coxph leaves them out.
    [Fact]
    public void ACompetingEventWithoutAWeightIsRefused()
    {
        var cohort = new OddCohort(Cases.GetProperty("halves"));
        var refusal = Assert.Throws<InvalidSurvivalDataException>(cohort.FineGrayOfStrata);
        Assert.Contains("having entered by then", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(refusal.Row, 0, 59);
    }

    // R's cuminc gives -1 where a group's incidence of the cause cannot be compared.
    [Fact]
    public void WhereGrayFailsInRItIsRefused()
    {
        var gray = Cases.GetProperty("coarse").GetProperty("v").Numbers("gray");
        var cohort = new OddCohort(Cases.GetProperty("coarse"));
        RReference.Near(gray[0], cohort.Gray(1).Statistic, 1e-9, "Gray");
        RReference.Near(gray[2], cohort.Gray(1).PValue, 1e-8, "p");
        Assert.Equal(-1, gray[1]);
        Assert.Throws<InvalidSurvivalDataException>(() => cohort.Gray(2));
    }
}

/// <summary>A cohort of the reference with our values of it, by R's names.</summary>
internal sealed class OddCohort(JsonElement c)
{
    private static readonly string[] Full = ["x", "z", "gb"];
    private readonly JsonElement _d = c.GetProperty("data");
    private readonly JsonElement _v = c.GetProperty("v");
    private readonly bool _late = c.GetProperty("entry")[0].GetBoolean();
    private readonly bool _tiny = c.GetProperty("data").GetProperty("time").GetArrayLength() < 20;

    /// <summary>R's values; null where it has none.</summary>
    public double[]? Expected(string path)
    {
        // "S/G" and "n/G2" are weights of concordance, not members.
        string[] parts = path.StartsWith('c') && path.Split('_')[0] is "c" or "cw" or "cs" or "ccl"
            ? [path]
            : path.Split('/');
        var e = _v;
        foreach (var part in parts)
        {
            if (!e.TryGetProperty(part, out e))
                return null;
        }
        return Flat(e);
    }

    public TestResult Gray(int cause) => GrayTest.Test(Causes(), Whole("g"), cause);

    public void FineGrayOfStrata() => FineGrayModel.Fit(Causes(strata: true), X("x", "z"), 1);

    public IEnumerable<(string Path, double[] Values)> All() =>
    [
        .. Curves(), .. GroupTests(), .. CoxModels(), .. Concordances(), .. _late || _tiny ? [] : Accuracy(), .. CompetingRisks(),
    ];

    private static double[] Flat(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Array => [.. e.EnumerateArray().SelectMany(Flat)],
        JsonValueKind.Number => [e.GetDouble()],
        JsonValueKind.Object => [],
        _ => [e.GetString() switch { "Inf" => double.PositiveInfinity, "-Inf" => double.NegativeInfinity, _ => double.NaN }],
    };

    // As R lays a matrix out: column by column.
    private static double[] Flat(double[,] m)
    {
        var values = new double[m.Length];
        for (int j = 0, k = 0; j < m.GetLength(1); j++)
        {
            for (var i = 0; i < m.GetLength(0); i++)
                values[k++] = m[i, j];
        }
        return values;
    }

    private double[] Of(string column) => Flat(_d.GetProperty(column));

    private int[] Whole(string column) => Array.ConvertAll(Of(column), v => (int)v);

    private bool[] Events => Array.ConvertAll(Whole("event"), v => v == 1);

    private SurvivalData Data(bool weights = false, bool strata = false, bool clusters = false) => SurvivalData.Create(
        Of("time"), Events, _late ? Of("entry") : null, weights ? Of("w") : null, strata ? Whole("s") : null,
        clusters ? Whole("cl") : null);

    private CompetingRisksData Causes(bool weights = false, bool strata = false) => CompetingRisksData.Create(
        Of("time"), Whole("cause"), _late ? Of("entry") : null, weights ? Of("w") : null, strata ? Whole("s") : null);

    private DesignMatrix X(params string[] names) => DesignMatrix.FromColumns([.. names.Select(n => (n, Of(n)))]);

    private static IEnumerable<(string, double[])> Curve(string key, SurvivalCurve k) =>
    [
        (key + "/time", [.. k.Time]), (key + "/risk", [.. k.AtRisk]), (key + "/event", [.. k.Events]), (key + "/surv", [.. k.Survival]),
        (key + "/se", [.. k.StandardError]), (key + "/lower", [.. k.Lower]), (key + "/upper", [.. k.Upper]),
        (key + "/haz", [.. k.CumulativeHazard]), (key + "/hse", [.. k.CumulativeHazardStandardError]),
    ];

    private IEnumerable<(string, double[])> Curves()
    {
        var o = KaplanMeierOptions.Default;
        (string, SurvivalData, KaplanMeierOptions)[] all =
        [
            ("km", Data(), o),
            ("kmW", Data(true), o with { Robust = true }),
            ("kmWm", Data(true), o with { Robust = false }),
            ("kmCl", Data(clusters: true), o),
            ("kmClW", Data(true, clusters: true), o with { Confidence = ConfidenceKind.LogLog }),
            ("km_plain", Data(), o with { Confidence = ConfidenceKind.Plain }),
            ("km_log-log", Data(), o with { Confidence = ConfidenceKind.LogLog }),
            ("km_logit", Data(), o with { Confidence = ConfidenceKind.Logit }),
            ("km_arcsin", Data(), o with { Confidence = ConfidenceKind.Arcsine }),
            ("na", Data(), o with { Estimator = SurvivalEstimator.NelsonAalen }),
            ("fh", Data(), o with { Estimator = SurvivalEstimator.FlemingHarrington }),
            ("fhW", Data(true), o with { Estimator = SurvivalEstimator.FlemingHarrington, Robust = false }),
            ("naCl", Data(clusters: true), o with { Estimator = SurvivalEstimator.NelsonAalen }),
        ];
        foreach (var value in all.SelectMany(a => Curve(a.Item1, KaplanMeier.Fit(a.Item2, a.Item3))))
            yield return value;
        var curve = KaplanMeier.Fit(Data());
        Interval[] quantiles = [curve.Quantile(0.25), curve.Quantile(0.5), curve.Quantile(0.75)];
        yield return ("quant", [.. quantiles.Select(q => q.Estimate), .. quantiles.Select(q => q.Lower)]);
        var mean = curve.RestrictedMean(6);
        yield return ("rmst", [mean.Mean, mean.StandardError]);
    }

    private IEnumerable<(string, double[])> GroupTests()
    {
        if (_late)
            yield break;
        foreach (var (name, rho) in new[] { ("0", 0.0), ("0.5", 0.5), ("1", 1.0) })
        {
            foreach (var strata in new[] { false, true })
            {
                var r = LogRank.Test(Data(strata: strata), Whole("g"), rho);
                yield return ((strata ? "lrs" : "lr") + name, [r.ChiSquare, .. r.Observed, .. r.Expected, .. Flat(r.Variance)]);
            }
        }
    }

    private IEnumerable<(string, double[])> CoxModels()
    {
        if (_tiny)
            return Cox("cox_efron", TieMethod.Efron, Data(), null, "x");
        var all = new List<(string, double[])>();
        foreach (var (name, ties) in new[] { ("breslow", TieMethod.Breslow), ("efron", TieMethod.Efron), ("exact", TieMethod.Exact) })
        {
            if (!_v.TryGetProperty("cox_" + name, out _))
                continue;
            all.AddRange(Cox("cox_" + name, ties, Data(), null, Full));
            all.AddRange(Cox("coxs_" + name, ties, Data(strata: true), null, Full));
            if (ties == TieMethod.Exact)
                continue;
            all.AddRange(Cox("coxw_" + name, ties, Data(true), null, Full));
            all.AddRange(Cox("coxwm_" + name, ties, Data(true), false, Full));
            all.AddRange(Cox("coxc_" + name, ties, Data(clusters: true), null, Full));
            all.AddRange(Cox("coxcws_" + name, ties, Data(true, true, true), null, Full));
        }
        return all;
    }

    private IEnumerable<(string, double[])> Cox(string key, TieMethod ties, SurvivalData data, bool? robust, params string[] columns)
    {
        var m = CoxModel.Fit(data, X(columns), new CoxOptions { Ties = ties, Robust = robust, Tolerance = 1e-12, MaxIterations = 60 });
        yield return (key + "/coef", m.Coefficients.ToArray());
        yield return (key + "/var", m.Covariance.ToArray());
        yield return (key + "/naive", m.ModelCovariance.ToArray());
        yield return (key + "/loglik", [m.LogLikelihoodNull, m.LogLikelihood]);
        yield return (key + "/score", [m.ScoreTest.Statistic]);
        yield return (key + "/wald", [m.WaldTest.Statistic]);
        if (m.RobustScoreTest is { } score)
            yield return (key + "/rscore", [score.Statistic]);
        yield return (key + "/martingale", m.MartingaleResiduals());
        yield return (key + "/deviance", m.DevianceResiduals());
        var concordance = m.Concordance();
        yield return (key + "/c", [concordance.Index, concordance.StandardError * concordance.StandardError]);
        if (ties == TieMethod.Exact)
            yield break;
        (string, TimeTransform)[] transforms =
            [("zphKm", TimeTransform.KaplanMeier), ("zphRank", TimeTransform.Rank), ("zphId", TimeTransform.Identity)];
        foreach (var (name, transform) in transforms)
        {
            var test = m.ProportionalHazards(transform, false);
            yield return ($"{key}/{name}", [.. test.Terms.Select(t => t.Test.Statistic), test.Global.Statistic]);
        }
        yield return (key + "/scoreR", Flat(m.ScoreResiduals()));
        yield return (key + "/dfbeta", Flat(m.DfBeta()));
        yield return (key + "/dfbetas", Flat(m.DfBeta(standardised: true)));
        yield return (key + "/schoenfeld", Flat(m.SchoenfeldResiduals().Values));
        yield return (key + "/scaled", Flat(m.SchoenfeldResiduals(scaled: true).Values));
        if (m.Baselines.Count > 1)
            yield break;
        foreach (var value in Curve(key + "/curve", m.Survival(columns.Length == 1 ? [0.7] : [0.7, 1, 1])))
            yield return value;
    }

    private IEnumerable<(string, double[])> Concordances()
    {
        (string, ConcordanceWeight)[] weights =
        [
            ("n", ConcordanceWeight.Harrell), ("S", ConcordanceWeight.PetoWilcoxon), ("S/G", ConcordanceWeight.Schemper),
            ("n/G2", ConcordanceWeight.Uno), ("I", ConcordanceWeight.InverseAtRisk),
        ];
        foreach (var (name, weight) in weights)
        {
            (string, SurvivalData)[] kinds =
                [("c_", Data()), ("cw_", Data(true)), ("cs_", Data(strata: true)), ("ccl_", Data(clusters: true))];
            foreach (var (kind, data) in kinds)
            {
                if (_v.TryGetProperty(kind + name, out _))
                    yield return (kind + name, Index(data, new ConcordanceOptions { Weight = weight }));
            }
        }
        if (!_tiny)
            yield return ("c_range", Index(Data(), new ConcordanceOptions { LatestTime = 7 }));

        double[] Index(SurvivalData data, ConcordanceOptions options)
        {
            var r = Concordance.Estimate(data, Of("m"), options);
            return [r.Index, r.StandardError * r.StandardError];
        }
    }

    private IEnumerable<(string, double[])> Accuracy()
    {
        double[] at = [3, 6];
        var (a, b) = (Array.ConvertAll(Of("m"), v => 1 / (1 + Math.Exp(-v))), Array.ConvertAll(Of("x"), v => 1 / (1 + Math.Exp(0.3 - v))));
        var m = TimeDependentRoc.Ipcw(Data(), a, at, IpcwConvention.RiskRegression);
        var x = TimeDependentRoc.Ipcw(Data(), b, at, IpcwConvention.RiskRegression);
        yield return ("auc", [.. m.At.Concat(x.At).Select(v => v.Auc)]);
        yield return ("aucSe", [.. m.At.Concat(x.At).Select(v => v.StandardError)]);
        var differences = x.Compare(m).Select(v => v.Difference).ToArray();
        yield return ("aucD", [.. differences.Select(d => d.Estimate), .. differences.Select(d => d.StandardError)]);
        BrierAt[] scores =
            [.. BrierScore.Null(Data(), at).At, .. BrierScore.Ipcw(Data(), [a, a], at).At, .. BrierScore.Ipcw(Data(), [b, b], at).At];
        yield return ("brier", [.. scores.Select(v => v.Brier)]);
        yield return ("brierSe", [.. scores.Select(v => v.StandardError)]);
        (string, CutPointPValue)[] rules =
            [("Lau92", CutPointPValue.Lausen1992), ("Lau94", CutPointPValue.Lausen1994), ("HL", CutPointPValue.HothornLausen)];
        foreach (var (name, rule) in rules)
        {
            var cut = MaximallySelectedRank.Search(
                Data(), Of("m"), new CutPointOptions { PValue = rule, MinimumShare = 0.15, MaximumShare = 0.85 });
            yield return ("ms_" + name, [Math.Abs(cut.Statistic), cut.CutPoint, cut.PValue]);
        }
        yield return ("crAuc", [.. at.Select(t => CompetingRisksAccuracy.Auc(Causes(), 1, a, t).Auc)]);
        yield return ("crBrier", [.. at.Select(t => CompetingRisksAccuracy.Brier(Causes(), 1, a, t).Brier)]);
    }

    private IEnumerable<(string, double[])> CompetingRisks()
    {
        var incidence = CumulativeIncidence.ForCause(Causes(), 1);
        var at = Flat(_v.GetProperty("aj").GetProperty("time"));
        yield return ("aj/est", [.. at.Select(t => incidence.At(t).Estimate)]);
        var weighted = CumulativeIncidence.ForCause(Causes(true), 1);
        yield return ("ajW/est", [.. at.Select(t => weighted.At(t).Estimate)]);
        yield return ("ajW/se", [.. at.Select(t => weighted.At(t).StandardError)]);
        if (_tiny)
            yield break;
        foreach (var (name, weights, strata) in new[] { ("fg_plain", false, false), ("fg_w", true, false), ("fg_s", false, true) })
        {
            if (!_v.TryGetProperty(name, out _))
                continue;
            var options = Precise() with { EventsFirst = true, CensoringVariance = false };
            var fit = FineGrayModel.Fit(Causes(weights, strata), X("x", "z"), 1, options);
            yield return (name, [.. fit.Coefficients, .. fit.Covariance]);
        }
        if (_late)
            yield break;
        // R's -1 where it fails is held by a test of its own.
        if (Flat(_v.GetProperty("gray"))[1] != -1)
        {
            yield return ("gray", [Gray(1).Statistic, Gray(2).Statistic, Gray(1).PValue, Gray(2).PValue]);
            yield return ("grayS", [.. new[] { 1, 2 }.Select(k => GrayTest.Test(Causes(strata: true), Whole("g"), k, 1).Statistic)]);
        }
        var one = FineGrayModel.Fit(Causes(), X(Full), 1, Precise());
        yield return ("crr", [.. one.Coefficients, .. one.Covariance, one.LogLikelihood, one.LogLikelihoodNull]);
        var two = FineGrayModel.Fit(Causes(), X(Full), 2, Precise());
        yield return ("crr2", [.. two.Coefficients, .. two.Covariance]);
        var grouped = FineGrayModel.Fit(Causes(), X("x", "z"), 1, Precise(), Whole("z"));
        yield return ("crrG", [.. grouped.Coefficients, .. grouped.Covariance]);

        static FineGrayOptions Precise() => new() { Tolerance = 1e-12 };
    }
}
