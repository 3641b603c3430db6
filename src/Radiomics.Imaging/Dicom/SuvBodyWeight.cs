using System.Globalization;

namespace Radiomics.Imaging.Dicom;

/// <summary>
/// The factor from a PET image's values to standardised uptake values by body weight (g/ml), as the Quantitative Imaging
/// Biomarkers Alliance writes it down in its vendor-neutral SUV calculation: for Bq/ml,
/// <c>weight [g] / (dose [Bq] * 2^(-t / T))</c>, with T the radionuclide's half-life and t the time from injection to the time that the
/// scanner corrected decay to (0 where it corrected to the injection).
/// </summary>
internal static class SuvBodyWeight
{
    private static readonly DicomTag PhilipsSuvFactor = new(0x7053, 0x1000);
    private static readonly DicomTag PhilipsActivityFactor = new(0x7053, 0x1009);

    /// <summary>The factor of each object of a series.</summary>
    /// <exception cref="ImageFormatException">An element that the formula needs is missing or implausible.</exception>
    public static Dictionary<IDicomObject, double> For(IReadOnlyList<IDicomObject> series)
    {
        var earliest = series.Select(AcquisitionStart).Where(t => t is not null).Min();
        return series.ToDictionary(f => f, f => Factor(f, earliest));
    }

    private static double Factor(IDicomObject file, DateTime? earliest)
    {
        if (DicomFolder.Modality(file) != "PT")
            throw new ImageFormatException(file.Source, $"SUV is asked for, but the modality is {DicomFolder.Modality(file)}, not PT.");
        switch (DicomFolder.Code(file.GetString(Tags.Units)))
        {
            case "GML" when DicomFolder.Code(file.GetString(Tags.SuvType)) is "" or "BW":
                return 1;
            case "GML":
                throw new ImageFormatException(file.Source, "its values are SUVs by another measure than body weight (SUV Type (0054,1006)). Read them as stored.");
            case "BQML":
                return PerBecquerel(file, earliest);
            case "CNTS" when file.GetNumbers(PhilipsSuvFactor) is [> 0 and var factor, ..]:
                return factor;
            case "CNTS" when file.GetNumbers(PhilipsActivityFactor) is [> 0 and var activity, ..]:
                return activity * PerBecquerel(file, earliest);
            default:
                throw new ImageFormatException(file.Source, "its Units (0054,1001) are neither BQML nor GML, nor counts with a scale factor, so that no SUV can be computed. Read the values as stored.");
        }
    }

    private static double PerBecquerel(IDicomObject file, DateTime? earliest)
    {
        var drug = file.GetItems(Tags.RadiopharmaceuticalInformation) is [var item, ..]
            ? item
            : throw Lacks("Radiopharmaceutical Information Sequence", Tags.RadiopharmaceuticalInformation);
        var weight = Positive(file, "Patient's Weight", Tags.PatientWeight) * 1000;
        var dose = Positive(drug, "Radionuclide Total Dose", Tags.RadionuclideTotalDose);
        switch (DicomFolder.Code(file.GetString(Tags.DecayCorrection)))
        {
            case "ADMIN":
                return weight / dose;
            case "START":
                break;
            default:
                throw new ImageFormatException(file.Source, "its Decay Correction (0054,1102) is neither START nor ADMIN, so that no SUV can be computed.");
        }

        var halfLife = Positive(drug, "Radionuclide Half Life", Tags.RadionuclideHalfLife);
        var scan = ScanStart(file, earliest, Math.Log(2) / halfLife) ?? throw Lacks("Series or Acquisition Date and Time", Tags.SeriesTime);
        var injected = When(drug.GetString(Tags.RadiopharmaceuticalStartDateTime), null);
        if (injected is null)
        {
            injected = When(scan.ToString("yyyyMMdd", CultureInfo.InvariantCulture), drug.GetString(Tags.RadiopharmaceuticalStartTime))
                ?? throw Lacks("Radiopharmaceutical Start Time", Tags.RadiopharmaceuticalStartTime);
            if (injected > scan)
                injected = injected.Value.AddDays(-1); // only the time of day is known: injected before midnight, scanned after
        }
        var elapsed = (scan - injected.Value).TotalSeconds;
        return elapsed is >= 0 and < 7 * 86400
            ? weight / (dose * Math.Pow(2, -elapsed / halfLife))
            : throw new ImageFormatException(file.Source, $"the scan starts {elapsed / 3600:0.##} hours after the injection; 0 to 168 were expected. Read the values as stored.");

        double Positive(IDicomDataset from, string name, DicomTag tag) => from.GetNumbers(tag) is [> 0 and var value, ..] ? value : throw Lacks(name, tag);

        ImageFormatException Lacks(string name, DicomTag tag) => new(file.Source, $"{name} {tag} is missing or not positive, so that no SUV can be computed. Read the values as stored.");
    }

    // The series' time is what decay was corrected to, unless a later processing step has overwritten it: then it is after
    // the acquisition, and the start follows from the frame's reference time and its mean count rate.
    private static DateTime? ScanStart(IDicomObject file, DateTime? earliest, double decay)
    {
        var series = When(file.GetString(Tags.SeriesDate), file.GetString(Tags.SeriesTime));
        var acquired = AcquisitionStart(file);
        if (series is not null && (earliest is null || series <= earliest))
            return series;
        if (acquired is null)
            return series;
        if (file.GetNumbers(Tags.FrameReferenceTime) is [var reference, ..] && file.GetNumbers(Tags.ActualFrameDuration) is [> 0 and var duration, ..])
        {
            var during = decay * duration / 1000;
            var middle = Math.Log(during / -double.ExpM1(-during)) / decay;
            return acquired.Value.AddSeconds(middle - reference / 1000);
        }
        return earliest;
    }

    private static DateTime? AcquisitionStart(IDicomObject file) =>
        When(file.GetString(Tags.AcquisitionDateTime), null)
        ?? When(file.GetString(Tags.AcquisitionDate) ?? file.GetString(Tags.SeriesDate), file.GetString(Tags.AcquisitionTime));

    // A DT, or a DA and a TM (PS3.5 section 6.2), fractions of seconds included; an offset from UTC is the same for both ends.
    private static DateTime? When(string? date, string? time)
    {
        if (date is null)
            return null;
        var digits = date.Split('+', '-')[0].Replace(".", "", StringComparison.Ordinal).Replace(":", "", StringComparison.Ordinal).Trim();
        if (digits.Length < 8 || !DateTime.TryParseExact(digits[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return null;
        var clock = time?.Replace(":", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal).Trim() ?? digits[8..];
        if (clock.Length < 2 || !clock.All(char.IsAsciiDigit))
            return null;
        clock = clock.PadRight(6, '0');
        var (h, m, s) = (int.Parse(clock[..2], CultureInfo.InvariantCulture), int.Parse(clock[2..4], CultureInfo.InvariantCulture), int.Parse(clock[4..6], CultureInfo.InvariantCulture));
        var fraction = clock.Length > 6 ? double.Parse("0." + clock[6..], CultureInfo.InvariantCulture) : 0;
        return h < 24 && m < 60 && s < 61 ? day.AddHours(h).AddMinutes(m).AddSeconds(s + fraction) : null;
    }
}
