using Survival.Models.Persistence;

namespace Survival.Models.Penalised;

public sealed partial class CoxNetModel
{
    private const string Format = "Survival.Models.CoxNetModel";

    /// <summary>The model as a JSON text that <see cref="FromJson"/> reads back to the same numbers.</summary>
    public string ToJson() => CoxNetJson.Write(Format, writer =>
    {
        writer.WriteNumber("lambda", Lambda);
        writer.WriteBoolean("interpolated", IsInterpolated);
        writer.WriteBoolean("offset", HasOffset);
        writer.WriteTexts("columns", ColumnNames);
        CoxNetJson.Coefficients(writer, _indices, _values);
    });

    /// <summary>Saves the model as a JSON file, which is replaced; <see cref="Load"/> reads it back to the same numbers.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path) => CoxNetJson.Save(path, ToJson());

    /// <summary>Loads a model from a JSON file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFileException">It is no such file, is damaged, or of a later version.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static CoxNetModel Load(string path) => CoxNetJson.Load(path, "penalised Cox model", FromJson);

    /// <summary>Reads a model.</summary>
    /// <param name="json">What <see cref="ToJson"/> wrote.</param>
    /// <exception cref="ModelFileException">It is no such text, is damaged, or of a later version.</exception>
    public static CoxNetModel FromJson(string json) => CoxNetJson.Read(json, Format, root =>
    {
        var names = root.ReadTexts("columns");
        var (indices, values) = CoxNetJson.Coefficients(root, names.Length);
        return new CoxNetModel(names, root.ReadFinite("lambda"), root.ReadFlag("interpolated"), root.ReadFlag("offset"), indices, values);
    });

    /// <summary>
    /// The model as PMML 4.4 text, a GeneralRegressionModel of type CoxRegression over the columns with nonzero coefficients, which are not
    /// centred. A penalised
    /// model has no covariance matrix.
    /// </summary>
    /// <param name="baseline">The model's baseline hazard.</param>
    /// <param name="options">The names of time and event.</param>
    /// <exception cref="ArgumentException">The baseline is of another lambda, or the model has an offset, which PMML's Cox regression
    /// cannot take.</exception>
    public string ToPmml(CoxNetBaseline baseline, CoxPmmlOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        if (baseline.Lambda != Lambda)
            throw new ArgumentException(
                Invariant($"The baseline is that of lambda {baseline.Lambda}, the model that of {Lambda}. Take the model's own Baseline."),
                nameof(baseline));
        if (HasOffset)
            throw new ArgumentException("The model was fitted with an offset, which PMML's Cox regression cannot take.", nameof(baseline));
        var names = SelectedNames;
        var content = new CoxPmmlContent(
            names, [.. names.Select((n, j) => new DesignTerm(n, j, 1, []))], Values.ToArray(), new double[names.Count], null, false,
                [CoxPmmlBaseline.Of("", baseline.Times, baseline.CumulativeHazard)]);
        return CoxPmml.Text(content, options ?? CoxPmmlOptions.Default);
    }
}
