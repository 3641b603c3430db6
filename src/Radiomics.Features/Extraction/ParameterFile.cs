using Files;
using Radiomics.Features.Parameters;
using Suggestions;

namespace Radiomics.Features.Extraction;

/// <summary>
/// Reads PyRadiomics' parameter files, YAML or JSON, unchanged: <c>setting</c>, <c>imageType</c>, <c>featureClass</c> and
/// <c>voxelSetting</c>. What PyRadiomics' schema refuses is refused here too, with the line and, for a name, the nearest one known.
/// </summary>
internal static class ParameterFile
{
    // What IBSI's settings say in their own way, or have no place for.
    public static readonly string[] WithoutMeaningInIbsi =
    [
        "binWidth", "binCount", "voxelArrayShift", "resampledPixelSpacing", "interpolator", "preCrop", "resegmentRange", "resegmentMode",
        "resegmentShape", "distances", "symmetricalGLCM", "weightingNorm", "gldm_a",
    ];

    private static readonly string[] Sections = ["setting", "imageType", "featureClass", "voxelSetting", "ibsi"];

    public static ExtractionSettings Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return File.Exists(path)
            ? Parse(PlainFile.ReadText(path), path)
            : throw new FileNotFoundException(
                Directory.Exists(path) ? $"{path}: it is a folder, not a parameter file." : $"{path}: there is no such parameter file.",
                path
            );
    }

    public static ExtractionSettings Parse(string text, string source = "parameters")
    {
        ArgumentNullException.ThrowIfNull(text);

        // JSON may be indented by tabs, YAML may not; in JSON a tab never stands inside a string.
        if (text.AsSpan().TrimStart().StartsWith("{"))
            text = text.Replace('\t', ' ');
        var root = ParameterReader.Read(text, source);

        // PyRadiomics computes every class, 2D shape too, where a file names none.
        var settings = new ExtractionSettings
        {
            FeatureClasses = [.. Enum.GetValues<FeatureClass>().Select(c => new FeatureClassSelection(c))],
        };
        if (root is null || root.IsNull)
            throw new ParameterFileException(
                source,
                0,
                "",
                "it holds nothing. For PyRadiomics' defaults give no parameter file, or one that is {}."
            );
        var sections = Mapping(root, "a parameter file is a mapping with the sections " + string.Join(", ", Sections));
        foreach (var (name, node) in sections)
        {
            if (!Sections.Contains(name))
                throw Unknown(node, "section", name, Sections);
        }

        if (sections.Any(s => s.Key == "ibsi")
            && sections.FirstOrDefault(s => s.Key == "setting").Value?.Entries?.FirstOrDefault(e => WithoutMeaningInIbsi.Contains(e.Key))
                is { Value: { } passedOver })
            throw passedOver.Refuse("the settings are IBSI's, in which it has no meaning. Say it under 'ibsi', or leave it out.");

        // The other sections build on the general settings, wherever these stand in the file.
        foreach (var (name, node) in sections.OrderBy(s => s.Key == "setting" ? 0 : 1))
        {
            settings = name switch
            {
                "setting" => node.IsNull ? settings : ReadSettings(settings, node),
                "imageType" => settings with { ImageTypes = ReadImageTypes(settings, node) },
                "ibsi" => settings with { Ibsi = Extraction.IbsiParameters.Read(node) },
                "featureClass" => settings with { FeatureClasses = ReadFeatureClasses(settings, node) },
                _ => node.IsNull ? settings : ReadVoxelSettings(settings, node),
            };
        }
        return settings;
    }

    public static ExtractionSettings Override(ExtractionSettings settings, IEnumerable<KeyValuePair<string, string>> overrides)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(overrides);
        foreach (var (name, value) in overrides)
        {
            // As PyRadiomics' command: the commas of a list, and one value where the setting is a list.
            var isList = value.Contains(',', StringComparison.Ordinal)
                || Settings.Lists.Contains(name) && value.Trim() is not ("" or "~" or "null" or "Null" or "NULL");
            var text = isList && !value.AsSpan().TrimStart().StartsWith("[") ? $"[{value}]" : value;
            if (Settings.Switches.Contains(name))
                text = text.Trim() switch { "1" => "true", "0" => "false", _ => text };
            var section = ReadOne(name, text);
            if (section.Entries is [var (_, only)] && only.IsNull && value.Trim() is not ("~" or "null" or "Null" or "NULL"))
                throw only.Refuse("its value is missing; write null for its default.");
            if (Settings.Voxel.Any(s => s.Name == name))
            {
                settings = ReadVoxelSettings(settings, section);
                continue;
            }
            if (settings.Ibsi is not null)
                throw section.Refuse("the settings are IBSI's, in which it has no meaning; change the parameter file instead.");
            var given = settings.Given;
            settings = ReadSettings(settings, section) with { Given = [.. given.Where(g => g != name), name] };
            if (Settings.Image.FirstOrDefault(i => i.Name == name) is not { } image)
                continue;
            var node = section.Entries![0].Value;
            settings = settings with
            {
                ImageTypes =
                [
                    .. settings.ImageTypes.Select(t =>
                        t.Settings is { } own && !t.Given.Contains(name) ? t with { Settings = image.Read(own, node) } : t
                    ),
                ],
            };
        }
        return settings;
    }

    private static ParameterNode ReadOne(string name, string text)
    {
        const string Source = "the setting given";
        try
        {
            return ParameterReader.Read($"'{name.Replace("'", "''", StringComparison.Ordinal)}': {text}", Source)!;
        }
        catch (ParameterFileException e) when (e.InnerException is not null)
        {
            throw new ParameterFileException(Source, 1, name, $"its value cannot be read: {text}", e);
        }
    }

    private static ExtractionSettings ReadSettings(ExtractionSettings settings, ParameterNode section)
    {
        var given = new List<string>();
        foreach (var (name, node) in Mapping(section, "expected a mapping of settings"))
        {
            if (Settings.Extraction.FirstOrDefault(s => s.Name == name) is { } general)
                settings = general.Read(settings, node);
            else if (Settings.Image.FirstOrDefault(s => s.Name == name) is { } image)
                settings = settings with { Image = image.Read(settings.Image, node) };
            else
                throw Unknown(node, "setting", name, SettingNames());
            given.Add(name);
        }
        return settings with { Given = given };
    }

    private static ExtractionSettings ReadVoxelSettings(ExtractionSettings settings, ParameterNode section)
    {
        var given = new List<string>(settings.Given);
        foreach (var (name, node) in Mapping(section, "expected a mapping of settings"))
        {
            var setting = Settings.Voxel.FirstOrDefault(s => s.Name == name)
                ?? throw Unknown(node, "voxel setting", name, Settings.Voxel.Select(s => s.Name));
            settings = settings with { Voxel = setting.Read(settings.Voxel, node) };
            given.Add(name);
        }
        return settings with { Given = given };
    }

    private static List<ImageTypeSettings> ReadImageTypes(ExtractionSettings settings, ParameterNode section)
    {
        var types = new List<ImageTypeSettings>();
        foreach (var (name, node) in Mapping(section, "expected a mapping of image types, such as {Original: {}}"))
        {
            if (FilterParameters.All.FirstOrDefault(f => f.Name == name) is { Name: not null } filter)
            {
                foreach (var item in node.Items ?? [node])
                    types.Add(ReadFilter(settings, item, filter.Name, filter.Settings, filter.Read));
                continue;
            }
            var known = Settings.ImageTypes.FirstOrDefault(t => t.Name == name);
            if (known.Name is null)
                throw Unknown(
                    node,
                    "image type",
                    name,
                    Settings.ImageTypes.Select(t => t.Name).Concat(FilterParameters.All.Select(f => f.Name))
                );
            var (own, given) = (settings.Image, new List<string>());
            foreach (var (key, value) in Mapping(node, $"expected a mapping of its settings; write '{name}: {{}}' for none"))
            {
                if (Settings.Image.FirstOrDefault(s => s.Name == key) is { } image)
                    own = image.Read(own, value);
                else if (Settings.Extraction.FirstOrDefault(s => s.Name == key) is { } general)
                    general.Read(settings, value); // checked; it has no effect on one image type, in PyRadiomics either
                else
                    throw Unknown(value, "setting", key, SettingNames());
                given.Add(key);
            }
            types.Add(new ImageTypeSettings(known.Value, given.Count == 0 ? null : own) { Given = given });
        }
        for (var i = 0; i < types.Count; i++)
        {
            if (types[i].FilterName is { } twice && types.Take(i).Any(t => t.FilterName == twice))
                throw section.Refuse($"two filters make an image '{twice}'; keep one of them.");
        }
        return types.Count > 0 ? types : [new ImageTypeSettings(ImageType.Original)];
    }

    private static ImageTypeSettings ReadFilter(
        ExtractionSettings settings,
        ParameterNode node,
        string name,
        string[] known,
        Func<FilterEntries, Imaging.Filters.Ibsi.ConvolutionalFilter> read
    )
    {
        var entries = new FilterEntries(
            node,
            Mapping(node, $"expected a mapping of the filter's settings ({string.Join(", ", known)}), or a list of such mappings")
        );
        foreach (var (key, value) in entries.Rest)
        {
            if (!known.Contains(key) && Settings.Image.All(s => s.Name != key))
                throw Unknown(value, $"setting of {name}", key, known.Concat(Settings.Image.Select(s => s.Name)));
        }
        var filter = FilterParameters.Read(read, entries);
        var (own, given) = (settings.Image, new List<string>());
        foreach (var (key, value) in entries.Rest)
        {
            if (known.Contains(key))
                throw value.Refuse("it has no meaning beside the filter's other settings.");
            own = Settings.Image.First(s => s.Name == key).Read(own, value);
            given.Add(key);
        }
        return new ImageTypeSettings(ImageType.Convolution, given.Count == 0 ? null : own) { Filter = filter, Given = given };
    }

    private static IReadOnlyList<FeatureClassSelection> ReadFeatureClasses(ExtractionSettings settings, ParameterNode section)
    {
        var selections = new List<FeatureClassSelection>();
        foreach (var (name, node) in Mapping(section, "expected a mapping of feature classes, such as {firstorder: [Mean]}"))
        {
            var known = FeatureClassNames.All.FirstOrDefault(c => c.Name == name);
            if (known.Name is null)
                throw Unknown(node, "feature class", name, FeatureClassNames.All.Select(c => c.Name));
            var available = FeatureClassNames.FeaturesOf(known.Class);
            string[] names = node.IsNull ? [] : node.Sequence(item => available.Contains(item.Word())
                ? item.Word()
                : throw Unknown(item, $"{name} feature", item.Word(), available));
            selections.Add(new FeatureClassSelection(known.Class, [.. names.Distinct()]));
        }
        return selections.Count > 0 ? selections : settings.FeatureClasses;
    }

    private static IReadOnlyList<KeyValuePair<string, ParameterNode>> Mapping(ParameterNode node, string expectation) =>
        node.Entries ?? throw node.Refuse($"{expectation}; found {node.Describe()}.");

    private static IEnumerable<string> SettingNames() => Settings.Extraction.Select(s => s.Name).Concat(Settings.Image.Select(s => s.Name));

    private static ParameterFileException Unknown(ParameterNode node, string kind, string name, IEnumerable<string> known)
    {
        if (HomeOf(name) is { } home)
            return node.Refuse($"there is no {kind} '{name}'; it belongs in the section '{home}'.");
        var names = known.ToList();
        var suggestion = Nearest.Suggest(name, names);
        return node.Refuse(
            $"there is no {kind} '{name}'.{(suggestion.Length > 0 ? suggestion : $" There are: {string.Join(", ", names)}.")}"
        );
    }

    // What is known, and stands in a wrong place.
    private static string? HomeOf(string name) =>
        SettingNames().Contains(name) ? "setting"
        : Settings.Voxel.Any(s => s.Name == name) ? "voxelSetting"
        : FeatureClassNames.All.Any(c => c.Name == name) ? "featureClass"
        : Settings.ImageTypes.Any(t => t.Name == name) || FilterParameters.All.Any(f => f.Name == name) ? "imageType"
        : null;
}
