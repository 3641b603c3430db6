using Radiomics.Features.Ibsi;
using Radiomics.Features.Parameters;
using Radiomics.Imaging;
using Radiomics.Imaging.Resampling;
using Suggestions;
using static Radiomics.Features.Extraction.DiagnosticValue;

namespace Radiomics.Features.Extraction;

/// <summary>The section <c>ibsi</c> of a parameter file: every setting once, for reading, for the provenance and for suggestions.</summary>
internal static class IbsiParameters
{
    private static readonly IbsiSettings Defaults = new();

    /// <summary>The interpolation methods.</summary>
    public static IReadOnlyList<(string Name, Interpolator Value)> Interpolators { get; } =
    [
        ("nearest", Interpolator.NearestNeighbor),
        ("linear", Interpolator.Linear),
        ("cubic", Interpolator.BSpline),
        ("catmull-rom", Interpolator.CatmullRom),
    ];

    /// <summary>The settings.</summary>
    public static IReadOnlyList<Setting<IbsiSettings>> All { get; } =
    [
        new("spacing", (s, n) => s with { Spacing = Spacing(n) }, s => s.Spacing is { } v ? List([Of(v.X), Of(v.Y), Of(v.Z)]) : None),
        new(
            "interpolation",
            (s, n) => s with { Interpolator = n.IsNull ? Defaults.Interpolator : n.OneOf([.. Interpolators]) },
            s => Of(NameOf(s.Interpolator))
        ),
        new(
            "maskInterpolation",
            (s, n) => s with { MaskInterpolator = n.IsNull ? Defaults.MaskInterpolator : n.OneOf([.. Interpolators]) },
            s => Of(NameOf(s.MaskInterpolator))
        ),
        new("partialVolume", (s, n) => s with { PartialVolumeThreshold = n.IsNull ? 0.5 : Share(n) }, s => Of(s.PartialVolumeThreshold)),
        new("roundIntensities", (s, n) => s with { RoundIntensities = !n.IsNull && n.Truth() }, s => Of(s.RoundIntensities)),
        new(
            "range",
            (s, n) => s with { ResegmentationRange = Range(n) },
            s => s.ResegmentationRange is { } r ? List([Bound(r.Lower), Bound(r.Upper)]) : None
        ),
        new("outlierSigma", (s, n) => s with { OutlierSigma = n.IsNull ? null : n.Number(0, exclusive: true) }, s => Of(s.OutlierSigma)),
        new("bins", (s, n) => s with { Bins = Bins(n) }, s => Written(s.Bins)),
        new("ivhBins", (s, n) => s with { IvhBins = Bins(n) }, s => Written(s.IvhBins)),
        new(
            "aggregations",
            (s, n) => s with { Aggregations = n.IsNull ? Defaults.Aggregations : Some(n, n.Sequence(i => i.OneOf([.. Aggregations]))) },
            s => List(s.Aggregations.Select(a => Of(Ibsi.Aggregates.NameOf(a))))
        ),
        new("distance", (s, n) => s with { Distance = n.IsNull ? 1 : n.Integer(1) }, s => Of(s.Distance)),
        new("coarseness", (s, n) => s with { Coarseness = n.IsNull ? 0 : n.Integer(0) }, s => Of(s.Coarseness)),
        new(
            "families",
            (s, n) => s with { Families = n.IsNull ? [] : n.Sequence(i => i.OneOf([.. IbsiFamilies.All.Select(f => (f.Name, f.Name))])) },
            s => List(s.Families.Select(f => Of(f)))
        ),
        new(
            "names",
            (s, n) => s with { Naming = n.IsNull ? default : n.OneOf([.. Namings]) },
            s => Of(Namings.First(x => x.Value == s.Naming).Name)
        ),
    ];

    private static (string Name, IbsiAggregation Value)[] Aggregations =>
        [.. Enum.GetValues<IbsiAggregation>().Select(a => (Ibsi.Aggregates.NameOf(a), a))];

    private static (string Name, IbsiNaming Value)[] Namings =>
        [("tag", IbsiNaming.Tag), ("code", IbsiNaming.Code), ("pyradiomics", IbsiNaming.PyRadiomics)];

    /// <summary>Reads the section: a preset by name, or a mapping of settings, which may begin with one.</summary>
    public static IbsiSettings Read(ParameterNode section)
    {
        (string, IbsiSettings)[] presets = [.. IbsiSettings.Presets];
        if (section.IsNull)
            return Defaults;
        if (section.Entries is null)
            return section.OneOf(presets);
        var settings = section.Entries.FirstOrDefault(e => e.Key == "preset").Value is { } preset ? preset.OneOf(presets) : Defaults;
        foreach (var (name, node) in section.Entries.Where(e => e.Key != "preset"))
        {
            var setting = All.FirstOrDefault(s => s.Name == name);
            if (setting is null)
            {
                var names = All.Select(s => s.Name).Prepend("preset").ToList();
                var suggestion = Nearest.Suggest(name, names);
                throw node.Refuse(
                    $"there is no IBSI setting '{name}'.{(suggestion.Length > 0 ? suggestion : $" There are: {string.Join(", ", names)}.")}"
                );
            }
            settings = setting.Read(settings, node);
        }
        return settings;
    }

    private static string NameOf(Interpolator interpolator) =>
        Interpolators.FirstOrDefault(i => i.Value == interpolator).Name ?? $"{interpolator}";

    private static Vector3D? Spacing(ParameterNode node)
    {
        if (node.IsNull)
            return null;
        var values = node.Sequence(i => i.Number(0));
        return values.Length == 3
            ? new Vector3D(values[0], values[1], values[2])
            : throw node.Refuse($"expected three spacings in mm (x, y, z; 0 keeps the image's own), found {values.Length}.");
    }

    private static double Share(ParameterNode node)
    {
        var value = node.Number(0, exclusive: true);
        return value <= 1 ? value : throw node.Refuse(FormattableString.Invariant($"{value} is out of range; it must be at most 1."));
    }

    private static (double Lower, double Upper)? Range(ParameterNode node)
    {
        if (node.IsNull)
            return null;
        var values = node.Sequence(i => i.IsNull ? (double?)null : i.Number());
        if (values.Length != 2)
            throw node.Refuse(
                $"expected a lower and an upper bound, such as [-500, 400]; null leaves an end open. Found {values.Length} values."
            );
        var range = (Lower: values[0] ?? double.NegativeInfinity, Upper: values[1] ?? double.PositiveInfinity);
        return range.Lower <= range.Upper ? range : throw node.Refuse("the lower bound is above the upper one.");
    }

    // An open end, as the file has it.
    private static DiagnosticValue Bound(double value) => Of(double.IsFinite(value) ? value : null);

    private static DiagnosticValue Written(IbsiBins bins) =>
        bins.Size is { } size ? Dictionary([new("size", Of(size))])
        : bins.Number is { } number ? Dictionary([new("number", Of(number))])
        : Of("none");

    private static IbsiBins Bins(ParameterNode node)
    {
        if (node.IsNull || node.Entries is null)
            return node.IsNull ? IbsiBins.None : node.OneOf(("none", IbsiBins.None));
        return node.Entries is [var (key, value)]
            ? key switch
            {
                "size" when value.Number(0, exclusive: true) is var size && double.IsFinite(size) => IbsiBins.FixedSize(size),
                "number" => IbsiBins.FixedNumber(value.Integer(1)),
                _ => throw node.Refuse($"'{key}' is not known; write none, {{size: 25}} or {{number: 32}}."),
            }
            : throw node.Refuse("expected one entry: none, {size: 25} or {number: 32}.");
    }

    private static T[] Some<T>(ParameterNode node, T[] values) =>
        values.Length > 0 ? values : throw node.Refuse("the list is empty; give at least one value.");
}
