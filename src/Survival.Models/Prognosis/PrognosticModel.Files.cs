using System.Text;
using Files;
using Survival.Models.Persistence;

namespace Survival.Models.Prognosis;

public sealed partial class PrognosticModel
{
    /// <summary>Saves the model as JSON (<c>model.json</c>). All numbers come back to the bit; no patient's data is in it.</summary>
    /// <param name="stream">Where to; left open.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        PrognosticModelJson.Write(this, stream);
    }

    /// <summary>Saves the model as a JSON file, whole or not at all.</summary>
    /// <param name="path">The file, which is replaced.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Save);
    }

    /// <summary>Loads a model that was saved as JSON.</summary>
    /// <param name="stream">Where from; left open.</param>
    /// <exception cref="ModelFileException">It is no such model, is damaged, or of a later version; the message says what is
    /// wrong.</exception>
    public static PrognosticModel Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return PrognosticModelJson.Read(stream);
    }

    /// <summary>Loads a model from a JSON file.</summary>
    /// <param name="path">The file, such as the <c>model.json</c> of a study.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFileException">It is no such model, is damaged, or of a later version; the message says what is wrong, and
    /// names the file.</exception>
    public static PrognosticModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = PlainFile.OpenRead(path);
        try
        {
            return Load(stream);
        }
        catch (ModelFileException refusal)
        {
            throw new ModelFileException($"'{Path.GetFileName(path)}' is no prognostic model (model.json): {refusal.Message}", refusal);
        }
    }

    /// <summary>
    /// Writes the model as PMML 4.4 (Data Mining Group): with a baseline a Cox regression, without one a general linear model of the linear
    /// predictor. Thresholds, curves, interactions and, where the scaler is known, the signature's score are derived fields, so that the
    /// inputs are those of a patient.
    /// </summary>
    /// <param name="stream">Where to; left open.</param>
    /// <param name="options">The names of time and event.</param>
    public void WritePmml(Stream stream, CoxPmmlOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CoxPmml.Write(
            ToPmmlContent(),
            stream,
            options ?? new CoxPmmlOptions { ModelName = Description.Name, EventName = Description.Endpoint.Event }
        );
    }

    /// <summary>The model as PMML 4.4 text.</summary>
    /// <param name="options">The names of time and event.</param>
    public string ToPmml(CoxPmmlOptions? options = null)
    {
        using var stream = new MemoryStream();
        WritePmml(stream, options);
        return new UTF8Encoding(false).GetString(stream.ToArray()).TrimStart('\ufeff');
    }
}
