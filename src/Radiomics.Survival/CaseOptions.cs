using Radiomics.Features.Extraction;
using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;

namespace Radiomics;

/// <summary>What to read of an image and its contours. By default the label 1 of a label map, or the only segment or structure there
/// is.</summary>
public sealed record CaseOptions
{
    /// <summary>The labels (of a label map) or numbers (of an RTSTRUCT's structures) to read; none where <see cref="Rois"/> says
    /// what. None by default.</summary>
    public IReadOnlyList<int> Labels { get; init; } = [];

    /// <summary>The segments or structures to read, by name or pattern (<see cref="Radiomics.Imaging.RoiPattern"/>: the exact name, else a
    /// pattern with <c>*</c> and <c>?</c>, letter case not counting), or by an expression of names
    /// (<see cref="Radiomics.Imaging.Masks.RoiExpression"/>: <c>GTV + LN - Vessel</c>); none where <see cref="Labels"/> says
    /// what. None by default.</summary>
    public IReadOnlyList<string> Rois { get; init; } = [];

    /// <summary>The layer of a label map that has several, from 0 (PyRadiomics' <c>label_channel</c>). The default is 0.</summary>
    public int LabelChannel { get; init; }

    /// <summary>From which value on a voxel of the mask file is inside, for maps of fractions or probabilities; <see langword="null"/> for
    /// labels. Then neither <see cref="Labels"/> nor <see cref="Rois"/> is given.</summary>
    public double? Threshold { get; init; }

    /// <summary>Whose reading of a doubtful file counts: this library's or PyRadiomics'. The default is
    /// <see cref="Compatibility.None"/>.</summary>
    public Compatibility Compatibility { get; init; }

    /// <summary>What lies between planes of contours that are further apart than slices. The default is
    /// <see cref="PlaneFilling.Slabs"/>.</summary>
    public PlaneFilling PlaneFilling { get; init; }

    /// <summary>Whether contours are used although their frame of reference, or the series they name, is not the image's. A warning then
    /// says what was ignored. The default is <see langword="false"/>.</summary>
    public bool IgnoreFrameOfReference { get; init; }

    /// <summary>Whether a DICOM series whose slices are uneven or tilted is interpolated onto an even grid, and not refused. The default is
    /// <see langword="false"/>.</summary>
    public bool ResampleUneven { get; init; }

    /// <summary>Which volume to read, counted from 0, of a series or file that holds several; <see langword="null"/> where there is
    /// one.</summary>
    public int? Volume { get; init; }

    /// <summary>
    /// Another image, onto whose grid the image is interpolated, linearly, before regions are read: the CT for a dose. A region reaching
    /// past what the image covers is refused. <see langword="null"/> (default): regions are read on the image's own grid.
    /// </summary>
    public string? GridPath { get; init; }

    /// <summary>What is made of the numbers that a DICOM series stores. The default is <see cref="StoredValues.Rescaled"/>.</summary>
    public StoredValues StoredValues { get; init; }

    /// <summary>Labels that together are one region each, such as 1, 2 and 3; none where <see cref="Labels"/> or <see cref="Rois"/> says
    /// what. None by default.</summary>
    public IReadOnlyList<IReadOnlyList<int>> LabelUnions { get; init; } = [];

    /// <summary>Whether every region of the file is read; then neither labels nor names are given. The default is
    /// <see langword="false"/>.</summary>
    public bool All { get; init; }

    /// <summary>These options, and the label and label channel of the settings where no region is asked for here: PyRadiomics' parameter
    /// files may say which label is meant.</summary>
    /// <param name="settings">The settings.</param>
    public CaseOptions WithLabelOf(ExtractionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var isAsked = All || Threshold is not null || Labels.Count > 0 || Rois.Count > 0 || LabelUnions.Count > 0;
        return this with
        {
            Labels = isAsked || settings.Label == 1 ? Labels : [settings.Label],
            LabelChannel = LabelChannel == 0 ? settings.LabelChannel : LabelChannel,
        };
    }

    /// <summary>What becomes of each region once it is read; <see langword="null"/> where it stays as it is.</summary>
    public RegionEdit? Edit { get; init; }

    /// <summary>What the voxels of a PET series become. The default is <see cref="PetValues.AsStored"/>.</summary>
    public PetValues PetValues { get; init; }

    /// <summary>The SeriesInstanceUID to read of a folder that holds several series; <see langword="null"/> where there is one.</summary>
    public string? SeriesUid { get; init; }

    /// <summary>How many files of a DICOM series are read at a time; at least 1. What is read does not depend on it. The default is the
    /// number of processors.</summary>
    public int MaxDegreeOfParallelism { get; init; } = Environment.ProcessorCount;
}
