using System.Text;

namespace Radiomics.Features.Extraction;

public sealed partial record ExtractionSettings
{
    /// <summary>Image types, feature classes and whatever differs from PyRadiomics' defaults, by PyRadiomics' names.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("imageType: ").AppendJoin(", ", ImageTypes.Select(OfType)).Append('\n');
        text.Append("featureClass: ").AppendJoin(", ", FeatureClasses.Select(OfClass));
        var plain = PyRadiomicsDefault;
        string[] changed =
        [
            .. Changed(Settings.Extraction, this, plain), .. Changed(Settings.Image, Image, plain.Image),
            .. Changed(Settings.Voxel, Voxel, plain.Voxel),
        ];
        text.Append("\nsetting: ").AppendJoin(", ", changed.DefaultIfEmpty("PyRadiomics' defaults"));
        if (Ibsi is { } ibsi)
            text.Append("\nIBSI: ").Append(ibsi);
        return text.ToString();

        string OfType(ImageTypeSettings type)
        {
            var own = type.Settings is { } settings ? Changed(Settings.Image, settings, Image).ToList() : [];
            return (type.FilterName ?? type.Type.ToString()) + (own.Count > 0 ? $" ({string.Join(", ", own)})" : "");
        }
    }

    private static string OfClass(FeatureClassSelection selection)
    {
        var name = FeatureClassNames.NameOf(selection.Class);
        if (selection.OwnNames.Count == 0)
            return name + (selection.Names.Count > 0 ? $" ({string.Join(", ", selection.Names)})" : "");
        // Those of one's own are computed beside the class's, not in place of them.
        var known = selection.Names.Count > 0 ? string.Join(", ", selection.Names) : "all by default";
        return $"{name} ({known}, and own {string.Join(", ", selection.OwnNames)})";
    }

    private static IEnumerable<string> Changed<T>(IEnumerable<Setting<T>> settings, T of, T from) => settings
        .Select(s => (s.Name, Value: s.Write(of).ToString(), Was: s.Write(from).ToString()))
        .Where(s => s.Value != s.Was)
        .Select(s => $"{s.Name} {s.Value}");
}
