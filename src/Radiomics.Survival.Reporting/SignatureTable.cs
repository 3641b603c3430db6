using System.Globalization;
using Radiomics.Studies;
using Survival.Models.Prognosis;

namespace Radiomics.Reporting;

/// <summary>The table of the features of a signature.</summary>
internal static class SignatureTable
{
    // So many digits in a column of one number of decimals at most; features of other sizes stand with significant digits.
    private const int MostDecimals = 6, MostDigits = 9, Significant = 4;

    // Numbers further apart than this are not of one size.
    private const double MostApart = 1000;

    public static ReportTable? Of(StudyResult result)
    {
        if (result.Signature is not { Count: > 0 } signature || result.Scale is not { } scale)
            return null;
        if (result.Harmonisation is { } harmonised)
            return ByBatch(signature, scale, harmonised);
        var weights = Column([.. signature.Select(s => s.Weight)]);
        var means = Column([.. signature.Select(s => scale.MeanOf(s.Feature))]);
        var deviations = Column([.. signature.Select(s => scale.StandardDeviationOf(s.Feature))]);
        return new ReportTable(
            "signature",
            "The signature",
            ["Feature", "Weight", "Training mean", "Training SD"],
            [.. signature.Select((s, k) => new[] { s.Feature, weights[k], means[k], deviations[k] })],
            "Rad-score = the sum of weight × (value − mean) / SD. Full precision is in study.json."
        );
    }

    // ComBat is a line of its own in each batch, so a z-score of the harmonised value is one of the value as it was measured.
    private static ReportTable ByBatch(
        IReadOnlyList<(string Feature, double Weight)> signature, Scaler scale, StudyHarmonisation harmonised)
    {
        var weights = Column([.. signature.Select(s => s.Weight)]);
        var rows = signature.SelectMany((s, k) =>
        {
            return harmonised.Model.Batches.Select((batch, b) =>
            {
                var (slope, intercept) = harmonised.Model.Line(batch, s.Feature);
                return (Head: new[] { b == 0 ? s.Feature : "", b == 0 ? weights[k] : "", batch },
                    Mean: (scale.MeanOf(s.Feature) - intercept) / slope, Deviation: scale.StandardDeviationOf(s.Feature) / slope);
            });
        }).ToList();
        var (means, deviations) = (Column([.. rows.Select(r => r.Mean)]), Column([.. rows.Select(r => r.Deviation)]));
        return new ReportTable(
            "signature",
            "The signature",
            ["Feature", "Weight", harmonised.Column, $"Mean by {harmonised.Column}", $"SD by {harmonised.Column}"],
            [.. rows.Select((r, k) => new[] { r.Head[0], r.Head[1], r.Head[2], means[k], deviations[k] })],
            "Rad-score = the sum of weight × (value − mean) / SD, with the mean and SD of the patient's own "
                + $"'{harmonised.Column}': they hold ComBat and the training set's z-score in one and take values as they were "
                + "measured. They are not averages of the patients. Full precision is in model.json."
        );
    }

    /// <summary>The numbers of a column: with one number of decimals, by which the least keeps four digits, where they are of one size;
    /// else with four significant digits each, and the whole part always whole.</summary>
    internal static string[] Column(IReadOnlyList<double> values)
    {
        double[] sizes = [.. values.Where(v => double.IsFinite(v) && v != 0).Select(Math.Abs).DefaultIfEmpty(1)];
        var decimals = Math.Max(0, Significant - 1 - Magnitude(sizes.Min()));
        return sizes.Max() <= MostApart * sizes.Min() && decimals <= MostDecimals
            && Math.Max(1, Magnitude(sizes.Max()) + 1) + decimals <= MostDigits
            ? [.. values.Select(v => NumberText.Fixed(v, decimals))]
            : [.. values.Select(Alone)];
    }

    private static string Alone(double value)
    {
        if (value == 0 || !double.IsFinite(value))
            return NumberText.Fixed(value, 0);
        var magnitude = Magnitude(value);
        return magnitude is >= -MostDecimals and < MostDigits
            ? NumberText.Fixed(value, Math.Max(0, Significant - 1 - magnitude))
            : Invariant($"{(value / Math.Pow(10, magnitude)).ToString("F3", CultureInfo.InvariantCulture)} × 10^{magnitude}");
    }

    private static int Magnitude(double value) => (int)Math.Floor(Math.Log10(Math.Abs(value)));
}
