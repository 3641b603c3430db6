using Radiomics.Imaging.Dicom;

namespace Radiomics;

/// <summary>One case of a cohort: a row of its manifest.</summary>
public sealed record CohortEntry
{
    internal static readonly Dictionary<string, string> NoOthers = [];

    // What most cases do not have; null where none of it is there. Of a million cases it would be a quarter of the memory.
    private readonly Rare? _rare;

    /// <summary>What the case is called in every output; unique in the manifest.</summary>
    public required string Id { get; init; }

    /// <summary>The row, from 1, the header not counted; 0 where the case comes from no file. <see cref="CohortManifest.FromEntries"/>
    /// then counts.</summary>
    public int Row { get; init; }

    /// <summary>The image as the manifest has it: a file, or a folder with a DICOM series.</summary>
    public required string Image { get; init; }

    /// <summary>The contours as the manifest has them; where it has none, the image, whose folder then holds them.</summary>
    public required string Mask { get; init; }

    /// <summary>The structure or segment, by name or pattern; <see langword="null"/> where a label says it, or there is only one.</summary>
    public string? Roi { get; init; }

    /// <summary>The label, or number of the structure; <see langword="null"/> where a name says it, or there is only one.</summary>
    public int? Label
    {
        get => (_rare ?? Rare.None).Label;
        init => _rare = Rare.Of((_rare ?? Rare.None) with { Label = value });
    }

    /// <summary>The second reader's contours; <see langword="null"/> where there is no second reader.</summary>
    public string? SecondMask
    {
        get => (_rare ?? Rare.None).SecondMask;
        init => _rare = Rare.Of((_rare ?? Rare.None) with { SecondMask = value });
    }

    /// <summary>The second reader's structure or segment.</summary>
    public string? SecondRoi
    {
        get => (_rare ?? Rare.None).SecondRoi;
        init => _rare = Rare.Of((_rare ?? Rare.None) with { SecondRoi = value });
    }

    /// <summary>The second reader's label.</summary>
    public int? SecondLabel
    {
        get => (_rare ?? Rare.None).SecondLabel;
        init => _rare = Rare.Of((_rare ?? Rare.None) with { SecondLabel = value });
    }

    /// <summary>The SeriesInstanceUID, where the image's folder holds several series.</summary>
    public string? SeriesUid
    {
        get => (_rare ?? Rare.None).SeriesUid;
        init => _rare = Rare.Of((_rare ?? Rare.None) with { SeriesUid = value });
    }

    /// <summary>What the voxels of a PET series become; both readers' features are of them.</summary>
    public PetValues PetValues
    {
        get => (_rare ?? Rare.None).PetValues;
        init => _rare = Rare.Of((_rare ?? Rare.None) with { PetValues = value });
    }

    /// <summary>The manifest's other columns, by name.</summary>
    public IReadOnlyDictionary<string, string> Other
    {
        get => (_rare ?? Rare.None).Other;
        init => _rare = Rare.Of((_rare ?? Rare.None) with { Other = value });
    }

    private sealed record Rare
    {
        public static Rare None { get; } = new();

        public int? Label { get; init; }

        public string? SecondMask { get; init; }

        public string? SecondRoi { get; init; }

        public int? SecondLabel { get; init; }

        public string? SeriesUid { get; init; }

        public PetValues PetValues { get; init; }

        public IReadOnlyDictionary<string, string> Other { get; init; } = NoOthers;

        public static Rare? Of(Rare rare) => rare == None ? null : rare;
    }
}
