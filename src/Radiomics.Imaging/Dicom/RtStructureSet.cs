using System.Globalization;

namespace Radiomics.Imaging.Dicom;

/// <summary>A DICOM RT structure set: named regions drawn as closed planar contours (PS3.3 section A.19).</summary>
public sealed class RtStructureSet
{
    private readonly string _source;

    private RtStructureSet(string source, IReadOnlyList<RtStructure> structures, IReadOnlyList<string> series) =>
        (_source, Structures, ReferencedSeriesUids) = (source, structures, series);

    /// <summary>The structures, in the order of the file.</summary>
    public IReadOnlyList<RtStructure> Structures { get; }

    /// <summary>The UIDs of the image series that the set says it was drawn on.</summary>
    public IReadOnlyList<string> ReferencedSeriesUids { get; }

    /// <summary>Reads a structure set.</summary>
    /// <param name="path">Its file, or a folder that holds one structure set among other files.</param>
    /// <exception cref="ImageFormatException">It is not a structure set, is damaged, or the folder holds none or several.</exception>
    public static RtStructureSet Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
            return FromObject(DicomFile.Open(path));
        var sets = DicomFolder.Open(path, recursive: false, 1, default).FindAll(IsStructureSet);
        return sets.Count switch
        {
            1 => FromObject(sets[0]),
            0 => throw new ImageFormatException(path, "there is no DICOM RT structure set in the folder."),
            _ => throw new ImageFormatException(path, $"there are {sets.Count} RT structure sets in the folder; give the file of one.", [.. sets.Select(s => Path.GetFileName(s.Source))]),
        };
    }

    /// <summary>Builds a structure set from an object that is open already, from this library's parser or another's.</summary>
    /// <param name="file">The object.</param>
    /// <exception cref="ImageFormatException">It is not a structure set, or its contours are damaged.</exception>
    public static RtStructureSet FromObject(IDicomObject file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!IsStructureSet(file))
            throw new ImageFormatException(file.Source, $"this is not an RT structure set; its modality is '{DicomFolder.Modality(file)}'.");

        var contours = new Dictionary<int, IDicomDataset>();
        foreach (var item in file.GetItems(Tags.RoiContour))
        {
            var number = PixelFormat.Whole(item, Tags.ReferencedRoiNumber, "Referenced ROI Number", null, file.Source);
            if (!contours.TryAdd(number, item))
                throw new ImageFormatException(file.Source, $"it describes the contours of structure {number} twice. The file is damaged.");
        }
        var structures = new List<RtStructure>();
        foreach (var roi in file.GetItems(Tags.StructureSetRoi))
        {
            var number = PixelFormat.Whole(roi, Tags.RoiNumber, "ROI Number", null, file.Source);
            if (structures.Exists(s => s.Number == number))
                throw new ImageFormatException(file.Source, $"it has two structures with number {number}. The file is damaged.");
            var (closed, ignored) = contours.TryGetValue(number, out var item) ? ReadContours(file.Source, number, item) : ([], 0);
            structures.Add(new RtStructure(number, roi.GetString(Tags.RoiName) ?? "", DicomFolder.Uid(roi.GetString(Tags.ReferencedFrameOfReferenceUid)), closed, ignored));
        }
        var series =
            from frame in file.GetItems(Tags.ReferencedFrameOfReference)
            from study in frame.GetItems(Tags.RtReferencedStudy)
            from one in study.GetItems(Tags.RtReferencedSeries)
            select DicomFolder.Uid(one.GetString(Tags.SeriesInstanceUid));
        return new RtStructureSet(file.Source, structures, [.. series.Where(u => u.Length > 0).Distinct()]);
    }

    /// <summary>The structure of a name, or of a number. Names are compared exactly, case included, but for spaces around them.</summary>
    /// <param name="nameOrNumber">The name; where no structure has it and it is a whole number, the ROI number.</param>
    /// <exception cref="RoiNotFoundException">There is none; the message lists those there are.</exception>
    /// <exception cref="ImageFormatException">Several structures have the name; the message lists their numbers.</exception>
    public RtStructure Find(string nameOrNumber)
    {
        ArgumentNullException.ThrowIfNull(nameOrNumber);
        var name = nameOrNumber.Trim();
        var found = Structures.Where(s => s.Name == name).ToList();
        if (found.Count > 1)
            throw new ImageFormatException(_source, $"{found.Count} structures are named '{name}'; choose one by its number: {string.Join(", ", found.Select(s => $"{s.Number} ({s.Contours.Count} contours)"))}.");
        if (found.Count == 1)
            return found[0];
        return int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && Structures.Any(s => s.Number == number)
            ? Find(number)
            : throw new RoiNotFoundException(_source, nameOrNumber, Names());
    }

    /// <summary>The structure of a ROI number.</summary>
    /// <param name="number">The number.</param>
    /// <exception cref="RoiNotFoundException">There is none; the message lists those there are.</exception>
    public RtStructure Find(int number) =>
        Structures.FirstOrDefault(s => s.Number == number) ?? throw new RoiNotFoundException(_source, number.ToString(CultureInfo.InvariantCulture), Names());

    /// <summary>The structures whose whole name fits a pattern, whatever its case.</summary>
    /// <param name="pattern"><c>*</c> stands for any text, <c>?</c> for any one character, <c>[</c> is itself; or, between slashes, a regular expression that must occur in the name: <c>/^GTV[0-9]+$/</c>.</param>
    /// <returns>The structures in the order of the file; at least one.</returns>
    /// <exception cref="RoiNotFoundException">None fits; the message lists those there are.</exception>
    /// <exception cref="ArgumentException">The regular expression is not one.</exception>
    public IReadOnlyList<RtStructure> FindAll(string pattern)
    {
        var match = new RoiPattern(pattern);
        var found = Structures.Where(s => match.IsMatch(s.Name)).ToList();
        return found.Count > 0 ? found : throw new RoiNotFoundException(_source, pattern, Names());
    }

    /// <summary>The voxels of a structure on the grid of a series, once it is sure that both are in the same frame of reference.</summary>
    /// <param name="structure">One of <see cref="Structures"/>.</param>
    /// <param name="series">The image.</param>
    /// <param name="notes">Receives what was passed over or looks odd, or <see langword="null"/>.</param>
    /// <exception cref="GeometryMismatchException">The structure belongs to another frame of reference, lies outside the image or across its slices.</exception>
    public Mask ToMask(RtStructure structure, DicomSeries series, ICollection<string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentNullException.ThrowIfNull(series);
        var sameSeries = series.SeriesInstanceUid.Length > 0 && ReferencedSeriesUids.Contains(series.SeriesInstanceUid);
        var (drawn, image) = (structure.FrameOfReferenceUid, series.FrameOfReferenceUid);
        if (!sameSeries && drawn.Length > 0 && image.Length > 0 && drawn != image)
        {
            throw new GeometryMismatchException(
                $"{_source}: structure {structure} is drawn in the frame of reference {drawn}, but the image (series {series.SeriesInstanceUid}) is in {image}. "
                + $"Use the image it was drawn on{(ReferencedSeriesUids.Count > 0 ? $" (series {string.Join(", ", ReferencedSeriesUids)})" : "")}, or, if you know that both frames are one, pass the image's geometry instead.");
        }
        if (!sameSeries && (drawn.Length == 0 || image.Length == 0) && ReferencedSeriesUids.Count > 0 && series.SeriesInstanceUid.Length > 0)
        {
            throw new GeometryMismatchException(
                $"{_source}: the structures are drawn on series {string.Join(", ", ReferencedSeriesUids)}, the image is series {series.SeriesInstanceUid}, and no frame of reference says that they belong together. "
                + "Use the image they were drawn on, or, if you know that they do, pass the image's geometry instead.");
        }
        return ToMask(structure, series.Volume.Geometry, notes);
    }

    /// <summary>
    /// The voxels of a structure on a grid: those whose centre lies inside its contours by the even-odd rule, so that a contour in
    /// another is a hole. Each plane of contours counts for the slice whose centre is nearest (the upper one half-way between two); where several
    /// planes are nearest to one slice, the closest one counts. A centre exactly on a contour counts as inside where the region lies on its side of larger x (or y) index.
    /// </summary>
    /// <param name="structure">One of <see cref="Structures"/>.</param>
    /// <param name="geometry">The grid.</param>
    /// <param name="notes">Receives what was passed over or looks odd, or <see langword="null"/>.</param>
    /// <returns>The region; empty where the contours enclose no voxel centre.</returns>
    /// <exception cref="GeometryMismatchException">The structure lies outside the grid or across its slices.</exception>
    /// <exception cref="EmptyRoiException">The structure has no closed contour.</exception>
    public Mask ToMask(RtStructure structure, ImageGeometry geometry, ICollection<string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentNullException.ThrowIfNull(geometry);
        if (structure.Contours.Count == 0)
            throw new EmptyRoiException($"{_source}: structure {structure} has no closed contours{(structure.IgnoredContours > 0 ? $", only {structure.IgnoredContours} points or open lines" : "")}. Draw it, or choose another: {string.Join(", ", Names())}.");
        if (structure.IgnoredContours > 0)
            notes?.Add($"Structure {structure}: {structure.IgnoredContours} points or open lines enclose nothing and are passed over.");
        return ContourRaster.ToMask($"{_source}: structure {structure}", structure.Contours, geometry, notes);
    }

    internal static bool IsStructureSet(IDicomObject file) =>
        DicomFolder.Modality(file) == "RTSTRUCT" || file.Contains(Tags.StructureSetRoi);

    private static (List<Contour> Closed, int Ignored) ReadContours(string source, int number, IDicomDataset item)
    {
        var (closed, ignored) = (new List<Contour>(), 0);
        foreach (var one in item.GetItems(Tags.Contours))
        {
            // CLOSEDPLANAR_XOR (PS3.3 section C.8.8.6) is what several contours in a plane mean here anyway.
            var type = DicomFolder.Code(one.GetString(Tags.ContourGeometricType));
            if (type is not ("CLOSED_PLANAR" or "CLOSEDPLANAR_XOR" or ""))
            {
                ignored++;
                continue;
            }
            var data = one.GetNumbers(Tags.ContourData);
            if (data.Length == 0)
                continue;
            if (data.Length % 3 != 0)
                throw new ImageFormatException(source, $"a contour of structure {number} has {data.Length} coordinates, which are not triples. The file is damaged.");
            if (data.Length < 9)
            {
                ignored++;
                continue;
            }
            var points = new Vector3D[data.Length / 3];
            for (var i = 0; i < points.Length; i++)
                points[i] = new Vector3D(data[3 * i], data[3 * i + 1], data[3 * i + 2]);
            var image = one.GetItems(Tags.ContourImage) is [var reference, ..] ? DicomFolder.Uid(reference.GetString(Tags.ReferencedSopInstanceUid)) : "";
            closed.Add(new Contour(points, image.Length > 0 ? image : null));
        }
        return (closed, ignored);
    }

    private List<string> Names() => [.. Structures.Select(s => $"{s.Name} (number {s.Number}, {s.Contours.Count} contours)")];
}
