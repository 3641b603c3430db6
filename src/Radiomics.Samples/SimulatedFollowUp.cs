using Nomogram.HccSbrt;
using Survival.Models;
using Survival.Models.NonParametric;
using Survival.Models.Resampling;

namespace Radiomics.Samples;

/// <summary>Draws survival from the published effects (Table 2) and censoring that leaves the wanted share of events.</summary>
internal static class SimulatedFollowUp
{
    // Table 2's univariable hazard ratios.
    private static readonly double Large = Math.Log(2.06);
    private static readonly double HighDose = Math.Log(0.41);
    private static readonly double Many = Math.Log(1.96);
    private static readonly double ChildPughB = Math.Log(2.36);
    private static readonly double AgeYear = Math.Log(1.01);

    /// <summary>The log hazard of a patient, apart from a constant.</summary>
    public static double LinearPredictor(SimulatedPatient patient, double radScore, SimulationOptions options) =>
        (options.SignatureEffect * PublishedModel.RadScore.Coefficient * radScore)
        + (options.ClinicalEffect * Clinical(patient))
        + (AgeYear * (patient.Age - 55));

    private static double Clinical(SimulatedPatient patient) =>
        (patient.TumourSize > 5 ? Large : 0)
        + (Bed.FromFractionation(patient.Dose, patient.Fractions).IsHigh ? HighDose : 0)
        + (patient.TumourCount > 3 ? Many : 0)
        + (patient.ChildPughB ? ChildPughB : 0);

    /// <summary>The patients with their follow-up and folds.</summary>
    public static SimulatedPatient[] Draw(IReadOnlyList<SimulatedPatient> patients, SimulationOptions options, Xoshiro256 random)
    {
        var n = patients.Count;
        var (death, dropout) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            death[i] = Math.Pow(random.NextExponential() * Math.Exp(-patients[i].LinearPredictor), 1 / options.WeibullShape);
            dropout[i] = random.NextExponential();
        }
        // The rate of dropping out at which the wanted number of deaths is seen: between the two patients where the number changes.
        var turning = death.Zip(dropout, (d, c) => d / c).Order().ToArray();
        var seen = Math.Clamp((int)Math.Round(options.EventShare * n), 1, n);
        var scale = seen == n ? double.PositiveInfinity : Math.Sqrt(turning[seen - 1] * turning[seen]);
        var (time, events) = (new double[n], new bool[n]);
        for (var i = 0; i < n; i++)
            (time[i], events[i]) = (Math.Min(death[i], dropout[i] * scale), death[i] <= dropout[i] * scale);

        Span<bool> sets = [true, false];
        foreach (var set in sets)
        {
            var rows = Enumerable.Range(0, n).Where(i => patients[i].Training == set).ToArray();
            var median = KaplanMeier.Fit(SurvivalData.Create(time, events).Select(rows)).Median.Estimate;
            if (!double.IsFinite(median))
                throw new ArgumentException(
                    Invariant(
                        $"With {options.EventShare:0.##} of the deaths seen, the {(set ? "training" : "validation")} set's survival never "
                    )
                        + $"falls to one half; ask for a larger share of events.",
                    nameof(options)
                );
            foreach (var i in rows)
                time[i] = Math.Max(0.1, Math.Round(time[i] * (set ? options.TrainingMedian : options.ValidationMedian) / median, 1));
        }
        var train = Enumerable.Range(0, n).Where(i => patients[i].Training).ToArray();
        var data = SurvivalData.Create(time, events).Select(train);
        var folds = data.EventCount < 2 ? null : Folds.Stratified(data, Math.Min(10, data.EventCount), options.Seed);
        return
        [
            .. patients.Select(
                (p, i) =>
                    p with
                    {
                        Time = time[i],
                        Event = events[i],
                        Fold = folds is null || !p.Training ? 0 : folds.FoldOfRow[Array.IndexOf(train, i)] + 1,
                    }
            ),
        ];
    }
}
