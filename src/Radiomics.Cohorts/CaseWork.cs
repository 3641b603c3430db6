using Plain;
using Radiomics.Features.Extraction;
using Radiomics.Features.Output;
using Radiomics.Imaging;
using Radiomics.Imaging.Masks;
using Radiomics.Imaging.Perturbations;

namespace Radiomics;

/// <summary>Reads and extracts one case.</summary>
internal sealed class CaseWork(
    CohortManifest manifest,
    CohortEntry entry,
    FeatureExtractor extractor,
    bool hasRoiColumn,
    bool hasValuesColumn,
    IObjectStore? store,
    CancellationToken cancellationToken
) : IDisposable
{
    private readonly RemoteFiles _remote = new(store);

    /// <summary>What is being done, for the message where it fails.</summary>
    public CohortStage Stage { get; private set; } = CohortStage.Image;

    public FinishedCase Run(CaseKey key, int threads)
    {
        var image = ReadImage(threads, out var options);
        var warnings = new List<string>();
        var first = Reader(
            image,
            options,
            entry.Mask,
            entry.Roi,
            entry.Label,
            CohortStage.Mask,
            CohortStage.Features,
            warnings,
            threads,
            cancellationToken
        );
        var second = entry.SecondMask is { } mask
            ? Reader(
                image,
                options,
                mask,
                entry.SecondRoi,
                entry.SecondLabel,
                CohortStage.SecondMask,
                CohortStage.SecondFeatures,
                warnings,
                threads,
                cancellationToken
            )
            : null;
        return new FinishedCase(entry.Id, key, first, second, [.. warnings.Distinct().Select(Anonymous)]);
    }

    /// <summary>The features of the first reader's region under each perturbation of a plan.</summary>
    public FeatureSet[] Perturb(PerturbationPlan plan, int threads)
    {
        var image = ReadImage(threads, out var options);
        Stage = CohortStage.Mask;
        var input = Open(image, options, entry.Mask, entry.Roi, entry.Label);
        Stage = CohortStage.Features;
        var mask = MaskChecks.Check(
            input.Image.Geometry,
            input.Regions[0].Mask,
            new MaskSettings { GeometryTolerance = extractor.Settings.GeometryTolerance, CorrectMask = extractor.Settings.CorrectMask }
        );
        return
        [
            .. extractor.ExtractPerturbed(input.Image, mask, plan, threads, cancellationToken).Select(r => r.Features),
        ];
    }

    /// <inheritdoc/>
    public void Dispose() => _remote.Dispose();

    /// <summary>What went wrong, without the names of files and folders, for these may be those of patients.</summary>
    public string Describe(Exception e) => e switch
    {
        RadiomicsException problem => Anonymous(problem.Problem),
        FileNotFoundException or DirectoryNotFoundException =>
            Invariant($"row {entry.Row}, column '{Column}' of the manifest: there is no such file or folder.")
                + " A relative path is relative to the manifest.",
        UnauthorizedAccessException => "it may not be read.",
        IOException => "it cannot be read: an error of the disk or the network, or a link that leads in a circle.",
        NotSupportedException => Anonymous(e.Message),
        OutOfMemoryException => "there is not enough memory for this case.",
        _ => Anonymous($"something went wrong that should not have ({e.GetType().Name}: {e.Message})."),
    };

    private string Column =>
        Stage switch
        {
            CohortStage.Image => "image",
            CohortStage.Mask or CohortStage.Features => "mask",
            _ => "mask2",
        };

    // Whole paths only: a word of a message may be part of a path by chance.
    private string Anonymous(string message)
    {
        foreach (var (path, name) in new[] { (entry.SecondMask, "<second mask>"), (entry.Mask, "<mask>"), (entry.Image, "<image>") })
        {
            if (path is null)
                continue;
            message = message.Replace(manifest.PathOf(path), name, StringComparison.Ordinal);
            if (ObjectAddress.Of(path) is { } address && _remote.PathOf(address) is { } local)
                message = message.Replace(local, name, StringComparison.Ordinal);
            if (message.StartsWith(path + ":", StringComparison.Ordinal))
                message = name + message[path.Length..];
        }
        return string.Concat(
            message.Replace(manifest.Folder, "<folder>", StringComparison.Ordinal).Select(c => char.IsControl(c) ? ' ' : c)
        );
    }

    private IReadOnlyList<KeyValuePair<string, string>> Reader(
        CaseImage image,
        CaseOptions options,
        string mask,
        string? roi,
        int? label,
        CohortStage reading,
        CohortStage computing,
        List<string> warnings,
        int threads,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        Stage = reading;
        var input = Open(image, options, mask, roi, label);
        Stage = computing;
        var features = input.Extract(extractor.Settings, threads, null, cancellationToken)[0];
        warnings.AddRange(input.Warnings);
        warnings.AddRange(features.Warnings);
        List<KeyValuePair<string, string>> columns =
        [
            new("id", entry.Id), new("Image", ObjectAddress.Shown(entry.Image)), new("Mask", ObjectAddress.Shown(mask)),
        ];
        if (hasValuesColumn)
            columns.Add(new("Values", input.Values));
        if (hasRoiColumn)
            columns.Add(new("Roi", input.Regions[0].Name));
        return new FeatureRow(columns, features).Cells();
    }

    private CaseImage ReadImage(int threads, out CaseOptions options)
    {
        Stage = CohortStage.Image;
        options = new CaseOptions
        {
            LabelChannel = extractor.Settings.LabelChannel,
            SeriesUid = entry.SeriesUid,
            PetValues = entry.PetValues,
            MaxDegreeOfParallelism = threads,
        };
        var image = Existing(entry.Image);
        // Where it cannot be read, the contours may say why.
        return ObjectAddress.Of(entry.Mask) is null
            ? CaseImage.Read(image, manifest.PathOf(entry.Mask), options)
            : CaseImage.Read(image, options);
    }

    private Case Open(CaseImage image, CaseOptions options, string mask, string? roi, int? label)
    {
        var asked = options with
        {
            Rois = roi is null ? [] : [roi],
            Labels = label is { } number ? [number] : roi is null && extractor.Settings.Label != 1 ? [extractor.Settings.Label] : [],
        };
        var input = Case.Open(image, Existing(mask), asked);
        return input.Regions.Count > 1
            ? throw new AmbiguousRoiException(
                mask,
                $"'{roi}' fits several regions ({PlainWords.List(input.Regions.Select(r => r.Name))}); a case has one. Write the one "
                    + $"meant exactly."
            )
            : input;
    }

    private string Existing(string path)
    {
        if (ObjectAddress.Of(path) is { } address)
            return _remote.Fetch(address, cancellationToken);
        var full = manifest.PathOf(path);
        return File.Exists(full) || Directory.Exists(full)
            ? full
            : throw new FileNotFoundException($"{full}: there is no such file or folder.");
    }
}
