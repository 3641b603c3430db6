namespace Reference;

/// <summary>One section of docs/conformance.md. The tests assert its rows; the Conformance tool prints them.</summary>
public interface IConformanceSection
{
    /// <summary>Sections are printed in this order.</summary>
    int Order { get; }

    /// <summary>The heading.</summary>
    string Title { get; }

    /// <summary>What is compared with what, and how close it must be. Markdown.</summary>
    string Introduction { get; }

    /// <summary>Whether what it needs (the shared folder) is there.</summary>
    bool IsAvailable { get; }

    /// <summary>Compares, and gives one row a case.</summary>
    IEnumerable<ConformanceRow> Rows();
}
