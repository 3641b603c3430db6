using System.Text;
using Files;

namespace Radiomics.Studies;

public sealed partial record StudyProtocol
{
    /// <summary>Reads a protocol from a YAML file. What the file leaves out has the default.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="StudyProtocolException">The file holds something that cannot be meant; the message names the line.</exception>
    public static StudyProtocol Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(PlainFile.ReadText(path), Path.GetFileName(path));
    }

    /// <summary>Reads a protocol from the text of such a file.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="source">What stands for the file in messages.</param>
    /// <exception cref="StudyProtocolException">The text holds something that cannot be meant.</exception>
    public static StudyProtocol Parse(string text, string source = "the protocol")
    {
        ArgumentNullException.ThrowIfNull(text);
        return YamlNode.Read(text, source) is { } root ? new ProtocolReader().Protocol(root) : Default;
    }

    /// <summary>Writes the protocol as a YAML file, which appears whole or not at all.</summary>
    /// <param name="path">The file; it is replaced.</param>
    public void Write(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var text = Encoding.UTF8.GetBytes(ToYaml());
        AtomicFile.Write(path, stream => stream.Write(text));
    }

    /// <summary>The protocol as YAML: every setting, whether or not it is the default. Reading it gives the same protocol.</summary>
    public string ToYaml() => ProtocolWriter.Write(this);

    /// <summary>The title and the main choices.</summary>
    public override string ToString() =>
        NumberText.WithUnit(
            $"{Title}: {(Columns.CompetingValues.Count > 0 ? "risk of " + Outcome.Name : Outcome.Survival)}"
                + $"{(Horizons.Count > 0 ? " at " + string.Join(", ", Horizons.Select(SettingForms.Of)) : "")}",
            TimeUnit);
}
