using Survival.Models.Prognosis;

namespace Nomogram.HccSbrt.Tests;

internal static class Patients
{
    public static HccSbrtPatient Reference(double radScore = 0) => new(
        radScore, TumourSize.FromCentimetres(5), ChildPugh.A, Bed.FromGray(69.9));

    public static Dictionary<string, double> Features(double value = 0) =>
        PublishedModel.Features.ToDictionary(f => f, _ => value, StringComparer.Ordinal);

    public static HccSbrtPatient Of(Dictionary<string, double> features) =>
        new(features, TumourSize.FromCentimetres(5), ChildPugh.A, Bed.FromGray(69.9));

    public static Scaler UnitScale { get; } =
        Scaler.Create("test", PublishedModel.Features.ToDictionary(f => f, _ => (0.0, 1.0), StringComparer.Ordinal));
}
