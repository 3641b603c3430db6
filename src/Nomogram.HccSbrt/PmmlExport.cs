using System.Globalization;
using System.Xml;

namespace Nomogram.HccSbrt;

/// <summary>
/// The published model as PMML 4.4 (Data Mining Group): without a baseline a general linear model of the linear predictor;
/// with one a Cox regression whose baseline table is the caller's.
/// </summary>
public static class PmmlExport
{
    private const string Namespace = "http://www.dmg.org/PMML-4_4";

    private static readonly (PublishedTerm Term, string Parameter)[] Terms =
    [
        (PublishedModel.RadScore, "p1"), (PublishedModel.LargeTumour, "p2"), (PublishedModel.ChildPughB, "p3"), (PublishedModel.HighDose, "p4"),
    ];

    /// <summary>Writes the nomogram's four predictors and their model.</summary>
    /// <param name="stream">Where it goes.</param>
    /// <param name="baseline">The baseline survival, or <see langword="null"/> for the linear predictor alone.</param>
    /// <param name="months">The times of the baseline table, in months, increasing and within the baseline's range; 1, 2, ... where <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time outside the baseline's range.</exception>
    public static void Write(Stream stream, BaselineSurvival? baseline = null, IReadOnlyList<double>? months = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, CloseOutput = false });
        xml.WriteStartElement("PMML", Namespace);
        xml.WriteAttributeString("version", "4.4");
        Element(xml, "Header", ("copyright", "CC BY"), ("description", $"{PublishedModel.Citation} {PublishedModel.Disclaimer}" + (baseline is null ? "" : $" Baseline: {baseline.Name}. {string.Join(' ', baseline.Assumptions)}")));

        var time = baseline is null ? "linearPredictor" : "survivalMonths";
        xml.WriteStartElement("DataDictionary", Namespace);
        Field(xml, "RadScore", "double", "continuous");
        Field(xml, "TumourSizeCm", "double", "continuous");
        xml.WriteStartElement("DataField", Namespace);
        Attributes(xml, ("name", "ChildPugh"), ("optype", "categorical"), ("dataType", "string"));
        Element(xml, "Value", ("value", "A"));
        Element(xml, "Value", ("value", "B"));
        xml.WriteEndElement();
        Field(xml, "BedGy", "double", "continuous");
        Field(xml, time, "double", "continuous");
        if (baseline is not null)
            Field(xml, "died", "integer", "categorical");
        xml.WriteEndElement();

        xml.WriteStartElement("TransformationDictionary", Namespace);
        Indicator(xml, "LargeTumour", "greaterThan", "TumourSizeCm", "5", "double");
        Indicator(xml, "ChildPughB", "equal", "ChildPugh", "B", "string");
        Indicator(xml, "HighDose", "greaterOrEqual", "BedGy", "70", "double");
        xml.WriteEndElement();

        xml.WriteStartElement("GeneralRegressionModel", Namespace);
        Attributes(xml, ("modelName", "HccSbrt"), ("functionName", "regression"), ("modelType", baseline is null ? "generalLinear" : "CoxRegression"));
        if (baseline is not null)
            Attributes(xml, ("endTimeVariable", time), ("statusVariable", "died"));
        xml.WriteStartElement("MiningSchema", Namespace);
        foreach (var name in (string[])["RadScore", "TumourSizeCm", "ChildPugh", "BedGy"])
            Element(xml, "MiningField", ("name", name));
        Element(xml, "MiningField", ("name", time), ("usageType", "target"));
        if (baseline is not null)
            Element(xml, "MiningField", ("name", "died"), ("usageType", "supplementary"));
        xml.WriteEndElement();

        string[] covariates = ["RadScore", "LargeTumour", "ChildPughB", "HighDose"];
        xml.WriteStartElement("ParameterList", Namespace);
        if (baseline is null)
            Element(xml, "Parameter", ("name", "p0"), ("label", "Intercept"));
        for (var i = 0; i < Terms.Length; i++)
            Element(xml, "Parameter", ("name", Terms[i].Parameter), ("label", covariates[i]), ("referencePoint", "0"));
        xml.WriteEndElement();
        xml.WriteStartElement("CovariateList", Namespace);
        foreach (var name in covariates)
            Element(xml, "Predictor", ("name", name));
        xml.WriteEndElement();
        xml.WriteStartElement("PPMatrix", Namespace);
        for (var i = 0; i < Terms.Length; i++)
            Element(xml, "PPCell", ("value", "1"), ("predictorName", covariates[i]), ("parameterName", Terms[i].Parameter));
        xml.WriteEndElement();
        xml.WriteStartElement("ParamMatrix", Namespace);
        if (baseline is null)
            Element(xml, "PCell", ("parameterName", "p0"), ("beta", "0"));
        foreach (var (term, parameter) in Terms)
            Element(xml, "PCell", ("parameterName", parameter), ("df", "1"), ("beta", Number(term.Coefficient)));
        xml.WriteEndElement();
        if (baseline is not null)
            WriteBaseline(xml, baseline, months ?? [.. Enumerable.Range(1, (int)Math.Floor(baseline.LastTime)).Select(m => (double)m)]);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteBaseline(XmlWriter xml, BaselineSurvival baseline, IReadOnlyList<double> months)
    {
        xml.WriteStartElement("BaseCumHazardTables", Namespace);
        Attributes(xml, ("maxTime", Number(baseline.LastTime)));
        foreach (var month in months)
            Element(xml, "BaselineCell", ("time", Number(month)), ("cumHazard", Number(baseline.CumulativeHazard(month))));
        xml.WriteEndElement();
    }

    private static void Indicator(XmlWriter xml, string name, string function, string field, string constant, string type)
    {
        xml.WriteStartElement("DerivedField", Namespace);
        Attributes(xml, ("name", name), ("optype", "continuous"), ("dataType", "double"));
        xml.WriteStartElement("Apply", Namespace);
        Attributes(xml, ("function", "if"));
        xml.WriteStartElement("Apply", Namespace);
        Attributes(xml, ("function", function));
        Element(xml, "FieldRef", ("field", field));
        Constant(xml, constant, type);
        xml.WriteEndElement();
        Constant(xml, "1", "double");
        Constant(xml, "0", "double");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Constant(XmlWriter xml, string value, string type)
    {
        xml.WriteStartElement("Constant", Namespace);
        Attributes(xml, ("dataType", type));
        xml.WriteString(value);
        xml.WriteEndElement();
    }

    private static void Field(XmlWriter xml, string name, string type, string kind) =>
        Element(xml, "DataField", ("name", name), ("optype", kind), ("dataType", type));

    private static void Element(XmlWriter xml, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name, Namespace);
        Attributes(xml, attributes);
        xml.WriteEndElement();
    }

    private static void Attributes(XmlWriter xml, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach (var (name, value) in attributes)
            xml.WriteAttributeString(name, value);
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
