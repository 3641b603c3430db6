using System.Globalization;

namespace Survival.Models.Prognosis;

public sealed partial class PrognosticModel
{
    /// <summary>Predicts for a patient whose values are numbers and levels as a program has them.</summary>
    /// <param name="features">Features by name, as for
    /// <see cref="Predict(IReadOnlyDictionary{string, double}, IReadOnlyDictionary{string, string}, BaselineHazard?)"/>.</param>
    /// <param name="clinical">The other predictors by name: a number of any type, text (a number with a point, or a level), or
    /// <see langword="true"/> and <see langword="false"/> for 1 and 0.</param>
    /// <param name="baseline">One of <see cref="Baselines"/> or another; may be left out where there is one or none.</param>
    /// <exception cref="PatientInputException">A value is missing, of another type, not finite, or not allowed; the message names it and
    /// what is.</exception>
    /// <exception cref="IncompleteModelException">The signature has no scaler, or the model has several baselines and none was
    /// chosen.</exception>
    public Prediction Predict(
        IReadOnlyDictionary<string, double> features,
        IReadOnlyDictionary<string, object> clinical,
        BaselineHazard? baseline = null
    )
    {
        ArgumentNullException.ThrowIfNull(clinical);
        return Predict(features, clinical.ToDictionary(p => p.Key, p => Text(p.Key, p.Value), StringComparer.Ordinal), baseline);

        static string Text(string name, object value) => value switch
        {
            string text => text,
            bool flag => flag ? "1" : "0",
            double or float or decimal or int or long or short or byte or sbyte or uint or ulong or ushort =>
                ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
            null => throw new PatientInputException($"'{name}' has no value; give a number or a level."),
            _ => throw new PatientInputException($"'{name}' is a {value.GetType().Name}; give a number, text, true or false."),
        };
    }
}
