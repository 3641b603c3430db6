using Columns;
using Survival.Models;
using Survival.Models.Prognosis;

namespace Radiomics.Cli.Commands;

/// <summary>The model.json that a command line names.</summary>
internal static class ModelFile
{
    public static PrognosticModel Load(string path) => File.Exists(path) ? PrognosticModel.Load(path)
        : throw new FileNotFoundException($"{path}: there is no such file. Give the model.json that 'radiomics study' wrote.");

    /// <summary>Warns where a table's features were extracted otherwise than those that the model was fitted to: they are then other
    /// numbers under the same names.</summary>
    public static void TellSettings(PrognosticModel model, SurvivalTable features, TextWriter error)
    {
        if (model.Signature is null || !features.HasColumn(FeatureSettings.Column)
            || !model.Description.Provenance.TryGetValue(FeatureSettings.ModelKey, out var fitted))
            return;
        if (FeatureSettings.Difference(features.Texts(FeatureSettings.Column), fitted) is { Length: > 0 } difference)
            error.WriteLine($"warning: '{features.Source}' holds features extracted under other settings than the model's: {difference}. "
                + "Extract them under the model's settings, or its predictions are of other features.");
    }
}
