using System.Buffers.Binary;
using System.Globalization;

namespace Radiomics.Imaging.Dicom;

public static partial class DicomWriter
{
    private const string ComprehensiveReport = "1.2.840.10008.5.1.4.1.1.88.33";
    private const string OwnScheme = "99RADIOMICS";

    private static readonly DicomTag Relationship = new(0x0040, 0xA010);
    private static readonly DicomTag ValueType = new(0x0040, 0xA040);
    private static readonly DicomTag ConceptName = new(0x0040, 0xA043);
    private static readonly DicomTag ContentTemplate = new(0x0040, 0xA504);
    private static readonly DicomTag Content = new(0x0040, 0xA730);

    /// <summary>
    /// Writes measurements of regions as a DICOM structured report: a Comprehensive SR (PS3.3 section A.35.3) by template TID 1500
    /// "Measurement
    /// Report", with a measurement group (TID 1501) for each region. A measurement is coded by IBSI where IBSI has a code, else by its name
    /// in the
    /// private scheme <c>99RADIOMICS</c>; its full name stands with it in either case. The patient in it is a placeholder.
    /// </summary>
    /// <param name="regions">The names of the regions, and what was measured in each; at least one region.</param>
    /// <param name="path">The file.</param>
    /// <param name="identity">The identity of the images that were measured: the report lies in their study and names them as its
    /// evidence.</param>
    /// <exception cref="ArgumentException">There is no region, or a region's or measurement's name is empty.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteMeasurementReport(
        IReadOnlyList<KeyValuePair<string, IReadOnlyList<DicomMeasurement>>> regions,
        string path,
        DicomIdentity identity
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(regions);
        ArgumentNullException.ThrowIfNull(identity);
        if (regions.Count == 0)
            throw new ArgumentException("There is no region to report.", nameof(regions));
        if (regions.Any(r => string.IsNullOrWhiteSpace(r.Key) || r.Value.Any(m => string.IsNullOrWhiteSpace(m.Name))))
            throw new ArgumentException("A region or a measurement has no name.", nameof(regions));
        // The same numbers of the same images are the same report.
        var said = regions.Select(r =>
            $"{r.Key}:{string.Join('/', r.Value.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Name}={m.Value:R}")))}"
        );
        var uid = DicomUid.FromText($"{identity.SeriesInstanceUid}/report/{string.Join('/', said)}");
        var images = identity.ImageUids.Select(image => Reference(identity, image)).ToList();
        var report = Header(ComprehensiveReport, uid, "SR", 4, DicomUid.FromText($"{uid}/series"), identity)
            .Dated()
            .Items(new DicomTag(0x0008, 0x0110), new DicomEncoder()
                .Text(new DicomTag(0x0008, 0x0102), Vr.SH, OwnScheme)
                .Text(new DicomTag(0x0008, 0x0115), Vr.ST, "Names of features as PyRadiomics writes them"))
            .Items(new DicomTag(0x0008, 0x1111))
            .Text(Tags.InstanceNumber, Vr.IS, "1")
            .Text(ValueType, Vr.CS, "CONTAINER")
            .Items(ConceptName, Code("126000", "DCM", "Imaging Measurement Report"))
            .Text(new DicomTag(0x0040, 0xA050), Vr.CS, "SEPARATE")
            .Items(new DicomTag(0x0040, 0xA372));
        if (images.Count > 0)
        {
            report.Items(new DicomTag(0x0040, 0xA375), new DicomEncoder()
                .Items(new DicomTag(0x0008, 0x1115), new DicomEncoder()
                    .Items(new DicomTag(0x0008, 0x1199), images)
                    .Text(Tags.SeriesInstanceUid, Vr.UI, identity.SeriesInstanceUid))
                .Text(Tags.StudyInstanceUid, Vr.UI, identity.StudyInstanceUid));
        }
        report
            .Text(new DicomTag(0x0040, 0xA491), Vr.CS, "COMPLETE")
            .Text(new DicomTag(0x0040, 0xA493), Vr.CS, "UNVERIFIED")
            .Items(ContentTemplate, Template("1500"))
            .Items(
                Content,
                [
                    .. Context(uid),
                    .. Library(images),
                    Item("CONTAINS", "CONTAINER", Code("126010", "DCM", "Imaging Measurements"))
                        .Text(new DicomTag(0x0040, 0xA050), Vr.CS, "SEPARATE")
                        .Items(Content, regions.Select(r => Group(r.Key, r.Value, uid))),
                ]
            )
            .Save(path, ComprehensiveReport, uid);
    }

    // The language, who measured, and what was done (TID 1204, 1001 and the first rows of 1500).
    private static DicomEncoder[] Context(string uid) =>
        [
            Item("HAS CONCEPT MOD", "CODE", Code("121049", "DCM", "Language of Content Item and Descendants"))
                .Items(new DicomTag(0x0040, 0xA168), Code("en", "RFC5646", "English")),
            Item("HAS OBS CONTEXT", "CODE", Code("121005", "DCM", "Observer Type"))
                .Items(new DicomTag(0x0040, 0xA168), Code("121007", "DCM", "Device")),
            Item("HAS OBS CONTEXT", "UIDREF", Code("121012", "DCM", "Device Observer UID"))
                .Text(new DicomTag(0x0040, 0xA124), Vr.UI, DicomUid.FromText("Radiomics.Imaging")),
            Item("HAS OBS CONTEXT", "TEXT", Code("121013", "DCM", "Device Observer Name"))
                .Text(new DicomTag(0x0040, 0xA160), Vr.UT, "Radiomics.Imaging"),
            Item("HAS CONCEPT MOD", "CODE", Code("121058", "DCM", "Procedure reported"))
                .Items(new DicomTag(0x0040, 0xA168), Code("363679005", "SCT", "Imaging procedure")),
        ];

    // The images that were measured (TID 1600); none where they were no DICOM files.
    private static DicomEncoder[] Library(List<DicomEncoder> images) => images.Count == 0 ? [] :
    [
        Item("CONTAINS", "CONTAINER", Code("111028", "DCM", "Image Library"))
            .Text(new DicomTag(0x0040, 0xA050), Vr.CS, "SEPARATE")
            .Items(Content, Item("CONTAINS", "CONTAINER", Code("126200", "DCM", "Image Library Group"))
                .Text(new DicomTag(0x0040, 0xA050), Vr.CS, "SEPARATE")
                .Items(Content, images.Select(i => new DicomEncoder()
                    .Items(new DicomTag(0x0008, 0x1199), i)
                    .Text(Relationship, Vr.CS, "CONTAINS")
                    .Text(ValueType, Vr.CS, "IMAGE")))),
    ];

    private static DicomEncoder Group(string region, IReadOnlyList<DicomMeasurement> measurements, string uid) =>
        Item("CONTAINS", "CONTAINER", Code("125007", "DCM", "Measurement Group"))
            .Text(new DicomTag(0x0040, 0xA050), Vr.CS, "SEPARATE")
            .Items(ContentTemplate, Template("1501"))
            .Items(
                Content,
                [
                    Item("HAS OBS CONTEXT", "TEXT", Code("112039", "DCM", "Tracking Identifier"))
                        .Text(new DicomTag(0x0040, 0xA160), Vr.UT, region),
                    Item("HAS OBS CONTEXT", "UIDREF", Code("112040", "DCM", "Tracking Unique Identifier"))
                        .Text(new DicomTag(0x0040, 0xA124), Vr.UI, DicomUid.FromText($"{uid}/{region}")),
                    .. measurements.Select(Measurement),
                ]
            );

    private static DicomEncoder Measurement(DicomMeasurement measurement)
    {
        // The feature without the image that it was computed on: the image stands in the full name.
        var meaning = measurement.Name[(measurement.Name.LastIndexOf('_') + 1)..] is { Length: > 0 and <= 64 } last ? last : "Feature";
        var item = Item(
            "CONTAINS",
            "NUM",
            measurement.IbsiCode is { } code ? Code(code, "IBSI", meaning) : OwnCode(measurement.Name, meaning)
        );
        if (double.IsFinite(measurement.Value))
        {
            var exact = new byte[8];
            BinaryPrimitives.WriteDoubleLittleEndian(exact, measurement.Value);
            item.Items(
                new DicomTag(0x0040, 0xA300),
                new DicomEncoder()
                    .Items(
                        new DicomTag(0x0040, 0x08EA),
                        Code(measurement.Unit, "UCUM", measurement.Unit == "1" ? "no units" : measurement.Unit)
                    )
                    .Element(new DicomTag(0x0040, 0xA161), Vr.FD, exact)
                    .Decimals(new DicomTag(0x0040, 0xA30A), measurement.Value)
            );
        }
        else
        {
            item.Items(new DicomTag(0x0040, 0xA300))
                .Items(
                    new DicomTag(0x0040, 0xA301),
                    double.IsNaN(measurement.Value) ? Code("114000", "DCM", "Not a number")
                        : measurement.Value < 0 ? Code("114001", "DCM", "Negative Infinity")
                        : Code("114002", "DCM", "Positive Infinity")
                );
        }
        return item.Items(
            Content,
            Item("HAS CONCEPT MOD", "TEXT", Code("FeatureName", OwnScheme, "Feature name"))
                .Text(new DicomTag(0x0040, 0xA160), Vr.UT, measurement.Name)
        );
    }

    // A code of more than 16 characters is a long one (PS3.3 section 8.1).
    private static DicomEncoder OwnCode(string value, string meaning) =>
        value.Length <= 16
            ? Code(value, OwnScheme, meaning)
            : new DicomEncoder()
                .Text(new DicomTag(0x0008, 0x0102), Vr.SH, OwnScheme)
                .Text(new DicomTag(0x0008, 0x0104), Vr.LO, meaning)
                .Text(new DicomTag(0x0008, 0x0119), Vr.UC, value);

    private static DicomEncoder Item(string relationship, string type, DicomEncoder name) => new DicomEncoder()
        .Text(Relationship, Vr.CS, relationship)
        .Text(ValueType, Vr.CS, type)
        .Items(ConceptName, name);

    private static DicomEncoder Template(string number) => new DicomEncoder()
        .Text(new DicomTag(0x0008, 0x0105), Vr.CS, "DCMR")
        .Text(new DicomTag(0x0040, 0xDB00), Vr.CS, number);
}
