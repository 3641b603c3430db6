namespace Radiomics.Studies;

/// <summary>
/// A setting of a <see cref="StudyProtocol"/> as text. A file of the protocol and the flags of a command line are made of these, so that
/// they say the same.
/// </summary>
public sealed class ProtocolSetting
{
    private readonly Func<StudyProtocol, string> _get;
    private readonly Func<StudyProtocol, string, StudyProtocol?> _set;

    internal ProtocolSetting(
        string key,
        string valueName,
        string description,
        string allowed,
        Func<StudyProtocol, string> get,
        Func<StudyProtocol, string, StudyProtocol?> set
    )
    {
        (Key, ValueName, Description, Allowed) = (key, valueName, description, allowed);
        (_get, _set) = (get, set);
    }

    /// <summary>Its name in a file: <c>time_unit</c>.</summary>
    public string Key { get; }

    /// <summary>Its name on a command line: <c>--time-unit</c>.</summary>
    public string Flag => "--" + Key.Replace('_', '-');

    /// <summary>What stands for its value in help: <c>unit</c>.</summary>
    public string ValueName { get; }

    /// <summary>What it is.</summary>
    public string Description { get; }

    /// <summary>What is allowed.</summary>
    public string Allowed { get; }

    /// <summary>Whether it says which column is what, and stands under <c>columns</c> in a file.</summary>
    public bool IsColumn { get; internal init; }

    /// <summary>Whether it is a list, its parts separated by commas.</summary>
    public bool IsList { get; internal init; }

    /// <summary>Whether it is yes or no.</summary>
    public bool IsFlag { get; internal init; }

    /// <summary>Whether a file says it otherwise: as part of the factors.</summary>
    internal bool IsFlagOnly { get; init; }

    /// <summary>Sets a value in which columns are named, where they are known; <see langword="null"/> of settings without.</summary>
    internal Func<StudyProtocol, string, StudyInput, StudyProtocol?>? SetAmong { get; init; }

    /// <summary>Whether its value is matched against the columns of the data (<see cref="SetFor"/>).</summary>
    public bool NamesColumns => SetAmong is not null;

    /// <summary>Its value in a protocol; empty where it has none.</summary>
    /// <param name="protocol">The protocol.</param>
    public string ValueIn(StudyProtocol protocol)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        return _get(protocol);
    }

    /// <summary>The protocol with another value.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <param name="text">The value.</param>
    /// <exception cref="StudyProtocolException">The text is not allowed.</exception>
    public StudyProtocol Set(StudyProtocol protocol, string text)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentNullException.ThrowIfNull(text);
        return _set(protocol, text.Trim()) ?? throw Refusal(text);
    }

    /// <summary>The protocol with another value, whose names are matched against the data: in <c>ECOG &gt;= 2=yes</c> the column is the
    /// longest that there is, and a name that is no column is refused.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <param name="text">The value.</param>
    /// <param name="input">The data.</param>
    /// <exception cref="StudyProtocolException">The text is not allowed, or names no column.</exception>
    public StudyProtocol SetFor(StudyProtocol protocol, string text, StudyInput input)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(input);
        return SetAmong is null
            ? Set(protocol, text)
            : SetAmong(protocol, text.Trim(), input) ?? throw Refusal(text);
    }

    /// <summary>Refuses a protocol whose value is not allowed.</summary>
    internal void Check(StudyProtocol protocol)
    {
        var text = _get(protocol);
        if (text.Length > 0 && _set(protocol, text) is null)
            throw Refusal(text);
    }

    private StudyProtocolException Refusal(string text) => new("", 0, Key, $"'{text}' was given; {Allowed} was expected.");
}
