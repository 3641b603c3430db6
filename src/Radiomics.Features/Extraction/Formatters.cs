using Notebooks;

namespace Radiomics.Features.Extraction;

/// <summary>How the results look in a notebook.</summary>
internal sealed class Formatters
{
    public IEnumerable<object> CreateTypeFormatters() => [new HtmlFormatter(value => value is FeatureSet features ? Show(features) : null)];

    // Names are image_class_feature: a row a feature, a column an image.
    private static string Show(FeatureSet features)
    {
        var rows = new List<string>();
        var images = new List<string>();
        var values = new Dictionary<(string Row, string Image), double>();
        foreach (var (name, value) in features)
        {
            var cut = name.IndexOf('_', StringComparison.Ordinal);
            var (image, row) = cut < 0 ? ("", name) : (name[..cut], name[(cut + 1)..]);
            if (!images.Contains(image))
                images.Add(image);
            if (!rows.Contains(row))
                rows.Add(row);
            values[(row, image)] = value;
        }
        var table = new HtmlTable(FormattableString.Invariant($"{features.Count} features"), ["", .. images]);
        foreach (var row in rows)
            table.Row([row, .. images.Select(image => values.TryGetValue((row, image), out var v) ? (object?)v : null)]);
        foreach (var warning in features.Warnings)
            table.Note(warning);
        return table.ToString();
    }
}
