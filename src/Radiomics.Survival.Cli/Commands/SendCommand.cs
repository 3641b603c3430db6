using System.CommandLine;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics send URL FILE...</c>.</summary>
internal static class SendCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var archive = new ArchiveOptions();
        var files = new Argument<string[]>("files") { Description = "DICOM files.", Arity = ArgumentArity.OneOrMore };
        var command = new ToolCommand(
            "send",
            "Sends DICOM files to a DICOMweb archive; what this tool wrote goes under the patient of its study there.",
            "radiomics send https://pacs/dicom-web gtv.dcm report.dcm --token-file token"
        );
        archive.AddTo(command);
        command.Arguments.Add(files);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var (client, http) = archive.Open(parsed);
                using var owned = http;
                var paths = parsed.GetRequiredValue(files);
                foreach (var warning in await client.SendAsync(paths, cancellationToken: cancellationToken))
                    error.WriteLine($"warning: {warning}");
                output.WriteLine(Invariant($"{paths.Length} stored."));
                return ExitCode.Done;
            }
        );
        return command;
    }
}
