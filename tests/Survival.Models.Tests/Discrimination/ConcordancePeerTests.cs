using Survival.Models.Discrimination;

namespace Survival.Models.Tests.Discrimination;

/// <summary>Cases beyond the shared reference, on made data that R 4.2.2 with survival 3.5-3 was given as well.</summary>
public sealed class ConcordancePeerTests
{
    private static readonly int[] I = [.. Enumerable.Range(0, 60)];
    private static readonly double[] Time = [.. I.Select(i => (i * 7 % 23) + 1.0)];
    private static readonly bool[] Event = [.. I.Select(i => i % 3 != 0)];
    private static readonly double[] Marker = [.. I.Select(i => (double)(i * 11 % 17))];
    private static readonly double[] Weight = [.. I.Select(i => (i % 4) + 1.0)];
    private static readonly int[] Three = [.. I.Select(i => i % 5 % 3)];
    private static readonly double[] Entry = [.. I.Select(i => i % 2 == 0 ? 0 : Math.Min(Time[i] - 0.5, i * 5 % 9))];

    [Theory]
    [InlineData("w", ConcordanceWeight.Harrell, 0.4936481457718466, 0.06887309159870048)]
    [InlineData("s3w", ConcordanceWeight.Harrell, 0.4929837518463811, 0.07600845701659782)]
    [InlineData("s12", ConcordanceWeight.Harrell, 0.575, 0.08139410298049854)]
    [InlineData("cl12", ConcordanceWeight.Harrell, 0.5123347307320218, 0.07068661791346396)]
    [InlineData("w", ConcordanceWeight.PetoWilcoxon, 0.484594586999237, 0.06825827669872486)]
    [InlineData("s3w", ConcordanceWeight.PetoWilcoxon, 0.4949910721524496, 0.07372145028524948)]
    [InlineData("s12", ConcordanceWeight.PetoWilcoxon, 0.575, 0.08139410298049854)]
    [InlineData("cl12", ConcordanceWeight.PetoWilcoxon, 0.504048972471424, 0.07089295590485381)]
    [InlineData("w", ConcordanceWeight.Schemper, 0.4772920217825829, 0.06834915298941076)]
    [InlineData("s3w", ConcordanceWeight.Schemper, 0.5019695230136318, 0.07324250632020221)]
    [InlineData("s12", ConcordanceWeight.Schemper, 0.575, 0.08139410298049854)]
    [InlineData("cl12", ConcordanceWeight.Schemper, 0.4956616955902391, 0.0711062080235375)]
    [InlineData("w", ConcordanceWeight.Uno, 0.4772920217825829, 0.06834915298941073)]
    [InlineData("s3w", ConcordanceWeight.Uno, 0.5019695230136318, 0.07324250632020221)]
    [InlineData("s12", ConcordanceWeight.Uno, 0.575, 0.08139410298049854)]
    [InlineData("cl12", ConcordanceWeight.Uno, 0.495661695590239, 0.07110620802353751)]
    [InlineData("w", ConcordanceWeight.InverseAtRisk, 0.4643835238220074, 0.06931105257135901)]
    [InlineData("s3w", ConcordanceWeight.InverseAtRisk, 0.5003051216151237, 0.07362120425578703)]
    [InlineData("cl12", ConcordanceWeight.InverseAtRisk, 0.4767559876476868, 0.07105454614962979)]
    [InlineData("entry n", ConcordanceWeight.Harrell, 0.4510528853882012, 0.06446323726848041)]
    [InlineData("entry s3", ConcordanceWeight.Harrell, 0.473314606741573, 0.06426762143897911)]
    [InlineData("near", ConcordanceWeight.Harrell, 0.4874392220421394, 0.05992862165177729)]
    [InlineData("ymin", ConcordanceWeight.Harrell, 0.4898042414355628, 0.06072482396655651)]
    public void AgreesWithSurvival(string kind, ConcordanceWeight weight, double c, double se)
    {
        var data = kind switch
        {
            "w" => SurvivalData.Create(Time, Event, weight: Weight),
            "s3w" => SurvivalData.Create(Time, Event, weight: Weight, stratum: Three),
            "s12" => SurvivalData.Create(Time, Event, stratum: [.. I.Select(i => i % 12)]),
            "cl12" => SurvivalData.Create(Time, Event, weight: Weight, cluster: [.. I.Select(i => i % 9)]),
            "entry n" => SurvivalData.Create(Time, Event, Entry, Weight),
            "entry s3" => SurvivalData.Create(Time, Event, Entry, stratum: Three),
            "near" => SurvivalData.Create([.. Time.Select((t, i) => t + (i % 5 == 0 ? 1e-9 : 0))], Event),
            _ => SurvivalData.Create([.. Time.Select((t, i) => !Event[i] && t < 4 ? t + 4 : t)], Event),
        };
        var result = Concordance.Estimate(data, Marker, new ConcordanceOptions
        {
            Weight = weight,
            LatestTime = kind == "cl12" ? 12 : null,
            EarliestTime = kind == "ymin" ? 4 : null,
        });
        Assert.Equal(c, result.Index, 12);
        Assert.Equal(se, result.StandardError, 12);
    }
}
