using System.CommandLine;

namespace Radiomics.Survival.Cli.Commands;

/// <summary><c>radiomics demo</c>: the main job on a generated input.</summary>
internal static class DemoCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var folder = new Option<string?>("--output", "-o") { Description = "Where the report goes. Default: a new folder under the system's temporary one.", HelpName = "folder" };
        var command = new Command("demo", "Generates a CT phantom as DICOM with an RTSTRUCT, reads it back, extracts 851 features, scores them and reports.\n\nExample: radiomics demo -o demo") { folder };
        command.SetAction(_ =>
        {
            error.WriteLine("not built yet");
            output.Flush();
            return Application.Refused;
        });
        return command;
    }
}
