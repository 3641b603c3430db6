using Nomogram.HccSbrt;
using Plain;
using Survival.Models;
using Survival.Models.Prognosis;

namespace Radiomics.Cli.Commands;

/// <summary>The baseline of the published nomogram, as a command line names it.</summary>
internal static class BaselineFile
{
    public const string Reconstructed = "reconstructed";

    /// <summary>A baseline reconstructed from published summaries, or one from a CSV file with the columns months and survival.</summary>
    public static BaselineHazard Read(string source, SurvivalTableOptions? options = null)
    {
        if (source == Reconstructed)
            return new BaselineReconstruction().ToBaseline();
        if (!File.Exists(source))
            throw new FileNotFoundException(
                $"{source}: there is no such file. Give a CSV file with the columns months and survival, or '{Reconstructed}'."
            );
        try
        {
            var table = SurvivalTable.ReadCsv(source, options);
            foreach (var column in new[] { "months", "survival" }.Where(c => !table.ColumnNames.Contains(c)))
                throw new InvalidDataException(
                    $"{source}: the first line must name the columns months and survival; it names {PlainWords.List(table.ColumnNames)}."
                );
            double[] months = table.Numbers("months"), survival = table.Numbers("survival");
            // Everybody is alive at the beginning; tables of survival begin with that.
            var first = months.Length > 1 && months[0] == 0 && survival[0] == 1 ? 1 : 0;
            return BaselineHazard.Supplied(Path.GetFileNameWithoutExtension(source), months.AsSpan(first), survival.AsSpan(first));
        }
        catch (SurvivalModelException refusal)
        {
            throw new InvalidDataException($"{source}: {refusal.Message} A baseline has the columns months and survival.", refusal);
        }
    }
}
