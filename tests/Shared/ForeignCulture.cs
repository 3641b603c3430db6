using System.Globalization;
using System.Runtime.CompilerServices;

namespace TestCulture;

/// <summary>
/// Every test runs as on a machine whose language writes -1,5 with a comma and another minus: numbers in files, messages and file names
/// must not care.
/// RADIOMICS_CULTURE names a culture of the machine instead (de-DE, tr-TR, fa-IR), or "invariant".
/// </summary>
internal static class ForeignCulture
{
    [ModuleInitializer]
    internal static void Set()
    {
        var name = Environment.GetEnvironmentVariable("RADIOMICS_CULTURE");
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = name switch
        {
            null or "" => Foreign(),
            "invariant" => CultureInfo.InvariantCulture,
            _ => new CultureInfo(name),
        };
    }

    private static CultureInfo Foreign()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        var numbers = culture.NumberFormat;
        (numbers.NumberDecimalSeparator, numbers.NumberGroupSeparator, numbers.NegativeSign) = (",", "\u00a0", "\u2212");
        (numbers.PercentDecimalSeparator, numbers.PercentGroupSeparator, numbers.PositiveSign, numbers.NaNSymbol) = (
            ",",
            "\u00a0",
            "\u200e+",
            "epäluku"
        );
        culture.DateTimeFormat.DateSeparator = ".";
        culture.DateTimeFormat.TimeSeparator = ".";
        return culture;
    }
}
