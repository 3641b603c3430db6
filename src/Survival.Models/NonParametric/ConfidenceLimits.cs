using Survival.Models.Numerics;

namespace Survival.Models.NonParametric;

/// <summary>Limits of a survival from the standard error of its logarithm, on the scale asked for.</summary>
internal static class ConfidenceLimits
{
    public static (double Lower, double Upper) Of(double survival, double logError, KaplanMeierOptions options)
    {
        var step = Confidence.Critical(options.ConfidenceLevel) * logError;
        switch (options.Confidence)
        {
            case ConfidenceKind.Plain:
                return survival == 0 ? (double.NaN, double.NaN)
                    : (Math.Max(survival - step * survival, 0), Math.Min(survival + step * survival, 1));
            case ConfidenceKind.Log when survival > 0:
                return (survival * Math.Exp(-step), Math.Min(survival * Math.Exp(step), 1));
            case ConfidenceKind.LogLog when survival is > 0 and < 1:
                var width = step / Math.Log(survival);
                return (Math.Pow(survival, Math.Exp(-width)), Math.Pow(survival, Math.Exp(width)));
            case ConfidenceKind.Logit when survival is > 0 and < 1:
                var (odds, factor) = (survival / (1 - survival), Math.Exp(step / (1 - survival)));
                // The factor of a very large error is infinite, and infinity over infinity no limit.
                return (1 / (1 + (factor / odds)), 1 / (1 + (1 / (odds * factor))));
            case ConfidenceKind.Arcsine when survival is > 0 and < 1:
                var (angle, half) = (Math.Asin(Math.Sqrt(survival)), 0.5 * step * Math.Sqrt(survival / (1 - survival)));
                return (Square(Math.Sin(Math.Max(0, angle - half))), Square(Math.Sin(Math.Min(Math.PI / 2, angle + half))));
            default:
                return (double.NaN, double.NaN);
        }
    }

    private static double Square(double x) => x * x;
}
