using System.Text.Json;
using Survival.Models.CompetingRisks;
using Survival.Models.Cox;

namespace Survival.Models.Tests.References;

/// <summary>Clusters under competing risks and in the screen against R (clusters.R): ties, weights, strata, late entry.</summary>
public sealed class ClusterReferenceTests
{
    private static readonly JsonElement R = RReference.Load("clusters");

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, R.GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void ErrorsAreRs(int which)
    {
        var (c, d, v) = (R[which], R[which].GetProperty("data"), R[which].GetProperty("v"));
        bool Is(string name) => c.GetProperty(name)[0].GetBoolean();
        int[] Codes(string name) => [.. d.Numbers(name).Select(k => (int)k)];
        var data = CompetingRisksData.Create(
            d.Numbers("time"), Codes("cause"), Is("late") ? d.Numbers("entry") : null, Is("weighted") ? d.Numbers("w") : null,
            Is("strata") ? Codes("s") : null, Codes("cl"));
        var x = DesignMatrix.FromColumns(("x", d.Numbers("x")), ("z", d.Numbers("z")));
        var options = new CoxOptions { Tolerance = 1e-12 };
        var subdistribution = FineGrayModel.Fit(data, x, 1, new FineGrayOptions { Tolerance = 1e-12 });
        Near(v, "fg", [.. subdistribution.Coefficients, .. subdistribution.Covariance]);
        var cause = CauseSpecificCox.Fit(data, x, options).Models[1];
        Near(v, "cause", [.. cause.Coefficients, .. cause.Covariance]);
        var screen = UnivariableCox.Screen(data.CauseSpecific(1), x.SelectColumns(["x"]))[0];
        Near(v, "screen", [screen.Coefficient, screen.StandardError, screen.WaldPValue]);
        if (!v.TryGetProperty("aj", out var curve))
            return;
        var incidence = CumulativeIncidence.ForCause(data, 1);
        var known = curve.Numbers("time").Select(t => Last(incidence.Time, t)).ToArray();
        Near(curve, "estimate", [.. known.Select(k => k < 0 ? 0 : incidence.Estimate[k])]);
        Near(curve, "se", [.. known.Select(k => k < 0 ? 0 : Math.Sqrt(incidence.Variance[k]))]);
    }

    // The last of ascending times that is no later than a time, or -1.
    private static int Last(IReadOnlyList<double> times, double time) => times.Count(t => t <= time + 1e-9) - 1;

    private static void Near(JsonElement values, string name, double[] ours)
    {
        var theirs = values.Numbers(name);
        Assert.Equal(theirs.Length, ours.Length);
        for (var i = 0; i < ours.Length; i++)
            RReference.Near(theirs[i], ours[i], 1e-8, $"{name}, {i}");
    }
}
