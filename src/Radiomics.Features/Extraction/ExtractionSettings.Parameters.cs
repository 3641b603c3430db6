using static Radiomics.Features.Extraction.DiagnosticValue;

namespace Radiomics.Features.Extraction;

public sealed partial record ExtractionSettings
{
    /// <summary>
    /// Every setting with its value, those that were not given too, by the names and in the sections of a parameter file
    /// (<c>setting</c>, <c>imageType</c>, <c>featureClass</c>, <c>voxelSetting</c>, <c>ibsi</c>): for a record that is to be read without
    /// this program. Written as JSON it is a parameter file, except for filters and features of one's own and IBSI's filters, which it
    /// names only.
    /// </summary>
    /// <returns>A dictionary of sections; a setting without a value is <see cref="DiagnosticValue.None"/>. A class all of whose features
    /// are meant has an empty list.</returns>
    public DiagnosticValue ToParameters()
    {
        var passedOver = Ibsi is null ? [] : ParameterFile.WithoutMeaningInIbsi;
        List<KeyValuePair<string, DiagnosticValue>> sections =
        [
            new("setting", Dictionary(
                Values(Settings.Extraction, this).Concat(Values(Settings.Image, Image)).Where(s => !passedOver.Contains(s.Key)))),
            // Several filters of one kind stand in one list, as in the file.
            new("imageType", Dictionary(Provenance.ImageTypes(this).GroupBy(t => t.Key, t => t.Value)
                .Select(t => new KeyValuePair<string, DiagnosticValue>(t.Key, t.Count() == 1 ? t.First() : List(t))))),
            new("featureClass", Dictionary(FeatureClasses.Select(c => new KeyValuePair<string, DiagnosticValue>(
                FeatureClassNames.NameOf(c.Class), List(c.Names.Concat(c.OwnNames).Select(Of)))))),
            new("voxelSetting", Dictionary(Values(Settings.Voxel, Voxel))),
        ];
        if (Ibsi is { } ibsi)
            sections.Add(new("ibsi", Dictionary(Values(IbsiParameters.All, ibsi))));
        return Dictionary(sections);
    }

    private static IEnumerable<KeyValuePair<string, DiagnosticValue>> Values<T>(IEnumerable<Setting<T>> settings, T of) =>
        settings.Select(s => new KeyValuePair<string, DiagnosticValue>(s.Name, s.Write(of)));
}
