using Survival.Models.Resampling;

namespace Radiomics.Samples;

/// <summary>Draws clinical data whose shares in each set are those of the published Table 1 (doi:10.1155/2023/1554599).</summary>
internal static class SimulatedClinic
{
    // How many of the 95 training and 42 validation patients, and how the variable goes with the burden of disease, which makes large and
    // many
    // tumours and a poor liver come together: Table 2's univariable hazard ratios are larger than its multivariable ones. For age the
    // paper's
    // training column adds up to 93; the two are taken as 50 or more. Doses are not in Table 1: half of either set is assumed to have 70 Gy
    // or more.
    private static readonly (string Name, int Training, int Validation, double Burden)[] Shares =
    [
        ("age50", 61, 28, 0),
        ("male", 82, 38, 0),
        ("hbsag", 79, 40, 0),
        ("ctpB", 33, 18, 0.5),
        ("ps2", 12, 5, 0),
        ("size5", 53, 29, 0.5),
        ("afp20", 74, 32, 0.2),
        ("mvi", 88, 41, 0),
        ("n1", 43, 13, 0),
        ("count3", 42, 20, 0.5),
        ("tace", 81, 35, 0),
        ("systemic", 88, 37, 0),
        ("bed70", 50, 22, -0.3),
    ];

    // Total dose and fractions within 25-50 Gy in 5-8 (section 2.2), below and from 70 Gy of BED on.
    private static readonly (double Dose, int Fractions)[] LowDoses = [(25, 5), (30, 5), (30, 6), (35, 5), (35, 7), (36, 6)];
    private static readonly (double Dose, int Fractions)[] HighDoses = [(40, 5), (42, 6), (45, 6), (48, 8), (50, 5)];

    /// <summary>The patients, without follow-up: their times are 0.</summary>
    public static SimulatedPatient[] Draw(SimulationOptions options, Xoshiro256 random)
    {
        var n = options.Patients;
        var training = new bool[n];
        training.AsSpan(0, (int)Math.Round(n * 95 / 137.0)).Fill(true);
        random.Shuffle<bool>(training);
        var second = new bool[n];
        second.AsSpan(0, options.SecondReaderPatients).Fill(true);
        random.Shuffle<bool>(second);

        var burden = Enumerable.Range(0, n).Select(_ => random.NextNormal()).ToArray();
        var has = Shares.ToDictionary(s => s.Name, s => Assign(s, training, burden, random));
        var width = Math.Max(3, Invariant($"{n}").Length);
        return
        [
            .. Enumerable
                .Range(0, n)
                .Select(i =>
                {
                    var dose = (has["bed70"][i] ? HighDoses : LowDoses) is var doses ? doses[random.NextInt(doses.Length)] : default;
                    return new SimulatedPatient
                    {
                        Id = "SIM" + Invariant($"{i + 1}").PadLeft(width, '0'),
                        Training = training[i],
                        Fold = 0,
                        SecondReader = second[i],
                        Time = 0,
                        Event = false,
                        Age = has["age50"][i] ? (int)Between(50, 78, 58, 8, random) : (int)Between(30, 50, 44, 6, random),
                        Male = has["male"][i],
                        HepatitisB = has["hbsag"][i],
                        ChildPughB = has["ctpB"][i],
                        PerformanceStatus2 = has["ps2"][i],
                        TumourSize = Math.Round(has["size5"][i] ? Between(5.1, 16, 7.5, 2.5, random) : Between(1.2, 5, 3.4, 1, random), 1),
                        Afp = Math.Round(
                            has["afp20"][i] ? Math.Exp(Between(3.01, 10, 6, 1.6, random)) : Math.Exp(Between(0.2, 2.99, 2, 0.7, random)),
                            1
                        ),
                        VascularInvasion = has["mvi"][i],
                        NodePositive = has["n1"][i],
                        TumourCount = has["count3"][i] ? 4 + random.NextInt(5) : 1 + random.NextInt(3),
                        Tace = has["tace"][i],
                        SystemicTherapy = has["systemic"][i],
                        Dose = dose.Dose,
                        Fractions = dose.Fractions,
                        LinearPredictor = 0,
                    };
                }),
        ];
    }

    // Exactly the table's share of each set: those with the highest of a variate that goes with the burden.
    private static bool[] Assign(
        (string Name, int Training, int Validation, double Burden) share,
        bool[] training,
        double[] burden,
        Xoshiro256 random
    )
    {
        var variate = burden
            .Select(b => (share.Burden * b) + (Math.Sqrt(1 - (share.Burden * share.Burden)) * random.NextNormal()))
            .ToArray();
        var has = new bool[burden.Length];
        foreach (var set in new[] { true, false })
        {
            var rows = Enumerable.Range(0, has.Length).Where(i => training[i] == set).OrderByDescending(i => variate[i]).ToList();
            var count = (int)Math.Round(set ? rows.Count * share.Training / 95.0 : rows.Count * share.Validation / 42.0);
            foreach (var row in rows.Take(count))
                has[row] = true;
        }
        return has;
    }

    // A normal variate that lies between two limits.
    private static double Between(double least, double most, double mean, double deviation, Xoshiro256 random)
    {
        double value;
        do
            value = mean + (deviation * random.NextNormal());
        while (!(value >= least && value < most));
        return value;
    }
}
