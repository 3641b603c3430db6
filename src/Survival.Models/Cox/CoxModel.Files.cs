using System.Globalization;
using System.Text;
using System.Xml;
using Files;
using Survival.Models.Persistence;

namespace Survival.Models.Cox;

public sealed partial class CoxModel
{
    /// <summary>The covariates of a model just fitted; <see langword="null"/> of one that was loaded.</summary>
    internal DesignMatrix? Covariates => _training?.X;

    /// <summary>Saves the model as JSON. All numbers come back to the bit; the data that it was fitted to is not in it.</summary>
    /// <param name="stream">Where to; left open.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CoxModelJson.Write(this, stream);
    }

    /// <summary>Saves the model as a JSON file, which is replaced.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path)
    {
        AtomicFile.Write(path, Save);
    }

    /// <summary>The model as JSON text.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        Save(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Loads a model that was saved as JSON.</summary>
    /// <param name="stream">Where from; left open.</param>
    /// <exception cref="ModelFileException">It is no Cox model, is damaged, or of a later version.</exception>
    public static CoxModel Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return CoxModelJson.Read(stream);
    }

    /// <summary>Loads a model from a JSON file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFileException">It is no Cox model, is damaged, or of a later version.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static CoxModel Load(string path)
    {
        using var stream = PlainFile.OpenRead(path);
        try
        {
            return Load(stream);
        }
        catch (ModelFileException refusal)
        {
            throw new ModelFileException($"'{Path.GetFileName(path)}' is no Cox model: {refusal.Message}", refusal);
        }
    }

    /// <summary>Loads a model from JSON text.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="ModelFileException">It is no Cox model, is damaged, or of a later version.</exception>
    public static CoxModel FromJson(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return Load(stream);
    }

    /// <summary>Writes the model as PMML 4.4, a GeneralRegressionModel of type CoxRegression with the baseline of each stratum.</summary>
    /// <param name="stream">Where to; left open.</param>
    /// <param name="options">The names of time, event and stratum.</param>
    public void WritePmml(Stream stream, CoxPmmlOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CoxPmml.Write(ToPmmlContent(), stream, options ?? CoxPmmlOptions.Default);
    }

    /// <summary>The model as PMML 4.4 text.</summary>
    /// <param name="options">The names of time, event and stratum.</param>
    public string ToPmml(CoxPmmlOptions? options = null) => CoxPmml.Text(ToPmmlContent(), options ?? CoxPmmlOptions.Default);

    private CoxPmmlContent ToPmmlContent()
    {
        var (terms, derived, inputs) = (new List<DesignTerm>(), new List<CoxPmmlDerived>(), new List<string>());
        foreach (var term in Terms)
        {
            if (!term.IsCurved && term.Kind != TermKind.Interaction)
            {
                terms.Add(term);
                continue;
            }
            var columns = term.IsCurved ? Curve(term) : CoxPmmlColumns.Products(term.Factors.Select(Fields));
            // The first column of a restricted spline is the number itself.
            var from = term.Kind == TermKind.RestrictedCubic ? 1 : 0;
            if (from == 1)
                terms.Add(new DesignTerm(term.Name, term.FirstColumn, 1, []));
            else if (term.IsCurved)
                inputs.Add(term.Name);
            for (var k = from; k < columns.Length; k++)
            {
                var name = ColumnNames[term.FirstColumn + k];
                derived.Add(new CoxPmmlDerived(name, columns[k]));
                terms.Add(new DesignTerm(name, term.FirstColumn + k, 1, []));
            }
        }
        return new CoxPmmlContent(
            ColumnNames, terms, _state.Coefficients, _state.Means, _state.Covariance, IsRobust,
            [.. Baselines.Select(b => CoxPmmlBaseline.Of(
                b.Name.Length > 0 ? b.Name : b.Stratum.ToString(CultureInfo.InvariantCulture), b.Time, b.CumulativeHazard))])
        {
            Inputs = inputs,
            Derived = derived,
            Needed = Terms.Where(t => t.Kind == TermKind.Interaction || t.IsCurved).SelectMany(t => t.Variables)
                .ToHashSet(StringComparer.Ordinal),
        };
    }

    private static Action<XmlWriter>[] Curve(DesignTerm term) =>
        CoxPmmlColumns.Curve(term.Name, term.Kind, term.Knots, (term.Powers, term.Shift, term.Scale));

    // The columns of a factor of an interaction. A curve stands in full, for its own columns may have been left out.
    private static Action<XmlWriter>[] Fields(DesignTerm factor) =>
        factor.IsCurved ? Curve(factor)
        : factor.IsCategorical ? CoxPmmlColumns.Indicators(factor.Name, factor.Levels)
        : [CoxPmml.Field(factor.Name)];
}
