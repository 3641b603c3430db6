using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Files;
using Radiomics.Reporting.Calculator;
using Survival.Models.Prognosis;

namespace Radiomics.Reporting;

/// <summary>
/// A prognostic model as one HTML page in which a reader moves the predictors and sees points, group by the score, hazard and survival
/// with their uncertainty. The page is one file, without network, server or storage. It holds the model's numbers and the sum
/// that makes a prediction of them,
/// nothing
/// else. The address may preset values: <c>page.html#TumourSize=6.2&amp;ChildPugh=B&amp;Bed=40/5</c>. For research use only.
/// </summary>
public static partial class CalculatorPage
{
    /// <summary>The page of a model: one that a study fitted, or a published one.</summary>
    /// <param name="model">
    /// The model. Each of its baselines is one to choose; without one the page shows no absolute survival, and says why. With a scaler the
    /// page computes the
    /// score from features; else it takes z-scores.
    /// </param>
    /// <returns>HTML. A predictor with a curved effect is shown at 501 values of its range.</returns>
    /// <exception cref="ArgumentException">The model has no nomogram: no predictor, or none with an effect.</exception>
    public static string ToHtml(PrognosticModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Fill(CalculatorBuilder.Build(model));
    }

    /// <summary>The page of a nomogram.</summary>
    /// <param name="nomogram">The nomogram of a fit or a model: one that was built of variables alone knows no baseline and no
    /// covariance.</param>
    /// <returns>HTML.</returns>
    /// <exception cref="ArgumentException">The nomogram was built of variables alone.</exception>
    public static string ToHtml(CoxNomogram nomogram) => ToHtml(ModelOf(nomogram));

    /// <summary>Writes the page of a model, whole or not at all.</summary>
    /// <param name="model">The model, such as <see cref="PrognosticModel.Load(string)"/> reads.</param>
    /// <param name="path">The file, which is replaced.</param>
    /// <exception cref="ArgumentException">The model has no nomogram.</exception>
    public static void Write(PrognosticModel model, string path) => AtomicFile.WriteText(path, ToHtml(model));

    /// <summary>Writes the page of a nomogram, whole or not at all.</summary>
    /// <param name="nomogram">The nomogram, such as <see cref="CoxNomogram.From"/> makes.</param>
    /// <param name="path">The file, which is replaced.</param>
    /// <exception cref="ArgumentException">The nomogram was built of variables alone.</exception>
    public static void Write(CoxNomogram nomogram, string path) => Write(ModelOf(nomogram), path);

    private static PrognosticModel ModelOf(CoxNomogram nomogram)
    {
        ArgumentNullException.ThrowIfNull(nomogram);
        return nomogram.Model
            ?? throw new ArgumentException(
                $"The nomogram was built of variables alone, which know no baseline and no covariance; make it by "
                    + $"{nameof(CoxNomogram)}.{nameof(CoxNomogram.From)}.",
                nameof(nomogram)
            );
    }

    // In one pass: what is filled in may hold such a mark itself.
    private static string Fill(CalculatorModel model) =>
        Mark()
            .Replace(
                Part("page.html"),
                mark =>
                    mark.Groups[1].Value switch
                    {
                        "css" => Part("page.css"),
                        "script" => Part("page.js"),
                        "title" => Html.Text(model.Text.Title),
                        "subtitle" => Html.Text(model.Text.Subtitle),
                        "simulated" => model.Text.Simulated.Length == 0
                            ? ""
                            : $"<p class=\"simulated\" role=\"note\"><strong>{Html.Text(model.Text.Simulated)}</strong></p>",
                        "disclaimer" => Html.Text(model.Text.Disclaimer),
                        "citation" => Html.Text(model.Text.Citation),
                        "survival" => Html.Text(model.SurvivalWord),
                        // The group is the score's: with the other predictors the hazard may go the other way.
                        "group" => model.Rule is { } rule ? Html.Text(model.Predictors[rule.Predictor].Label + " group") : "",
                        "free" => Html.Text(model.Text.EventFree),
                        "caveats" => string.Concat(model.Text.Caveats.Select(c => $"<li>{Html.Text(c)}</li>")),
                        "model" => JsonSerializer.Serialize(model, CalculatorJson.Default.CalculatorModel), // escapes <, > and &
                        var other => throw new InvalidOperationException($"The page has a mark '{other}' that nothing fills."),
                    }
            );

    private static string Part(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("calculator/" + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Mark();
}
