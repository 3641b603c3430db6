using System.Globalization;

namespace Radiomics.Imaging.Dicom;

/// <summary>
/// The factor from a PET image's values to standardised uptake values by body weight (g/ml), as the Quantitative Imaging
/// Biomarkers Alliance writes it down in its vendor-neutral SUV calculation: for Bq/ml,
/// <c>weight [g] / (dose [Bq] * 2^(-t / T))</c>, with T the radionuclide's half-life and t the time from injection to the time that the
/// scanner corrected decay to (0 where it corrected to the injection).
/// </summary>
internal static class SuvFactor
{
    private const string Philips = "Philips PET Private Group", Ge = "GEMS_PETD_01";

    // Injected activities are some MBq to some GBq; a number far below is mostly one in MBq.
    private const double LeastDose = 1e5, MostDose = 1e12;

    // Only a time of day is known: a scan that starts longer than this after midnight's turn was injected after it, by the clocks.
    private const double LongestOvernight = 12 * 3600;

    /// <summary>The factor of each object of a series.</summary>
    /// <exception cref="ImageFormatException">An element that the formula needs is missing or implausible.</exception>
    public static Dictionary<IDicomObject, double> For(IReadOnlyList<IDicomObject> series, PetValues values, ICollection<string> formulas)
    {
        var earliest = series.Select(AcquisitionStart).Where(t => t is not null).Min();
        return series.ToDictionary(f => f, f => Factor(f, earliest, values, formulas));
    }

    private static double Factor(IDicomObject file, DateTime? earliest, PetValues values, ICollection<string> formulas)
    {
        if (DicomFolder.Modality(file) != "PT")
            throw new ImageFormatException(file.Source, $"SUV is asked for, but the modality is {DicomFolder.Modality(file)}, not PT.");
        switch (DicomFolder.Code(file.Text(Tags.Units)))
        {
            case "GML" when SuvTypeOf(file) is "" or "BW":
                return Noted(
                    values == PetValues.SuvBodyWeight ? 1 : Size(file, values) / Size(file, PetValues.SuvBodyWeight),
                    "SUV by body weight"
                );
            case "GML" when SuvTypeOf(file) == "LBM" && values == PetValues.SuvLeanBodyMass:
                // DICOM's LBM has 120 for men where James has 128 (PS3.3 section C.8.9.1.1.9); for women both are one.
                return Noted(Size(file, values) / Size(file, values, men: 120), "SUV by lean body mass with 120 for men, brought to 128");
            case "GML"
                when SuvTypeOf(file) == "LBMJAMES128" && values == PetValues.SuvLeanBodyMass
                    || SuvTypeOf(file) == "IBW" && values == PetValues.SuvIdealWeight:
            case "CM2ML" when values == PetValues.SuvBodySurface:
                return Noted(1, "SUV of the kind asked for");
            case "GML" or "CM2ML":
                throw new ImageFormatException(
                    file.Source,
                    $"its values are SUVs by another measure ({SuvTypeOf(file)}, SUV Type (0054,1006)) than the one asked for. Read them "
                        + $"as stored."
                );
            case "BQML":
                return PerBecquerel(file, earliest, values, formulas);
            case "CNTS" when PrivateElements.Numbers(file, 0x7053, Philips, 0x00) is [> 0 and var factor, ..]:
                return Noted(
                    factor * (values == PetValues.SuvBodyWeight ? 1 : Size(file, values) / Size(file, PetValues.SuvBodyWeight)),
                    "counts with Philips' factor to SUV by body weight (7053,1000)"
                );
            case "CNTS" when PrivateElements.Numbers(file, 0x7053, Philips, 0x09) is [> 0 and var activity, ..]:
                return activity * PerBecquerel(file, earliest, values, formulas);
            default:
                throw new ImageFormatException(
                    file.Source,
                    "its Units (0054,1001) are neither BQML nor GML, nor counts with a scale factor, so that no SUV can be computed. "
                        + "Read the values as stored."
                );
        }

        double Noted(double factor, string what)
        {
            var formula = string.Create(CultureInfo.InvariantCulture, $"{NameOf(values)}: {what} x {factor:G6}");
            if (!formulas.Contains(formula))
                formulas.Add(formula);
            return factor;
        }
    }

    private static string SuvTypeOf(IDicomObject file) => DicomFolder.Code(file.Text(Tags.SuvType));

    private static string NameOf(PetValues values) => values switch
    {
        PetValues.SuvLeanBodyMass => "SUV by lean body mass (James)",
        PetValues.SuvBodySurface => "SUV by body surface (cm2/ml)",
        PetValues.SuvIdealWeight => "SUV by ideal weight",
        _ => "SUV by body weight",
    };

    // What the activity is related to: grams, or square centimetres.
    private static double Size(IDicomObject file, PetValues values, double men = 128)
    {
        var weight = Asked("Patient's Weight", Tags.PatientWeight, 0.5, 500, 1);
        if (values == PetValues.SuvBodyWeight)
            return weight * 1000;
        var height = Asked("Patient's Size", Tags.PatientSize, 0.3, 2.6, 100);
        if (values == PetValues.SuvBodySurface)
            return 71.84 * Math.Pow(weight, 0.425) * Math.Pow(height, 0.725);
        var isMale = DicomFolder.Code(file.Text(Tags.PatientSex)) switch
        {
            "M" => true,
            "F" => false,
            _ => throw new ImageFormatException(
                file.Source,
                $"Patient's Sex {Tags.PatientSex} is neither M nor F, so that no such SUV can be computed. Take SUV by body weight."
            ),
        };
        var share = weight / height * (weight / height);
        var mass = (values, isMale) switch
        {
            (PetValues.SuvLeanBodyMass, true) => 1.10 * weight - men * share,
            (PetValues.SuvLeanBodyMass, false) => 1.07 * weight - 148 * share,
            (_, true) => 48.0 + 1.06 * (height - 152),
            _ => 45.5 + 0.91 * (height - 152),
        };
        return mass > 0
            ? mass * 1000
            : throw new ImageFormatException(
                file.Source,
                $"the formula gives a mass of {mass.ToString("0.##", CultureInfo.InvariantCulture)} kg for this weight and height. Take "
                    + $"SUV by body weight."
            );

        double Asked(string name, DicomTag tag, double least, double most, double unit) =>
            file.Numbers(tag) is [> 0 and var value, ..]
                ? value >= least && value <= most
                    ? value * unit
                    : throw new ImageFormatException(
                        file.Source,
                        $"{name} {tag} is {value.ToString(CultureInfo.InvariantCulture)}, which is not plausible. Mend the header, or "
                            + $"read the values as stored."
                    )
                : throw new ImageFormatException(
                    file.Source,
                    $"{name} {tag} is missing or not positive, so that no SUV can be computed. Read the values as stored."
                );
    }

    private static double PerBecquerel(IDicomObject file, DateTime? earliest, PetValues values, ICollection<string> formulas)
    {
        var drug = file.Items(Tags.RadiopharmaceuticalInformation) is [var item, ..]
            ? item
            : throw Lacks("Radiopharmaceutical Information Sequence", Tags.RadiopharmaceuticalInformation);
        var weight = Size(file, values);
        var dose = Positive(drug, "Radionuclide Total Dose", Tags.RadionuclideTotalDose);
        if (dose is < LeastDose or > MostDose)
        {
            throw new ImageFormatException(
                file.Source,
                $"the injected dose (Radionuclide Total Dose {Tags.RadionuclideTotalDose}) is "
                    + $"{dose.ToString(CultureInfo.InvariantCulture)} Bq, which is not plausible; it may be in MBq. Mend the header, or "
                        + $"read the values as stored."
            );
        }
        switch (DicomFolder.Code(file.Text(Tags.DecayCorrection)))
        {
            case "ADMIN":
                Note(string.Create(CultureInfo.InvariantCulture, $"{dose:G9} Bq (corrected to the injection)"));
                return weight / dose;
            case "START":
                break;
            default:
                throw new ImageFormatException(
                    file.Source,
                    "its Decay Correction (0054,1102) is neither START nor ADMIN, so that no SUV can be computed."
                );
        }

        var halfLife = Positive(drug, "Radionuclide Half Life", Tags.RadionuclideHalfLife);
        var scan = ScanStart(file, earliest, Math.Log(2) / halfLife) ?? throw Lacks("Series or Acquisition Date and Time", Tags.SeriesTime);
        var injected = When(drug.Text(Tags.RadiopharmaceuticalStartDateTime), null);
        if (injected is null)
        {
            injected = When(scan.ToString("yyyyMMdd", CultureInfo.InvariantCulture), drug.Text(Tags.RadiopharmaceuticalStartTime))
                ?? throw Lacks("Radiopharmaceutical Start Time", Tags.RadiopharmaceuticalStartTime);
            if (injected > scan)
            {
                // Injected before midnight and scanned after; where that would be too long a time, one of the clocks is wrong.
                injected = injected.Value.AddDays(-1);
                if ((scan - injected.Value).TotalSeconds > LongestOvernight)
                {
                    throw new ImageFormatException(file.Source, string.Create(CultureInfo.InvariantCulture,
                        $"by its clocks the injection ({injected.Value:HH:mm:ss}) is later than the start of the scan ({scan:HH:mm:ss}). "
                        + $"Mend the header, or read the values as stored."));
                }
            }
        }
        var elapsed = (scan - injected.Value).TotalSeconds;
        Note(string.Create(CultureInfo.InvariantCulture, $"({dose:G9} Bq x 2^(-{elapsed:0.##} s / {halfLife:0.##} s))"));
        return elapsed is >= 0 and < 7 * 86400
            ? weight / (dose * Math.Pow(2, -elapsed / halfLife))
            : throw new ImageFormatException(file.Source, string.Create(CultureInfo.InvariantCulture,
                $"the scan starts {elapsed / 3600:0.##} hours after the injection; 0 to 168 were expected. Read the values as stored."));

        double Positive(IDicomDataset from, string name, DicomTag tag) =>
            from.Numbers(tag) is [> 0 and var value, ..] ? value : throw Lacks(name, tag);

        void Note(string activity)
        {
            var formula = string.Create(
                CultureInfo.InvariantCulture,
                $"{NameOf(values)}: Bq/ml x {weight:G9} {(values == PetValues.SuvBodySurface ? "cm2" : "g")} / {activity}"
            );
            if (!formulas.Contains(formula))
                formulas.Add(formula);
        }

        ImageFormatException Lacks(string name, DicomTag tag) =>
            new(file.Source, $"{name} {tag} is missing or not positive, so that no SUV can be computed. Read the values as stored.");
    }

    // The series' time is what decay was corrected to, unless a later processing step has overwritten it: then it is after
    // the acquisition, and the start follows from the frame's reference time and its mean count rate.
    private static DateTime? ScanStart(IDicomObject file, DateTime? earliest, double decay)
    {
        // GE keeps the scan's start, whatever is done to the series later.
        if (PrivateElements.Find(file, 0x0009, Ge, 0x0D) is { } start && When(file.Text(start), null) is { } ge)
            return ge;
        var series = When(file.Text(Tags.SeriesDate), file.Text(Tags.SeriesTime));
        var acquired = AcquisitionStart(file);
        if (series is not null && (earliest is null || series <= earliest))
            return series;
        if (acquired is null)
            return series;
        if (
            file.Numbers(Tags.FrameReferenceTime) is [var reference, ..]
            && file.Numbers(Tags.ActualFrameDuration) is [> 0 and var duration, ..]
        )
        {
            var during = decay * duration / 1000;
            var middle = Math.Log(during / -double.ExpM1(-during)) / decay;
            return acquired.Value.AddSeconds(middle - reference / 1000);
        }
        return earliest;
    }

    private static DateTime? AcquisitionStart(IDicomObject file) =>
        When(file.Text(Tags.AcquisitionDateTime), null)
        ?? When(file.Text(Tags.AcquisitionDate) ?? file.Text(Tags.SeriesDate), file.Text(Tags.AcquisitionTime));

    // A DT, or a DA and a TM (PS3.5 section 6.2), fractions of seconds included; an offset from UTC is the same for both ends.
    private static DateTime? When(string? date, string? time)
    {
        if (date is null)
            return null;
        var digits = date.Split('+', '-')[0].Replace(".", "", StringComparison.Ordinal).Replace(":", "", StringComparison.Ordinal).Trim();
        if (
            digits.Length < 8
            || !DateTime.TryParseExact(digits[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        )
            return null;
        var clock = time?.Replace(":", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal).Trim() ?? digits[8..];
        if (clock.Length < 2 || !clock.All(char.IsAsciiDigit))
            return null;
        clock = clock.PadRight(6, '0');
        var (h, m, s) = (
            int.Parse(clock[..2], CultureInfo.InvariantCulture),
            int.Parse(clock[2..4], CultureInfo.InvariantCulture),
            int.Parse(clock[4..6], CultureInfo.InvariantCulture)
        );
        var fraction = clock.Length > 6 ? double.Parse("0." + clock[6..], CultureInfo.InvariantCulture) : 0;
        return h < 24 && m < 60 && s < 61 ? day.AddHours(h).AddMinutes(m).AddSeconds(s + fraction) : null;
    }
}
