namespace Nomogram.HccSbrt.Tests;

internal static class Patients
{
    public static HccSbrtPatient Reference(double radScore = 0) => new(
        RadScore.FromValue(radScore), TumourSize.FromCentimetres(5), ChildPughClass.A, Bed.FromGray(69.9));

    public static Dictionary<string, double> Features(double value = 0) =>
        PublishedModel.RadScoreTerms.ToDictionary(t => t.Feature, _ => value, StringComparer.Ordinal);

    public static FeatureStandardization UnitScale { get; } = FeatureStandardization.Create(
        "test", PublishedModel.RadScoreTerms.ToDictionary(t => t.Feature, _ => (0.0, 1.0), StringComparer.Ordinal));
}
