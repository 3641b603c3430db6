using System.Net;
using System.Reflection;
using System.Text.Json;
using Nomogram.HccSbrt;
using Radiomics.Studies;
using Survival.Models.Cox;
using Survival.Models.Prognosis;

namespace Radiomics.Reporting.Calculator;

/// <summary>
/// A nomogram as one HTML page in which a reader moves the predictors and sees points, risk group, hazard and survival with their uncertainty.
/// The page is one file, without network, server or storage. It holds the model's numbers and the sum that makes a prediction of them, nothing
/// else. The address may preset values: <c>page.html#TumourSize=6.2&amp;ChildPugh=B&amp;Bed=40/5</c>. For research use only.
/// </summary>
public static class CalculatorPage
{
    /// <summary>The page of the published nomogram.</summary>
    /// <param name="baselines">The baselines that the reader may choose from; without one the page shows no absolute survival, and says why.</param>
    /// <param name="standardization">With which the page computes a Rad-score from raw features; <see langword="null"/> to let it take z-scores.</param>
    /// <param name="nomogram">The nomogram; its default where <see langword="null"/>.</param>
    /// <returns>HTML.</returns>
    /// <exception cref="ArgumentException">Two baselines of one name.</exception>
    public static string Published(IReadOnlyList<BaselineSurvival>? baselines = null, FeatureStandardization? standardization = null, HccSbrtNomogram? nomogram = null) =>
        ToHtml(PublishedCalculator.Build(nomogram ?? new HccSbrtNomogram(), baselines ?? [], standardization));

    /// <summary>The page of a fitted nomogram. Survival is that of <see cref="CoxModel.Survival"/>; each stratum is a baseline to choose.</summary>
    /// <param name="nomogram">The nomogram.</param>
    /// <param name="model">The Cox model that it shows: a variable's column has the variable's name, a level's the variable's and the level's.</param>
    /// <param name="options">Title, times, caveats.</param>
    /// <returns>HTML. A variable whose effect is not linear is shown at 501 values of its range; then the page gives no intervals.</returns>
    /// <exception cref="ArgumentException">A variable has no column in the model, a column of the model no variable, or their effects differ; the message names it.</exception>
    public static string Fitted(CoxNomogram nomogram, CoxModel model, CalculatorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(nomogram);
        ArgumentNullException.ThrowIfNull(model);
        return ToHtml(FittedCalculator.Build(nomogram, model, options ?? new CalculatorOptions()));
    }

    /// <summary>The page of a study's model, with the Rad-score from its features and the risk group.</summary>
    /// <param name="model">The model, such as <see cref="StudyModel.Load(string)"/> reads.</param>
    /// <param name="options">Title and caveats; times and their unit are the model's.</param>
    /// <returns>HTML.</returns>
    /// <exception cref="ArgumentException">The model has no nomogram.</exception>
    public static string Study(StudyModel model, CalculatorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ToHtml(FittedCalculator.Build(model, options ?? new CalculatorOptions()));
    }

    private static string ToHtml(CalculatorModel model) => Part("page.html")
        .Replace("{{css}}", Part("page.css"), StringComparison.Ordinal)
        .Replace("{{script}}", Part("page.js"), StringComparison.Ordinal)
        .Replace("{{title}}", Encode(model.Text.Title), StringComparison.Ordinal)
        .Replace("{{subtitle}}", Encode(model.Text.Subtitle), StringComparison.Ordinal)
        .Replace("{{disclaimer}}", Encode(model.Text.Disclaimer), StringComparison.Ordinal)
        .Replace("{{citation}}", Encode(model.Text.Citation), StringComparison.Ordinal)
        .Replace("{{caveats}}", string.Concat(model.Text.Caveats.Select(c => $"<li>{Encode(c)}</li>")), StringComparison.Ordinal)
        .Replace("{{model}}", JsonSerializer.Serialize(model, CalculatorJson.Default.CalculatorModel), StringComparison.Ordinal); // its encoder escapes <, > and &

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Part(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("calculator/" + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
