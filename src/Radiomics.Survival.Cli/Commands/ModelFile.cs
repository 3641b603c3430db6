using Survival.Models.Prognosis;

namespace Radiomics.Cli.Commands;

/// <summary>The model.json that a command line names.</summary>
internal static class ModelFile
{
    public static PrognosticModel Load(string path) => File.Exists(path) ? PrognosticModel.Load(path)
        : throw new FileNotFoundException($"{path}: there is no such file. Give the model.json that 'radiomics study' wrote.");
}
