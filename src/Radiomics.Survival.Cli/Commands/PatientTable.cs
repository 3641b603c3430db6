using System.CommandLine;

namespace Radiomics.Cli.Commands;

/// <summary>A table of patients that was given to a command which takes none, and where it would be taken.</summary>
internal static class PatientTable
{
    private static readonly string[] _endings = [".csv", ".csv.gz", ".tsv", ".parquet", ".xlsx"];

    /// <summary>Whether a path looks like a table.</summary>
    public static bool IsMeant(string path) => _endings.Any(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    /// <summary>Has a command refuse a table where it takes an image.</summary>
    public static void Refuse(Command command, Argument<string> image) => command.Validators.Add(result =>
    {
        if (result.GetValue(image) is { } path && IsMeant(path))
            result.AddError($"'{path}' is no image. {Advice(command.Name, path)}");
    });

    /// <summary>What to type instead.</summary>
    public static string Advice(string command, string path) =>
        command switch
        {
            "study" => $"A table is named by its flag: --clinical {path} for the follow-up, --features for the features.",
            "predict" => $"A table of patients is named by its flag: --patients {path}, with --model for a study's model.",
            _ => "It is a table of patients, which this command does not read: 'radiomics study --clinical' makes a model of one, "
                + "'radiomics predict --patients' predicts for one, 'radiomics validate' measures a model on one, and 'radiomics cohort' "
                + "extracts features by a manifest.",
        };
}
