using System.CommandLine;
using System.Globalization;
using Radiomics.Imaging.DicomWeb;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics fetch URL</c>: studies, then the series of one, then its objects as files.</summary>
internal static class FetchCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var archive = new ArchiveOptions();
        var study = new Option<string?>("--study")
        {
            Description = "The StudyInstanceUID; without it, studies are listed.",
            HelpName = "uid"
        };
        var series = new Option<string[]>("--series")
        {
            Description = "The SeriesInstanceUID to fetch; may be given several times. Default: all series of the study.",
            HelpName = "uid",
        };
        var modalities = new Option<string[]>("--modality")
        {
            Description = "Only series of this modality (CT, RTSTRUCT, ...); may be given several times; of studies, those that have "
                + "the first.",
            HelpName = "code",
        };
        var patient = new Option<string?>("--patient-id") { Description = "List the studies of this patient.", HelpName = "id" };
        var accession = new Option<string?>("--accession")
        {
            Description = "List the studies of this accession number.",
            HelpName = "number"
        };
        var from = Day("--from", "List studies from this day on: 2024-01-31.");
        var to = Day("--to", "List studies until this day.");
        var limit = new Option<int>("--limit")
        {
            Description = "How many studies are listed at most.",
            DefaultValueFactory = _ => 100,
            HelpName = "n",
        }.Whole(least: 1);
        var folder = new Option<string?>(SharedFlags.Output, SharedFlags.OutputAliases)
        {
            Description = "Where the series go, a folder each; without it, they are listed. A broken run goes on where it was.",
            HelpName = "folder",
        };
        var command = new ToolCommand(
            "fetch",
            "Finds studies in a DICOMweb archive and fetches their series. What it prints names no patient.",
            "radiomics fetch https://pacs/dicom-web --study 1.2.840.99 --modality CT --modality RTSTRUCT --token-file token -o study"
        );
        archive.AddTo(command);
        foreach (var option in new Option[] { study, series, modalities, patient, accession, from, to, limit, folder })
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            foreach (var uid in new[] { result.GetValue(study) }.Concat(result.GetValue(series) ?? []).OfType<string>())
            {
                if (uid.Length is 0 or > 64 || !char.IsAsciiDigit(uid[0]) || !uid.All(c => char.IsAsciiDigit(c) || c == '.'))
                    result.AddError($"'{uid}' is no UID: digits and points, at most 64, a digit first.");
            }
            if (result.GetValue(study) is null && (result.GetValue(folder) is not null || result.GetValue(series) is { Length: > 0 }))
                result.AddError("Give --study with --output or --series; 'radiomics fetch URL' lists studies.");
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var (client, http) = archive.Open(parsed);
                using var owned = http;
                var kinds = parsed.GetValue(modalities) ?? [];
                if (parsed.GetValue(study) is not { } uid)
                {
                    var query = new DicomWebQuery
                    {
                        PatientId = parsed.GetValue(patient),
                        AccessionNumber = parsed.GetValue(accession),
                        Modality = kinds.FirstOrDefault(),
                        From = Parse(parsed.GetValue(from)),
                        To = Parse(parsed.GetValue(to)),
                        Limit = parsed.GetValue(limit),
                    };
                    await ListAsync(client, query, output, error, cancellationToken);
                    return ExitCode.Done;
                }
                var found = await client.FindSeriesAsync(uid, cancellationToken);
                if (found.Count == 0)
                    throw new InvalidDataException($"The archive has no study {uid}.");
                var wanted = parsed.GetValue(series) is { Length: > 0 } named ? named : null;
                if (wanted?.FirstOrDefault(w => !found.Any(s => s.SeriesInstanceUid == w)) is { } unknown)
                    throw new InvalidDataException($"Study {uid} has no series {unknown}. 'radiomics fetch URL --study {uid}' lists them.");
                var chosen = found
                    .Where(s => wanted?.Contains(s.SeriesInstanceUid) != false && (kinds.Length == 0 || kinds.Contains(s.Modality)))
                    .ToList();
                if (chosen.Count == 0)
                    throw new InvalidDataException(
                        $"Study {uid} has no series of {string.Join(", ", kinds)}; there are "
                            + $"{string.Join(", ", found.Select(s => s.Modality).Distinct())}."
                    );
                foreach (var one in chosen)
                {
                    if (parsed.GetValue(folder) is not { } root)
                    {
                        output.WriteLine($"series {one.SeriesInstanceUid}  {one.Modality}  ({Count(one.InstanceCount, "object")})");
                        continue;
                    }
                    var name = one.Modality.Length > 0 ? $"{one.Modality}-{one.SeriesInstanceUid}" : one.SeriesInstanceUid;
                    var path = Path.Combine(root, name);
                    var files = await client.SaveSeriesAsync(one, path, cancellationToken: cancellationToken);
                    output.WriteLine($"{path}  ({Count(files.Count, "object")})");
                }
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static async Task ListAsync(
        DicomWebClient client,
        DicomWebQuery query,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken
    )
    {
        var studies = await client.FindStudiesAsync(query, cancellationToken);
        foreach (var one in studies)
            output.WriteLine(
                $"study {one.StudyInstanceUid}  {string.Join(", ", one.Modalities)}  ({Count(one.SeriesCount, "series", "series")}, "
                    + $"{Count(one.InstanceCount, "object")})"
            );
        if (studies.Count == 0)
            error.WriteLine("The archive has no such study.");
        else if (studies.Count == query.Limit)
            error.WriteLine(Invariant($"These are the first {query.Limit}; there may be more (--limit)."));
    }

    private static string Count(int? count, string one, string? many = null) =>
        count is { } n
            ? Invariant($"{n} {(n == 1 ? one : many ?? one + "s")}")
            : $"? {many ?? one + "s"}";

    private static Option<string?> Day(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "day" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Parse(text) is null)
                result.AddError($"{name} '{text}' is not a day; give it as 2024-01-31.");
        });
        return option;
    }

    private static DateOnly? Parse(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
