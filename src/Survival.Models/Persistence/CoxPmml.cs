using System.Globalization;
using System.Text;
using System.Xml;

namespace Survival.Models.Persistence;

/// <summary>
/// The PMML 4.4 form of a model of hazards: a GeneralRegressionModel of type CoxRegression (dmg.org/pmml/v4-4-1/GeneralRegression.html).
/// Its cumulative hazard at the
/// reference points is the baseline's; a scorer multiplies it by exp(sum of beta (x - reference)). Without a baseline it is a generalLinear
/// model of the linear predictor.
/// </summary>
internal static class CoxPmml
{
    private const string Namespace = "http://www.dmg.org/PMML-4_4";
    private const string LinearPredictor = "linearPredictor";

    public static string Text(CoxPmmlContent model, CoxPmmlOptions options)
    {
        using var stream = new MemoryStream();
        Write(model, stream, options);
        return new UTF8Encoding(false).GetString(stream.ToArray()).TrimStart('\ufeff');
    }

    public static void Write(CoxPmmlContent model, Stream stream, CoxPmmlOptions options)
    {
        var strata = model.Baselines.Count > 1;
        var absolute = model.Baselines.Count > 0;
        var terms = model.Terms.Where(t => model.Used(t).Any()).ToList();
        var derived = model.Derived.Select(d => d.Name).ToHashSet(StringComparer.Ordinal);
        // A level's field may be needed by an interaction though its own columns were left out.
        var given = model.Terms.Where(t => (model.Used(t).Any() || model.Needed.Contains(t.Name)) && !derived.Contains(t.Name)).ToList();
        using var writer = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, CloseOutput = false });
        writer.WriteStartDocument();
        writer.WriteStartElement("PMML", Namespace);
        writer.WriteAttributeString("version", "4.4");
        writer.WriteStartElement("Header", Namespace);
        writer.WriteAttributeString("description", model.Description);
        Empty(
            writer,
            "Application",
            ("name", "Survival.Models"),
            ("version", typeof(CoxPmml).Assembly.GetName().Version?.ToString(3) ?? "")
        );
        writer.WriteEndElement();
        Dictionary(writer, model, given, options);
        if (model.Derived.Count > 0)
        {
            writer.WriteStartElement("TransformationDictionary", Namespace);
            foreach (var field in model.Derived)
            {
                writer.WriteStartElement("DerivedField", Namespace);
                Attributes(writer, ("name", field.Name), ("optype", "continuous"), ("dataType", "double"));
                field.Expression(writer);
                writer.WriteEndElement();
            }
            writer.WriteEndElement();
        }
        writer.WriteStartElement("GeneralRegressionModel", Namespace);
        Attributes(
            writer,
            ("modelName", options.ModelName),
            ("modelType", absolute ? "CoxRegression" : "generalLinear"),
            ("functionName", "regression")
        );
        if (absolute)
            Attributes(writer, ("endTimeVariable", options.TimeName), ("statusVariable", options.EventName));
        if (strata)
            writer.WriteAttributeString("baselineStrataVariable", options.StratumName);
        writer.WriteStartElement("MiningSchema", Namespace);
        Empty(writer, "MiningField", ("name", absolute ? options.EventName : LinearPredictor), ("usageType", "target"));
        if (absolute)
            Empty(writer, "MiningField", ("name", options.TimeName), ("usageType", "active"));
        if (strata)
            Empty(writer, "MiningField", ("name", options.StratumName), ("usageType", "active"));
        foreach (var name in given.Select(t => t.Name).Concat(model.Inputs))
            Empty(writer, "MiningField", ("name", name), ("usageType", "active"));
        writer.WriteEndElement();
        Parameters(writer, model, terms, absolute);
        if (absolute)
            Baselines(writer, model, strata);
        writer.WriteEndElement();
        writer.WriteEndElement();
        writer.WriteEndDocument();
    }

    /// <summary>A function of arguments.</summary>
    public static void Apply(XmlWriter writer, string function, params ReadOnlySpan<Action<XmlWriter>> arguments)
    {
        writer.WriteStartElement("Apply", Namespace);
        writer.WriteAttributeString("function", function);
        foreach (var argument in arguments)
            argument(writer);
        writer.WriteEndElement();
    }

    /// <summary>A field.</summary>
    public static Action<XmlWriter> Field(string name) => writer => Empty(writer, "FieldRef", ("field", name));

    /// <summary>A number.</summary>
    public static Action<XmlWriter> Constant(double value) => writer =>
    {
        writer.WriteStartElement("Constant", Namespace);
        writer.WriteAttributeString("dataType", "double");
        writer.WriteString(Text(value));
        writer.WriteEndElement();
    };

    /// <summary>A level.</summary>
    public static Action<XmlWriter> Constant(string level) => writer =>
    {
        writer.WriteStartElement("Constant", Namespace);
        writer.WriteAttributeString("dataType", "string");
        writer.WriteString(level);
        writer.WriteEndElement();
    };

    private static void Dictionary(XmlWriter writer, CoxPmmlContent model, List<DesignTerm> given, CoxPmmlOptions options)
    {
        var (strata, absolute) = (model.Baselines.Count > 1, model.Baselines.Count > 0);
        writer.WriteStartElement("DataDictionary", Namespace);
        writer.WriteAttributeString("numberOfFields", Text(given.Count + model.Inputs.Count + (strata ? 3 : absolute ? 2 : 1)));
        if (absolute)
        {
            writer.WriteStartElement("DataField", Namespace);
            Attributes(writer, ("name", options.EventName), ("optype", "categorical"), ("dataType", "integer"));
            Empty(writer, "Value", ("value", "0"));
            Empty(writer, "Value", ("value", "1"));
            writer.WriteEndElement();
        }
        Empty(
            writer,
            "DataField",
            ("name", absolute ? options.TimeName : LinearPredictor),
            ("optype", "continuous"),
            ("dataType", "double")
        );
        if (strata)
            Categorical(writer, options.StratumName, model.Baselines.Select(b => b.Stratum));
        foreach (var term in given)
        {
            if (term.IsCategorical)
                Categorical(writer, term.Name, term.Levels);
            else
                Empty(writer, "DataField", ("name", term.Name), ("optype", "continuous"), ("dataType", "double"));
        }
        foreach (var input in model.Inputs)
            Empty(writer, "DataField", ("name", input), ("optype", "continuous"), ("dataType", "double"));
        writer.WriteEndElement();
    }

    private static void Parameters(XmlWriter writer, CoxPmmlContent model, List<DesignTerm> terms, bool absolute)
    {
        const string Intercept = "intercept";
        int[] used = [.. terms.SelectMany(model.Used)];
        writer.WriteStartElement("ParameterList", Namespace);
        if (!absolute)
            Empty(writer, "Parameter", ("name", Intercept), ("label", "Intercept"));
        foreach (var j in used)
            Empty(writer, "Parameter", ("name", Invariant(
                $"p{j}"
            )), ("label", model.ColumnNames[j]), ("referencePoint", Text(model.Means[j])));
        writer.WriteEndElement();
        Predictors(writer, "FactorList", terms.Where(t => t.IsCategorical));
        Predictors(writer, "CovariateList", terms.Where(t => !t.IsCategorical));
        writer.WriteStartElement("PPMatrix", Namespace);
        foreach (var term in terms)
        {
            foreach (var j in model.Used(term))
                Empty(
                    writer,
                    "PPCell",
                    ("value", term.IsCategorical ? term.Levels[j - term.FirstColumn + 1] : "1"),
                    ("predictorName", term.Name),
                    ("parameterName", Invariant($"p{j}"))
                );
        }
        writer.WriteEndElement();
        if (model.Covariance is { } covariance)
        {
            writer.WriteStartElement("PCovMatrix", Namespace);
            writer.WriteAttributeString("type", model.IsRobust ? "robust" : "model");
            var p = model.ColumnNames.Count;
            foreach (var j in used)
            {
                foreach (var k in used)
                    Empty(writer, "PCovCell", ("pRow", Invariant(
                        $"p{j}"
                    )), ("pCol", Invariant($"p{k}")), ("value", Text(covariance[(j * p) + k])));
            }
            writer.WriteEndElement();
        }
        writer.WriteStartElement("ParamMatrix", Namespace);
        if (!absolute)
            Empty(writer, "PCell", ("parameterName", Intercept), ("beta", "0"));
        foreach (var j in used)
            Empty(writer, "PCell", ("parameterName", Invariant($"p{j}")), ("df", "1"), ("beta", Text(model.Coefficients[j])));
        writer.WriteEndElement();
        if (!absolute)
            return;
        writer.WriteStartElement("EventValues", Namespace);
        Empty(writer, "Value", ("value", "1"));
        writer.WriteEndElement();
    }

    private static void Baselines(XmlWriter writer, CoxPmmlContent model, bool strata)
    {
        writer.WriteStartElement("BaseCumHazardTables", Namespace);
        if (!strata)
        {
            writer.WriteAttributeString("maxTime", Text(model.Baselines[0].MaximumTime));
            Cells(writer, model.Baselines[0]);
        }
        else
        {
            foreach (var baseline in model.Baselines)
            {
                writer.WriteStartElement("BaselineStratum", Namespace);
                writer.WriteAttributeString("value", baseline.Stratum);
                writer.WriteAttributeString("maxTime", Text(baseline.MaximumTime));
                Cells(writer, baseline);
                writer.WriteEndElement();
            }
        }
        writer.WriteEndElement();
    }

    private static void Cells(XmlWriter writer, CoxPmmlBaseline baseline)
    {
        foreach (var (time, hazard) in baseline.Steps)
            Empty(writer, "BaselineCell", ("time", Text(time)), ("cumHazard", Text(hazard)));
    }

    private static void Predictors(XmlWriter writer, string element, IEnumerable<DesignTerm> terms)
    {
        var list = terms.ToList();
        if (list.Count == 0)
            return;
        writer.WriteStartElement(element, Namespace);
        foreach (var term in list)
            Empty(writer, "Predictor", ("name", term.Name));
        writer.WriteEndElement();
    }

    private static void Categorical(XmlWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartElement("DataField", Namespace);
        Attributes(writer, ("name", name), ("optype", "categorical"), ("dataType", "string"));
        foreach (var value in values)
            Empty(writer, "Value", ("value", value));
        writer.WriteEndElement();
    }

    private static void Empty(XmlWriter writer, string element, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        writer.WriteStartElement(element, Namespace);
        Attributes(writer, attributes);
        writer.WriteEndElement();
    }

    private static void Attributes(XmlWriter writer, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach (var (name, value) in attributes)
            writer.WriteAttributeString(name, value);
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
