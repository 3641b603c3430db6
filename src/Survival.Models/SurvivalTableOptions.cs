using System.Text;
using Survival.Models.Numerics;

namespace Survival.Models;

/// <summary>How a CSV file is read.</summary>
public sealed record SurvivalTableOptions
{
    /// <summary>The defaults.</summary>
    public static SurvivalTableOptions Default { get; } = new();

    /// <summary>What separates cells; <see langword="null"/>, the default, to find it in the header among comma, semicolon, tab and
    /// bar.</summary>
    public char? Delimiter { get; init; }

    /// <summary>
    /// The decimal mark, <c>.</c> or <c>,</c>, of all columns; the other of the two may then separate thousands, which is noted.
    /// <see langword="null"/>, the default, to judge each column by itself: a comma where cells are separated by something else and the
    /// column has numbers with commas that cannot be of thousands; noted in <see cref="SurvivalTable.Notes"/>. A column that has both
    /// marks, or numbers such as <c>1.314</c> where others of the file have decimal commas (or <c>1,314</c> where they have points), is
    /// not read as numbers: asked for them it is refused with row and line.
    /// </summary>
    public char? DecimalMark { get; init; }

    /// <summary>Whether <see cref="DecimalMark"/> was given for several files: one whose numbers have the other mark beyond doubt, and none
    /// this one, is then read by its own, and a note says so. Without, such a number is refused. The default is
    /// <see langword="false"/>.</summary>
    public bool IsMarkOfSeveralFiles { get; init; }

    /// <summary>
    /// The encoding; <see langword="null"/>, the default, for what the first bytes say (UTF-8, UTF-16 and UTF-32 with or UTF-16 without a
    /// mark), else UTF-8, else,
    /// where the bytes are none, Windows-1252 (which Latin-1 text is too), noted in <see cref="SurvivalTable.Notes"/>.
    /// </summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The cells, besides empty ones, that stand for a missing value. Case matters. By default NA, NaN, nan, NAN, N/A, n/a, #N/A,
    /// &lt;NA&gt;, null, NULL and a point.</summary>
    public IReadOnlyList<string> MissingCells { get; init; } = ["NA", "NaN", "nan", "NAN", "N/A", "n/a", "#N/A", "<NA>", "null", "NULL",
        "."];

    /// <summary>The most bytes read, unpacked where the file is gzipped; 1 GiB (1073741824) by default, and at most what an array
    /// holds.</summary>
    public long MaxBytes { get; init; } = 1L << 30;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
