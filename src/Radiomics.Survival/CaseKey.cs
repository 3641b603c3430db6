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
        bool content,
        CancellationToken cancellationToken
    ) =>
        new(
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
            CaseFiles.Fingerprint(manifest.PathOf(entry.Image), isImage: true, content, cancellationToken),
            CaseFiles.Fingerprint(manifest.PathOf(entry.Mask), isImage: false, content, cancellationToken),
            entry.SecondMask is { } second ? CaseFiles.Fingerprint(manifest.PathOf(second), isImage: false, content, cancellationToken) : ""
        );

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
