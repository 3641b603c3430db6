namespace Radiomics;

/// <summary>What a finished case was made from; it counts as long as none of it changes.</summary>
internal sealed record CaseKey(string Settings, string Row, string Image, string Mask, string SecondMask)
{
    /// <exception cref="IOException">A file cannot be looked at.</exception>
    /// <exception cref="Radiomics.Imaging.RadiomicsException">A header cannot be read.</exception>
    public static CaseKey Of(
        CohortManifest manifest,
        CohortEntry entry,
        string settings,
        bool hasRoiColumn,
        bool hasValuesColumn,
        CohortOptions options,
        CancellationToken cancellationToken
    )
    {
        return new(
            settings,
            // Whether a row names its region changes its columns.
            CaseFiles.Hash(
                string.Join(
                    '\n',
                    entry.Image,
                    entry.Mask,
                    entry.Roi,
                    entry.Label,
                    entry.SecondMask,
                    entry.SecondRoi,
                    entry.SecondLabel,
                    entry.SeriesUid,
                    entry.PetValues,
                    hasRoiColumn,
                    hasValuesColumn
                )
            ),
            Files(entry.Image, isImage: true),
            Files(entry.Mask, isImage: false),
            entry.SecondMask is { } second ? Files(second, isImage: false) : ""
        );

        string Files(string path, bool isImage) => ObjectAddress.Of(path) is { } address
            ? CaseFiles.Fingerprint(address, options.Store, cancellationToken)
            : CaseFiles.Fingerprint(manifest.PathOf(path), isImage, options.CompareContent, cancellationToken);
    }

    /// <summary>All of it, in the order in which the journal has it.</summary>
    public IReadOnlyList<string> Parts => [Settings, Row, Image, Mask, SecondMask];

    /// <summary>Why a case made from this is not one made from another; <see langword="null"/> where it is.</summary>
    public string? DifferenceFrom(CaseKey now)
    {
        string[] changed =
        [
            .. Settings == now.Settings ? [] : new[] { "the settings or the version" },
            .. Row == now.Row ? [] : new[] { "the manifest's row" },
            .. Image == now.Image ? [] : new[] { "the image's files" },
            .. Mask == now.Mask ? [] : new[] { "the mask's files" },
            .. SecondMask == now.SecondMask ? [] : new[] { "the second mask's files" },
        ];
        return changed.Length == 0 ? null : $"{string.Join(", ", changed)} changed since it was computed";
    }
}
