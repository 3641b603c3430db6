using System.CommandLine;
using Radiomics.Samples;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics simulate -o DIR</c>.</summary>
internal static class SimulateCommand
{
    public static Command Create(TextWriter error)
    {
        var folder = new Option<string>(SharedFlags.Output, SharedFlags.OutputAliases)
        {
            Description = "The folder for cohort.csv, features.csv.gz, features_reader2.csv and simulation.json.",
            HelpName = "folder",
            Required = true,
        };
        var seed = new Option<ulong>("--seed")
        {
            Description = "The same seed gives the same cohort.",
            HelpName = "n",
            DefaultValueFactory = _ => SimulationOptions.Default.Seed,
        }.Whole();
        var patients = new Option<int>("--patients")
        {
            Description = "The number of patients, at least 30.",
            HelpName = "n",
            DefaultValueFactory = _ => SimulationOptions.Default.Patients,
        }.Whole(least: 30);
        var command = new ToolCommand(
            "simulate",
            "Generates a cohort of the published study's shape that no patient stands behind, for trying 'study'.",
            "radiomics simulate -o simulated --seed 5"
        )
        {
            folder,
            seed,
            patients,
        };
        command.SetAction(parsed =>
        {
            var cohort = SimulatedCohort.Create(
                new SimulationOptions { Seed = parsed.GetValue(seed), Patients = parsed.GetValue(patients) }
            );
            cohort.Write(parsed.GetRequiredValue(folder));
            error.WriteLine(
                Invariant($"{SimulatedCohort.Label} {cohort.Patients.Count} of them, {cohort.Patients.Count(p => p.Event)} deaths -> ")
                    + $"{parsed.GetRequiredValue(folder)}"
            );
            return ExitCode.Done;
        });
        return command;
    }
}
