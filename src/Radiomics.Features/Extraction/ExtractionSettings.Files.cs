namespace Radiomics.Features.Extraction;

public sealed partial record ExtractionSettings
{
    /// <summary>Reads a parameter file.</summary>
    /// <param name="path">The file (<c>.yaml</c>, <c>.yml</c> or <c>.json</c>).</param>
    /// <returns>The settings; what the file leaves out has PyRadiomics' default.</returns>
    /// <exception cref="Parameters.ParameterFileException">The file holds something that cannot be meant, or nothing, as PyRadiomics has
    /// it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ExtractionSettings Load(string path) => ParameterFile.Load(path);

    /// <summary>Reads the text of a parameter file.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="source">What stands for the file in messages.</param>
    /// <returns>The settings; what the text leaves out has PyRadiomics' default.</returns>
    /// <exception cref="Parameters.ParameterFileException">The text holds something that cannot be meant, or nothing.</exception>
    public static ExtractionSettings Parse(string text, string source = "parameters") => ParameterFile.Parse(text, source);

    /// <summary>
    /// The settings with some of them changed, as PyRadiomics' command does with <c>--setting binWidth:25</c>: they go over those of the
    /// file.
    /// An image
    /// type that has a value of its own for a setting keeps it.
    /// </summary>
    /// <param name="overrides">Names of section <c>setting</c> or <c>voxelSetting</c> with their values; lists have commas,
    /// <c>1,1,3</c>; 1 and 0 switch on and off, as at PyRadiomics' command.</param>
    /// <exception cref="Parameters.ParameterFileException">A name is unknown, or a value cannot be meant; or the settings are IBSI's,
    /// which do not know PyRadiomics'.</exception>
    public ExtractionSettings Override(IEnumerable<KeyValuePair<string, string>> overrides) => ParameterFile.Override(this, overrides);
}
