using System.Globalization;
using Plain;

namespace Radiomics.Imaging.Dicom;

/// <summary>A DICOM RT structure set: named regions drawn as closed planar contours (PS3.3 section A.19).</summary>
public sealed class RtStructureSet
{
    private const int MostWarnings = 20;

    private readonly Lock _gate = new();

    private readonly string _source;

    // The distance of planes along the normal that was asked for last: each structure of a set asks for the same.
    private (Vector3D Normal, double? Distance)? _usual;

    private RtStructureSet(
        string source,
        IReadOnlyList<RtStructure> structures,
        IReadOnlyList<string> series,
        IReadOnlyList<string> warnings
    ) => (_source, Structures, ReferencedSeriesUids, Warnings) = (source, structures, series, warnings);

    /// <summary>What is damaged in the file; structures that are whole are read all the same.</summary>
    public IReadOnlyList<string> Warnings { get; }

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
        var folder = DicomFolder.Open(path, recursive: false, 1, default);
        var sets = folder.Files.FindAll(IsStructureSet);
        if (sets.Count == 0)
            folder.RefuseDamaged();
        return sets.Count switch
        {
            1 => FromObject(sets[0], folder.Warnings(null)),
            0 => throw new ImageFormatException(path, "there is no DICOM RT structure set in the folder."),
            _ => throw new ImageFormatException(
                path,
                $"there are {sets.Count} RT structure sets in the folder; give the file of one.",
                [.. sets.Select(s => Path.GetFileName(s.Source))]
            ),
        };
    }

    /// <summary>Builds a structure set from an object that is open already, from this library's parser or another's.</summary>
    /// <param name="file">The object.</param>
    /// <exception cref="ImageFormatException">It is not a structure set, or its sequences are damaged. A single damaged structure has a
    /// <see cref="RtStructure.Problem"/>.</exception>
    public static RtStructureSet FromObject(IDicomObject file) => FromObject(file, []);

    private static RtStructureSet FromObject(IDicomObject file, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!IsStructureSet(file))
            throw new ImageFormatException(
                file.Source,
                $"this is not an RT structure set; its modality is '{DicomFolder.Modality(file)}'."
            );

        var warnings = new List<string>(known);
        var contours = RtContours.ByNumber(file, warnings);
        var (structures, numberless) = (new List<RtStructure>(), new List<string>());
        foreach (var roi in file.Items(Tags.StructureSetRoi))
        {
            var name = roi.Text(Tags.RoiName) ?? "";
            if (RtContours.NumberOf(roi, Tags.RoiNumber) is not { } number)
            {
                numberless.Add($"'{name}'");
                continue;
            }
            structures.Add(
                RtContours.Read(
                    number,
                    name,
                    DicomFolder.Uid(roi.Text(Tags.ReferencedFrameOfReferenceUid)),
                    contours.GetValueOrDefault(number) ?? []
                )
            );
        }
        if (numberless.Count > 0)
            warnings.Add($"{file.Source}: structures without a number are passed over: {PlainWords.List(numberless)}.");
        var numbers = structures.CountBy(s => s.Number).ToDictionary();
        for (var i = 0; i < structures.Count; i++)
        {
            if (numbers[structures[i].Number] is > 1 and var twins)
                structures[i] = structures[i] with
                {
                    Problem = Invariant(
                        $"{twins} structures have the number {structures[i].Number}, so that it is not known whose contours are whose"
                    ),
                };
        }
        if (contours.Keys.Where(n => !numbers.ContainsKey(n)).ToList() is { Count: > 0 } orphans)
            warnings.Add(
                $"{file.Source}: there are contours of structures that are not described "
                    + $"({PlainWords.List(orphans.Select(n => Invariant($"structure {n}")))}); they are passed over."
            );
        var damaged = structures.FindAll(s => s.Problem is not null);
        warnings.AddRange(damaged.Take(MostWarnings).Select(s => $"{file.Source}: structure {s} is damaged: {s.Problem}."));
        if (damaged.Count > MostWarnings)
            warnings.Add(Invariant($"{file.Source}: {damaged.Count - MostWarnings} more structures are damaged."));
        var series =
            from frame in file.Items(Tags.ReferencedFrameOfReference)
            from study in frame.Items(Tags.RtReferencedStudy)
            from one in study.Items(Tags.RtReferencedSeries)
            select DicomFolder.Uid(one.Text(Tags.SeriesInstanceUid));
        return new RtStructureSet(file.Source, structures, [.. series.Where(u => u.Length > 0).Distinct()], warnings);
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
            throw new ImageFormatException(
                _source,
                $"{found.Count} structures are named '{name}'; choose one by its number: "
                    + $"{PlainWords.List(found.Select(s => Invariant($"{s.Number} ({s.Contours.Count} contours)")))}."
            );
        if (found.Count == 1)
            return found[0];
        return
            int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && Structures.Any(s => s.Number == number)
            ? Find(number)
            : throw new RoiNotFoundException(_source, nameOrNumber, Names());
    }

    /// <summary>The structure of a ROI number.</summary>
    /// <param name="number">The number.</param>
    /// <exception cref="RoiNotFoundException">There is none; the message lists those there are.</exception>
    public RtStructure Find(int number) =>
        Structures.FirstOrDefault(s => s.Number == number)
        ?? throw new RoiNotFoundException(_source, number.ToString(CultureInfo.InvariantCulture), Names());

    /// <summary>The structures whose whole name fits a pattern, whatever its case.</summary>
    /// <param name="pattern"><c>*</c> stands for any text, <c>?</c> for any one character, <c>[</c> is itself; or, between slashes, a
    /// regular expression that must occur in the name: <c>/^GTV[0-9]+$/</c>.</param>
    /// <returns>The structures in the order of the file; at least one.</returns>
    /// <exception cref="RoiNotFoundException">None fits; the message lists those there are.</exception>
    /// <exception cref="RoiExpressionException">The regular expression is not one.</exception>
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
    /// <param name="filling">What lies between planes of contours that are further apart than slices.</param>
    /// <exception cref="GeometryMismatchException">The structure belongs to another frame of reference, lies outside the image or across
    /// its slices.</exception>
    public Mask ToMask(
        RtStructure structure,
        DicomSeries series,
        ICollection<string>? notes = null,
        PlaneFilling filling = PlaneFilling.Slabs
    )
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentNullException.ThrowIfNull(series);
        var sameSeries = series.SeriesInstanceUid.Length > 0 && ReferencedSeriesUids.Contains(series.SeriesInstanceUid);
        var (drawn, image) = (structure.FrameOfReferenceUid, series.FrameOfReferenceUid);
        if (!sameSeries && drawn.Length > 0 && image.Length > 0 && drawn != image)
        {
            throw new GeometryMismatchException(
                $"{_source}: structure {structure} is drawn in the frame of reference {drawn}, but the image (series "
                    + $"{series.SeriesInstanceUid}) is in {image}. "
                    + $"Use the image it was drawn "
                        + $"on{(ReferencedSeriesUids.Count > 0 ? $" (series {PlainWords.List(ReferencedSeriesUids)})" : "")}, or, if "
                            + $"you know that both frames are one, pass the image's geometry instead."
            );
        }
        if (
            !sameSeries
            && (drawn.Length == 0 || image.Length == 0)
            && ReferencedSeriesUids.Count > 0
            && series.SeriesInstanceUid.Length > 0
        )
        {
            throw new GeometryMismatchException(
                $"{_source}: the structures are drawn on series {PlainWords.List(ReferencedSeriesUids)}, the image is series "
                    + $"{series.SeriesInstanceUid}, and no frame of reference says that they belong together. "
                + "Use the image they were drawn on, or, if you know that they do, pass the image's geometry instead.");
        }
        if (sameSeries && drawn.Length > 0 && image.Length > 0 && drawn != image)
            notes?.Add($"{_source}: structure {structure} names another frame of reference than the image's, but the image's series; the "
                + "series counts.");
        return ToMask(structure, series.Volume.Geometry, notes, filling);
    }

    /// <summary>
    /// The voxels of a structure on a grid: those whose centre lies inside its contours by the even-odd rule, so that a contour in
    /// another is a hole. A contour that is stored twice counts once. A slice takes the plane of contours that is nearest to it, no further
    /// away than half the planes' usual
    /// distance (or half a slice, where planes are closer than slices). A centre exactly on a contour counts as inside where the region
    /// lies on its side of larger x (or y) index.
    /// </summary>
    /// <param name="structure">One of <see cref="Structures"/>.</param>
    /// <param name="geometry">The grid.</param>
    /// <param name="notes">Receives what was passed over or looks odd, or <see langword="null"/>.</param>
    /// <param name="filling">What lies between planes of contours that are further apart than slices.</param>
    /// <returns>The region; empty where the contours enclose no voxel centre.</returns>
    /// <exception cref="GeometryMismatchException">The structure lies outside the grid or across its slices.</exception>
    /// <exception cref="EmptyRoiException">The structure has no closed contour.</exception>
    public Mask ToMask(
        RtStructure structure,
        ImageGeometry geometry,
        ICollection<string>? notes = null,
        PlaneFilling filling = PlaneFilling.Slabs
    )
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentNullException.ThrowIfNull(geometry);
        if (structure.Problem is { } problem)
            throw new ImageFormatException(_source, $"structure {structure} is damaged: {problem}. Get a complete copy, or draw it again.");
        if (structure.Contours.Count == 0)
            throw new EmptyRoiException(
                $"{_source}: structure {structure} has no closed "
                    + $"contours{(structure.IgnoredContours > 0 ? Invariant(
                        $", only {structure.IgnoredContours} points or open lines"
                    ) : "")}. "
                        + $"Draw it, or choose another: {PlainWords.List(Names())}."
            );
        if (structure.IgnoredContours > 0)
            notes?.Add(Invariant(
                $"Structure {structure}: {structure.IgnoredContours} points or open lines enclose nothing and are passed over."
            ));
        foreach (var note in structure.Notes)
            notes?.Add($"Structure {structure}: {note}");
        return ContourRaster.ToMask(
            $"{_source}: structure {structure}",
            structure.Contours,
            geometry,
            filling,
            UsualDistance(geometry.Direction.Z),
            notes
        );
    }

    // The distance of planes, in mm, that the set's structures of three planes or more agree on most.
    private double? UsualDistance(Vector3D normal)
    {
        lock (_gate)
        {
            if (_usual is not { } known || known.Normal != normal)
                _usual = known = (normal, FindUsualDistance(normal));
            return known.Distance;
        }
    }

    private double? FindUsualDistance(Vector3D normal)
    {
        var gaps = new List<double>();
        foreach (var structure in Structures)
        {
            var planes = structure.Contours.Select(c => Math.Round(c.Points[0].Dot(normal), 2)).Distinct().Order().ToList();
            if (planes.Count > 2)
                gaps.AddRange(planes.Skip(1).Select((p, i) => p - planes[i]));
        }
        return gaps.Count == 0
            ? null
            : gaps.GroupBy(g => Math.Round(g, 1)).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Average();
    }

    internal static bool IsStructureSet(IDicomObject file) =>
        DicomFolder.Modality(file) == "RTSTRUCT" || file.Contains(Tags.StructureSetRoi);

    private List<string> Names() => [.. Structures.Select(s => Invariant($"{s.Name} (number {s.Number}, {s.Contours.Count} contours)"))];

    /// <summary>The structures, a line each.</summary>
    public override string ToString() =>
        string.Join('\n', Structures.Select(s => $"{s}{(s.Contours.Count == 0 ? " (no contours)" : "")}")
            .Prepend(Invariant($"RTSTRUCT of {Structures.Count} structures")));
}
