using System.Globalization;
using System.Text;
using System.Xml;
using Survival.Models.Data;

namespace Survival.Models.Persistence;

/// <summary>
/// The PMML 4.4 form of a Cox model: a GeneralRegressionModel of type CoxRegression (dmg.org/pmml/v4-4-1/GeneralRegression.html). Its cumulative hazard at the reference points is
/// the baseline's; a scorer multiplies it by exp(sum of beta (x - reference)).
/// </summary>
internal static class CoxPmml
{
    private const string Namespace = "http://www.dmg.org/PMML-4_4";

    public static string Text(CoxPmmlContent model, CoxPmmlOptions options)
    {
        using var stream = new MemoryStream();
        Write(model, stream, options);
        return new UTF8Encoding(false).GetString(stream.ToArray()).TrimStart('\ufeff');
    }

    public static void Write(CoxPmmlContent model, Stream stream, CoxPmmlOptions options)
    {
        var strata = model.Baselines.Count > 1;
        var terms = model.Terms.Where(t => Used(model, t).Any()).ToList();
        using var writer = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, CloseOutput = false });
        writer.WriteStartDocument();
        writer.WriteStartElement("PMML", Namespace);
        writer.WriteAttributeString("version", "4.4");
        writer.WriteStartElement("Header", Namespace);
        writer.WriteAttributeString("description", "Cox proportional-hazards model; for research use only");
        Empty(writer, "Application", ("name", "Survival.Models"), ("version", typeof(CoxPmml).Assembly.GetName().Version?.ToString(3) ?? ""));
        writer.WriteEndElement();
        Dictionary(writer, model, terms, options, strata);
        writer.WriteStartElement("GeneralRegressionModel", Namespace);
        writer.WriteAttributeString("modelName", options.ModelName);
        writer.WriteAttributeString("modelType", "CoxRegression");
        writer.WriteAttributeString("functionName", "regression");
        writer.WriteAttributeString("endTimeVariable", options.TimeName);
        writer.WriteAttributeString("statusVariable", options.EventName);
        if (strata)
            writer.WriteAttributeString("baselineStrataVariable", options.StratumName);
        writer.WriteStartElement("MiningSchema", Namespace);
        Empty(writer, "MiningField", ("name", options.EventName), ("usageType", "target"));
        Empty(writer, "MiningField", ("name", options.TimeName), ("usageType", "active"));
        if (strata)
            Empty(writer, "MiningField", ("name", options.StratumName), ("usageType", "active"));
        foreach (var term in terms)
            Empty(writer, "MiningField", ("name", term.Name), ("usageType", "active"));
        writer.WriteEndElement();
        Parameters(writer, model, terms);
        Baselines(writer, model, strata);
        writer.WriteEndElement();
        writer.WriteEndElement();
        writer.WriteEndDocument();
    }

    private static IEnumerable<int> Used(CoxPmmlContent model, DesignTerm term) =>
        Enumerable.Range(term.FirstColumn, term.ColumnCount).Where(j => !double.IsNaN(model.Coefficients[j]));

    private static void Dictionary(XmlWriter writer, CoxPmmlContent model, List<DesignTerm> terms, CoxPmmlOptions options, bool strata)
    {
        writer.WriteStartElement("DataDictionary", Namespace);
        writer.WriteAttributeString("numberOfFields", Text(terms.Count + (strata ? 3 : 2)));
        writer.WriteStartElement("DataField", Namespace);
        Attributes(writer, ("name", options.EventName), ("optype", "categorical"), ("dataType", "integer"));
        Empty(writer, "Value", ("value", "0"));
        Empty(writer, "Value", ("value", "1"));
        writer.WriteEndElement();
        Empty(writer, "DataField", ("name", options.TimeName), ("optype", "continuous"), ("dataType", "double"));
        if (strata)
            Categorical(writer, options.StratumName, model.Baselines.Select(b => b.Stratum));
        foreach (var term in terms)
        {
            if (term.IsCategorical)
                Categorical(writer, term.Name, term.Levels);
            else
                Empty(writer, "DataField", ("name", term.Name), ("optype", "continuous"), ("dataType", "double"));
        }
        writer.WriteEndElement();
    }

    private static void Parameters(XmlWriter writer, CoxPmmlContent model, List<DesignTerm> terms)
    {
        int[] used = [.. terms.SelectMany(t => Used(model, t))];
        writer.WriteStartElement("ParameterList", Namespace);
        foreach (var j in used)
            Empty(writer, "Parameter", ("name", $"p{j}"), ("label", model.ColumnNames[j]), ("referencePoint", Text(model.Means[j])));
        writer.WriteEndElement();
        Predictors(writer, "FactorList", terms.Where(t => t.IsCategorical));
        Predictors(writer, "CovariateList", terms.Where(t => !t.IsCategorical));
        writer.WriteStartElement("PPMatrix", Namespace);
        foreach (var term in terms)
        {
            foreach (var j in Used(model, term))
                Empty(writer, "PPCell", ("value", term.IsCategorical ? term.Levels[j - term.FirstColumn + 1] : "1"), ("predictorName", term.Name), ("parameterName", $"p{j}"));
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
                    Empty(writer, "PCovCell", ("pRow", $"p{j}"), ("pCol", $"p{k}"), ("value", Text(covariance[(j * p) + k])));
            }
            writer.WriteEndElement();
        }
        writer.WriteStartElement("ParamMatrix", Namespace);
        foreach (var j in used)
            Empty(writer, "PCell", ("parameterName", $"p{j}"), ("df", "1"), ("beta", Text(model.Coefficients[j])));
        writer.WriteEndElement();
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

    private static void Empty(XmlWriter writer, string element, params (string Name, string Value)[] attributes)
    {
        writer.WriteStartElement(element, Namespace);
        Attributes(writer, attributes);
        writer.WriteEndElement();
    }

    private static void Attributes(XmlWriter writer, params (string Name, string Value)[] attributes)
    {
        foreach (var (name, value) in attributes)
            writer.WriteAttributeString(name, value);
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
