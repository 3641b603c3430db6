using System.Globalization;
using Plain;
using Radiomics.Imaging.Dicom.Codecs;

namespace Radiomics.Imaging.Dicom;

/// <summary>A DICOM segmentation object (PS3.3 section A.51): binary, fractional or label map.</summary>
public sealed class DicomSegmentation
{
    private readonly IDicomObject _file;
    private readonly PixelFormat _format;
    private readonly bool _labelMap;
    private readonly double _threshold;
    private readonly SegmentFrame[] _frames;
    private readonly double? _planes;

    private DicomSegmentation(IDicomObject file)
    {
        _file = file;
        _format = PixelHeader.Read(file);
        var type = DicomFolder.Code(file.Text(Tags.SegmentationType));
        _labelMap = type == "LABELMAP";
        if (_format.Float || _format.BitsAllocated == 32 || type is not ("BINARY" or "FRACTIONAL" or "LABELMAP"))
            throw new ImageFormatException(
                file.Source,
                Invariant(
                    $"a segmentation of type '{type}' with {_format.BitsAllocated} bits a pixel is not known; BINARY, FRACTIONAL and "
                )
                    + $"LABELMAP are."
            );
        // Inside where the fraction is at least one half.
        _threshold = type != "FRACTIONAL" ? 0.5
            : file.Numbers(Tags.MaximumFractionalValue) is [> 0 and var maximum, ..] ? maximum / 2
            : throw new ImageFormatException(
                file.Source,
                $"its pixels are fractions of a maximum that it does not tell (Maximum Fractional Value {Tags.MaximumFractionalValue}). "
                    + "Get a complete copy, or export it as BINARY."
            );
        Segments =
        [
            .. file.Items(Tags.Segments)
                .Select(s => new DicomSegment(
                    PixelHeader.Whole(s, Tags.SegmentNumber, "Segment Number", null, file.Source),
                    s.Text(Tags.SegmentLabel) ?? ""
                ))
                .Where(s => s.Number > 0),
        ];
        FrameOfReferenceUid = DicomFolder.Uid(file.Text(Tags.FrameOfReferenceUid));
        ReferencedSeriesUids =
        [
            .. file.Items(Tags.ReferencedSeries)
                .Select(s => DicomFolder.Uid(s.Text(Tags.SeriesInstanceUid)))
                .Where(u => u.Length > 0),
        ];

        var count = SliceReader.FrameCount(file);
        SliceReader.RequirePixels(file, _format, ((long)_format.Columns * _format.Rows * count * _format.BitsAllocated + 7) / 8, count);
        var perFrame = file.Items(Tags.PerFrameFunctionalGroups);
        if (perFrame.Count != count)
            throw new ImageFormatException(file.Source, Invariant(
                $"it has {count} frames but describes {perFrame.Count}. The file is damaged."
            ));
        var shared = file.Items(Tags.SharedFunctionalGroups) is [var one, ..] ? one : null;
        _frames = new SegmentFrame[count];
        for (var i = 0; i < count; i++)
        {
            IReadOnlyList<IDicomDataset> groups = shared is null ? [perFrame[i], file] : [perFrame[i], shared, file];
            var plane = SliceReader.Plane(groups, Invariant($"{file.Source} (frame {i + 1})"));
            _planes ??= SliceReader.Find(groups, Tags.PixelMeasures, Tags.SpacingBetweenSlices) is [> 0 and var apart, ..] ? apart : null;
            var number = SliceReader.Find(groups, Tags.SegmentIdentification, Tags.ReferencedSegmentNumber) is [var n, ..] ? (int)n : 0;
            if (!_labelMap && !Segments.Any(s => s.Number == number))
                throw new ImageFormatException(
                    file.Source,
                    Invariant($"frame {i + 1} belongs to segment {number}, which is not described. The file is damaged.")
                );
            _frames[i] = new SegmentFrame(i, number, plane.Position, plane.Row * plane.Spacing.X, plane.Column * plane.Spacing.Y);
        }
    }

    /// <summary>The segments, in the order of the file.</summary>
    public IReadOnlyList<DicomSegment> Segments { get; }

    /// <summary>The UID of the frame of reference that the positions are in; empty where that is not said.</summary>
    public string FrameOfReferenceUid { get; }

    /// <summary>The UIDs of the image series that it was made from.</summary>
    public IReadOnlyList<string> ReferencedSeriesUids { get; }

    /// <summary>Reads a segmentation object.</summary>
    /// <param name="path">Its file.</param>
    /// <exception cref="ImageFormatException">It is not a segmentation, is damaged, or is compressed.</exception>
    public static DicomSegmentation Read(string path) => FromObject(DicomFile.Open(path));

    /// <summary>Builds a segmentation from an object that is open already, from this library's parser or another's.</summary>
    /// <param name="file">The object; its pixels are read when a mask is asked for.</param>
    /// <exception cref="ImageFormatException">It is not a segmentation, is damaged, or is compressed.</exception>
    public static DicomSegmentation FromObject(IDicomObject file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!IsSegmentation(file))
            throw new ImageFormatException(
                file.Source,
                $"this is not a DICOM segmentation; its modality is '{DicomFolder.Modality(file)}'."
            );
        if (!TransferSyntax.IsRead(file.TransferSyntaxUid))
            throw TransferSyntax.Refuse(file.Source, file.TransferSyntaxUid);
        return new DicomSegmentation(file);
    }

    /// <summary>The segment of a name, exactly as written but for spaces around it, or else of a number.</summary>
    /// <param name="nameOrNumber">The name or number.</param>
    /// <exception cref="RoiNotFoundException">There is none; the message lists those there are.</exception>
    /// <exception cref="ImageFormatException">Several segments have the name; the message lists their numbers.</exception>
    public DicomSegment Find(string nameOrNumber)
    {
        ArgumentNullException.ThrowIfNull(nameOrNumber);
        var name = nameOrNumber.Trim();
        var found = Segments.Where(s => s.Label == name).ToList();
        if (found.Count > 1)
            throw new ImageFormatException(
                _file.Source,
                $"{found.Count} segments are named '{name}'; choose one by its number: "
                    + $"{PlainWords.List(found.Select(s => Invariant($"{s.Number}")))}."
            );
        return found.FirstOrDefault()
            ?? (
                int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? Segments.FirstOrDefault(s => s.Number == number)
                    : null
            )
            ?? throw new RoiNotFoundException(_file.Source, nameOrNumber, [.. Segments.Select(s => Invariant(
                $"{s.Label} (number {s.Number})"
            ))]);
    }

    /// <summary>The voxels of a segment on the grid of a series, once it is sure that both are in the same frame of reference.</summary>
    /// <param name="segment">One of <see cref="Segments"/>.</param>
    /// <param name="series">The image.</param>
    /// <param name="notes">Receives what was doubtful.</param>
    /// <exception cref="GeometryMismatchException">The segment belongs to another frame of reference, or its pixels are not voxels of the
    /// grid.</exception>
    public Mask ToMask(DicomSegment segment, DicomSeries series, ICollection<string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (
            !ReferencedSeriesUids.Contains(series.SeriesInstanceUid)
            && FrameOfReferenceUid.Length > 0
            && series.FrameOfReferenceUid.Length > 0
            && FrameOfReferenceUid != series.FrameOfReferenceUid
        )
        {
            throw new GeometryMismatchException(
                $"{_file.Source}: the segmentation is in the frame of reference {FrameOfReferenceUid}, the image (series "
                    + $"{series.SeriesInstanceUid}) in {series.FrameOfReferenceUid}. Use the image it was made from, or, if you know "
                        + $"that both frames are one, pass the image's geometry instead."
            );
        }
        return ToMask(segment, series.Volume.Geometry, notes);
    }

    /// <summary>The voxels of a segment on a grid. Frames that are left out (as writers do with empty ones) hold nothing.</summary>
    /// <param name="segment">One of <see cref="Segments"/>.</param>
    /// <param name="geometry">The grid. The pixels of each frame must be voxels of it, in whatever order of rows, columns and slices; those
    /// outside it are cut off.</param>
    /// <param name="notes">Receives what was doubtful: pixels that were cut off, two frames at one place.</param>
    /// <returns>The region; empty where no pixel of the segment is set. A pixel of a fractional segment is set from one half of the maximal
    /// value on.</returns>
    /// <exception cref="GeometryMismatchException">The pixels are not voxels of the grid.</exception>
    /// <exception cref="ImageFormatException">The pixel data end too early.</exception>
    public Mask ToMask(DicomSegment segment, ImageGeometry geometry, ICollection<string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentNullException.ThrowIfNull(geometry);
        var frames = _frames.Where(f => _labelMap || f.Segment == segment.Number).ToList();
        var placed = frames.ConvertAll(f => f.Place(geometry, _format, _file.Source));
        SegmentFrame.CheckPlanes(placed, geometry, _planes, _file.Source);
        var box = placed.Select(p => p.Box).Aggregate(new Region(default, default), (a, b) => a.Union(b));
        var inside = new byte[box.Count];
        var pixels = new byte[_format.Columns * _format.Rows];
        var outside = 0L;
        foreach (var place in placed)
        {
            ReadFrame(place.Frame, segment.Number, pixels);
            for (var r = 0; r < _format.Rows; r++)
            {
                var row = pixels.AsSpan(r * _format.Columns, _format.Columns);
                for (var c = row.IndexOfAnyExcept((byte)0); c >= 0 && c < row.Length; c++)
                {
                    if (row[c] == 0)
                        continue;
                    var (x, y, z) = (
                        place.Start.X + c * place.Across.X + r * place.Down.X,
                        place.Start.Y + c * place.Across.Y + r * place.Down.Y,
                        place.Start.Z + c * place.Across.Z + r * place.Down.Z
                    );
                    if (box.Contains(x, y, z))
                        inside[((z - box.Start.Z) * box.Size.Y + y - box.Start.Y) * box.Size.X + x - box.Start.X] = 1;
                    else
                        outside++;
                }
            }
        }
        var name = $"{_file.Source}: segment {segment}";
        if (outside > 0)
            notes?.Add(Invariant($"{name}: {outside} pixels lie outside the image and are cut off."));
        if (placed.Count - placed.DistinctBy(p => p.Start).Count() is > 0 and var doubled)
            notes?.Add(Invariant($"{name}: {doubled} frames lie where another one does; a pixel counts where either has it."));
        return box.IsEmpty ? Mask.Create(geometry, new Region(default, default), []) : Mask.Create(geometry, box, inside);
    }

    /// <summary>Whether an object is a segmentation, by its modality or its type of segmentation.</summary>
    /// <param name="file">The object.</param>
    public static bool IsSegmentation(IDicomObject file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return DicomFolder.Modality(file) == "SEG" || file.Contains(Tags.SegmentationType);
    }

    // A byte a pixel: 1 where it belongs to the segment.
    private void ReadFrame(int frame, int number, Span<byte> pixels)
    {
        if (_format.BitsAllocated == 1)
        {
            // Frames follow each other bit by bit, the first pixel in the lowest bit (PS3.5 section 8.1.1).
            var first = (long)frame * pixels.Length;
            var bytes = new byte[(first + pixels.Length + 7) / 8 - first / 8];
            _file.ReadPixelData(first / 8, bytes);
            var shift = (int)(first % 8);
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = (byte)(bytes[(i + shift) >> 3] >> ((i + shift) & 7) & 1);
            return;
        }
        var size = _format.BitsAllocated / 8;
        var raw = new byte[_format.FrameBytes];
        _file.ReadPixelData(frame * _format.FrameBytes, raw);
        for (var i = 0; i < pixels.Length; i++)
        {
            var value = size == 1 ? raw[i] : raw[2 * i] | raw[2 * i + 1] << 8;
            pixels[i] = (_labelMap ? value == number : value >= _threshold) ? (byte)1 : (byte)0;
        }
    }

    /// <summary>The segments, a line each.</summary>
    public override string ToString() =>
        string.Join('\n', Segments.Select(s => s.ToString()).Prepend(Invariant($"DICOM segmentation of {Segments.Count} segments")));
}
