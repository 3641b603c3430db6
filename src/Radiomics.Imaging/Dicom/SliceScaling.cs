using System.Globalization;

namespace Radiomics.Imaging.Dicom;

/// <summary>Gives slices another scale than their rescale slope and intercept.</summary>
internal static class SliceScaling
{
    private const string ParametricMap = "1.2.840.10008.5.1.4.1.1.30";
    private const string Philips = "Philips MR Imaging DD 001";

    /// <summary>The slices with the scale that is asked for.</summary>
    /// <param name="slices">At least one.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="formulas">Receives the formula, for the provenance.</param>
    public static Slice[] Apply(Slice[] slices, DicomSeriesOptions options, List<string> formulas)
    {
        if (options.StoredValues != StoredValues.Rescaled && options.PetValues != PetValues.AsStored)
            throw new ArgumentException("SUV and another scale of the stored values are asked for; give one or the other.",
                nameof(options));
        var scaled = options.StoredValues switch
        {
            StoredValues.Philips => Array.ConvertAll(slices, OfPhilips),
            StoredValues.RealWorld => Array.ConvertAll(slices, s => s with { Map = RealWorldMap.Of(s) }),
            _ => Array.ConvertAll(slices, s => IsMapOfNumbers(s) ? s with { Map = RealWorldMap.Of(s) } : s),
        };
        if (options.Compatibility == Compatibility.PyRadiomics)
            scaled = Array.ConvertAll(scaled, Inverted);
        if (options.StoredValues == StoredValues.Philips)
            formulas.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Philips floating point value = stored x {scaled[0].Slope:R} + {scaled[0].Intercept:R}"
                )
            );
        var maps = scaled.Select(s => s.Map).OfType<RealWorldMap>().ToList();
        if (maps.Select(m => m.Unit).Distinct().Count() > 1)
            throw new ImageFormatException(
                slices[0].Name,
                $"its slices' real-world values are in several units: {string.Join(", ", maps.Select(m => m.Unit).Distinct().Take(5))}."
            );
        if (maps.Count > 0)
            formulas.Add(maps[0].Formula);
        return scaled;
    }

    // As GDCM for SimpleITK: where low means bright, the stored value counts from the other end of its range.
    private static Slice Inverted(Slice slice) =>
        IsInvertible(slice)
            ? slice with
            {
                Slope = -slice.Slope,
                Intercept = slice.Intercept + slice.Slope * (slice.Format.Range.Min + slice.Format.Range.Max),
            }
            : slice;

    private static bool IsInvertible(Slice slice) =>
        !slice.Format.Float && slice.Map is null && slice.Object.Text(Tags.PhotometricInterpretation)?.Trim() == "MONOCHROME1";

    /// <summary>A word about values that other programs turn round; none where they do not.</summary>
    public static IEnumerable<string> Warnings(Slice first, Compatibility compatibility) =>
        IsInvertible(first) && compatibility != Compatibility.PyRadiomics
            ?
            [
                "The series is MONOCHROME1 (a low value is shown bright). Its values are as stored; SimpleITK, and so PyRadiomics, turns "
                    + "them round (Compatibility.PyRadiomics does).",
            ]
            : [];

    // The stored numbers of such an object mean nothing by themselves.
    private static bool IsMapOfNumbers(Slice slice) =>
        !slice.Format.Float && DicomFolder.Uid(slice.Object.Text(Tags.SopClassUid)) == ParametricMap;

    private static Slice OfPhilips(Slice slice)
    {
        // In an object of many frames it stands in a private item of the frame's group.
        var groups = slice.Groups.SelectMany(g =>
            PrivateElements.Find(g, 0x2005, "Philips MR Imaging DD 005", 0x0F) is { } inner ? [.. g.Items(inner), g]
                : (IEnumerable<IDicomDataset>)[g]
        );
        var scale = groups.Select(g => PrivateElements.Numbers(g, 0x2005, Philips, 0x0E)).FirstOrDefault(n => n.Length > 0) ?? [];
        if (scale is not [not 0 and var factor, ..])
            throw new ImageFormatException(
                slice.Name,
                "Philips' floating point values are asked for, but it has no scale slope (2005,100E) of 'Philips MR Imaging DD 001'. The "
                    + "image is another maker's, or private elements were removed; read the values as stored."
            );
        return slice with { Slope = 1 / factor, Intercept = slice.Intercept / (slice.Slope * factor) };
    }
}
