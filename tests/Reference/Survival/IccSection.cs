using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Survival.Models;
using Survival.Models.Statistics;

namespace Reference.Survival;

/// <summary>Intraclass correlation against R's irr, small examples and the 851 features of the study.</summary>
public sealed class IccSection : IConformanceSection
{
    private const string Study = "study / 851 features";

    /// <inheritdoc/>
    public int Order => 75;

    /// <inheritdoc/>
    public string Title => "Intraclass correlation";

    /// <inheritdoc/>
    public string Introduction => "All six forms with F test and confidence interval against `irr::icc`, to 8 significant digits.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <summary>The cases.</summary>
    public static IReadOnlyList<string> CaseIds => SharedData.Exists ? [.. SurvivalReference.CaseIds("icc"), Study] : [""];

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => CaseIds.Select(Row);

    /// <summary>One case.</summary>
    public static ConformanceRow Row(string id)
    {
        var result = new Comparison(id, floor: 1e-12);
        if (id == Study)
        {
            CompareStudy(result);
            return result.ToRow();
        }
        var @case = SurvivalReference.Case("icc", id);
        var ratings = @case.Input.GetProperty("ratings").Matrix();
        foreach (var form in @case.Values.GetProperty("irr").EnumerateObject())
        {
            var (parts, expected) = (form.Name.Split('_'), form.Value);
            var ours = IntraclassCorrelation.Estimate([.. ratings.SelectMany(r => r)], ratings[0].Length, new IccOptions
            {
                Form = parts[0] == "oneway" ? IccForm.OneWay : parts[1] == "agreement" ? IccForm.Agreement : IccForm.Consistency,
                Average = parts[2] == "average",
                NullValue = expected.Number("r0"),
                ConfidenceLevel = expected.Number("conf"),
            });
            // Where raters differ by a constant only, the residual is 0; R has it as a rounding error, and F as a huge number.
            var exact = id == "perfect_plus_bias" && parts[1] == "consistency" && parts[0] == "twoway";
            result.Add(form.Name + " value", expected.Number("value"), ours.Value);
            if (exact)
                continue;
            Add(result, form.Name, expected, ours, id == "perfect_plus_bias" && parts[1] == "agreement");
        }
        return result.ToRow();
    }

    private static void Add(Comparison result, string name, JsonElement expected, IntraclassCorrelation ours, bool huge)
    {
        if (!huge)
            result.Add(name + " f", expected.Number("f"), ours.F);
        result.Add(name + " df1", expected.Number("df1"), ours.Df1);
        result.Add(name + " df2", expected.Number("df2"), ours.Df2);
        if (!huge)
            result.Add(name + " p", expected.Number("p"), ours.PValue);
        result.Add(name + " lower", expected.Number("lower"), ours.Lower);
        result.Add(name + " upper", expected.Number("upper"), ours.Upper);
    }

    private static void CompareStudy(Comparison result)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf("reference", "study", "study.json")));
        var table = document.RootElement.GetProperty("steps").GetProperty("icc").GetProperty("values").GetProperty("table");
        var second = DataTable.Read(SharedData.PathOf("reference", "study", "features_reader2.csv"));
        using var packed = new GZipStream(
            File.OpenRead(SharedData.PathOf("reference", "study", "features.csv.gz")),
            CompressionMode.Decompress
        );
        using var reader = new StreamReader(packed);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(',')).ToArray();
        var ids = second.Texts("id");
        var rows = ids.Select(id => lines.Single(l => l[0].Trim('"') == id)).ToArray();
        var names = table.Texts("feature");
        var header = lines[0].Select(h => h.Trim('"')).ToArray();
        var one = DesignMatrix.FromColumns([
            .. names.Select(n => (n, rows.Select(r => double.Parse(r[Array.IndexOf(header, n)], CultureInfo.InvariantCulture)).ToArray())),
        ]);
        var two = DesignMatrix.FromColumns([.. names.Select(n => (n, second.Numbers(n)))]);
        var ours = IntraclassCorrelation.EstimateAll([one, two]);
        foreach (var column in table.Names().Where(c => c != "feature"))
        {
            Func<IntraclassCorrelation, double>? value = column switch
            {
                "value" or "icc" => r => r.Value,
                "f" or "F" => r => r.F,
                "df1" => r => r.Df1,
                "df2" => r => r.Df2,
                "p" => r => r.PValue,
                "lower" => r => r.Lower,
                "upper" => r => r.Upper,
                _ => null,
            };
            if (value is not null)
                result.Add(column, table.Numbers(column), [.. ours.Select(value)]);
        }
    }
}
