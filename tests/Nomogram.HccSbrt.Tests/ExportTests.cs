using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Survival.Models.Prognosis;

namespace Nomogram.HccSbrt.Tests;

public class ExportTests
{
    private static readonly XNamespace Pmml = "http://www.dmg.org/PMML-4_4";

    [Fact]
    public void The_card_says_what_it_must_in_both_forms()
    {
        using var stream = new MemoryStream();
        PublishedModel.WriteJson(stream);
        using var card = JsonDocument.Parse(stream.ToArray());
        Assert.Equal(7, card.RootElement.GetProperty("radScore").GetProperty("terms").GetArrayLength());
        Assert.Equal(PublishedModel.Caveats.Count, card.RootElement.GetProperty("caveats").GetArrayLength());
        Assert.Equal(PublishedModel.Disclaimer, card.RootElement.GetProperty("disclaimer").GetString());
        Assert.True(card.RootElement.GetProperty("studyPopulation").GetArrayLength() > 0);
        var text = PublishedModel.ToMarkdown();
        Assert.Contains(PublishedModel.Disclaimer, text, StringComparison.Ordinal);
        Assert.All(PublishedModel.Features, f => Assert.Contains(f, text, StringComparison.Ordinal));
        Assert.Contains("10.88 (4.43-26.75)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Pmml_holds_the_coefficients_and_a_named_baseline()
    {
        var linear = Export(null);
        var model = linear.Root!.Element(Pmml + "GeneralRegressionModel")!;
        Assert.Equal("generalLinear", model.Attribute("modelType")!.Value);
        var betas = model
            .Element(Pmml + "ParamMatrix")!
            .Elements()
            .Select(e => double.Parse(e.Attribute("beta")!.Value, CultureInfo.InvariantCulture))
            .ToList();
        Assert.Equal([0, Math.Log(10.88), Math.Log(1.63), Math.Log(1.70), Math.Log(0.46), Math.Log(1.53)], betas);
        Assert.Null(model.Element(Pmml + "BaseCumHazardTables"));

        var cox = Export(BaselineHazard.Supplied("ours", [6, 12], [0.8, 0.6]));
        model = cox.Root!.Element(Pmml + "GeneralRegressionModel")!;
        Assert.Equal("CoxRegression", model.Attribute("modelType")!.Value);
        var cells = model.Element(Pmml + "BaseCumHazardTables")!.Elements().ToList();
        Assert.Equal(12, cells.Count);
        Assert.Equal(-Math.Log(0.6), double.Parse(cells[^1].Attribute("cumHazard")!.Value, CultureInfo.InvariantCulture), 1e-15);
        Assert.Contains("ours", cox.Root.Element(Pmml + "Header")!.Attribute("description")!.Value, StringComparison.Ordinal);
    }

    private static XDocument Export(BaselineHazard? baseline)
    {
        using var stream = new MemoryStream();
        new HccSbrtNomogram(baselines: baseline is null ? [] : [baseline]).Model.WritePmml(stream);
        stream.Position = 0;
        return XDocument.Load(stream);
    }
}
