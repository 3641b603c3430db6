using Files;

namespace Survival.Models;

/// <summary>
/// Cohorts and tables of Apache Parquet files, as pandas, Polars, R's arrow and this family write them. Numbers stay numbers, whole
/// numbers are exact (an id of
/// 17 digits is not rounded), dates become text as ISO 8601 writes them. A nested column is left out and noted.
/// </summary>
public static class ParquetFiles
{
    extension(SurvivalTable)
    {
        /// <summary>Reads a table from a file of either format: Parquet where its name says so (<see cref="IsParquet"/>), else CSV
        /// (may be gzipped).</summary>
        /// <param name="path">The file; of Parquet a folder of parts too.</param>
        /// <param name="options">How CSV is read; a Parquet file needs none of it.</param>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="InvalidSurvivalDataException">The file is damaged, empty or too large; the message names it.</exception>
        public static SurvivalTable ReadFile(string path, SurvivalTableOptions? options = null) => SurvivalTable.IsParquet(path)
            ? SurvivalTable.ReadParquet(path, _ => true)
            : SurvivalTable.ReadCsv(path, options);

        /// <summary>Whether a path means Parquet: it ends in <c>.parquet</c> or <c>.pq</c>, or is a folder.</summary>
        /// <param name="path">A path.</param>
        public static bool IsParquet(string path)
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            return Directory.Exists(path) || Path.GetExtension(path).ToUpperInvariant() is ".PARQUET" or ".PQ";
        }

        /// <summary>Reads a table from a Parquet file.</summary>
        /// <param name="path">The file.</param>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="InvalidSurvivalDataException">The file is no Parquet, damaged, empty or too large; the message names
        /// it.</exception>
        public static SurvivalTable ReadParquet(string path)
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            using var file = PlainFile.OpenRead(path);
            return SurvivalTable.ReadParquet(file, Path.GetFileName(path));
        }

        /// <summary>
        /// Reads some columns of a Parquet file, or of a folder of such files that are the parts of one table, and of these all rows or
        /// some. Beside what is returned one column of one row group is in memory, however large the files are.
        /// </summary>
        /// <param name="path">The file, or the folder; its files (<c>*.parquet</c>) are taken in the order of their names.</param>
        /// <param name="columns">Whether a column is wanted, by its name.</param>
        /// <param name="rows">
        /// The wanted rows, from 0, ascending, counted through all parts; <see langword="null"/> for all.
        /// </param>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
        /// <exception cref="InvalidSurvivalDataException">
        /// A file is no Parquet or damaged, parts have different columns, or no column or row is left; the message names it.
        /// </exception>
        public static SurvivalTable ReadParquet(string path, Func<string, bool> columns, IReadOnlyList<int>? rows = null)
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            ArgumentNullException.ThrowIfNull(columns);
            string[] parts = Directory.Exists(path)
                ? [.. Directory.GetFiles(path, "*.parquet").Order(StringComparer.Ordinal)]
                : [path];
            var source = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
            return parts.Length == 0
                ? throw new InvalidSurvivalDataException($"'{source}' is a folder without Parquet files (*.parquet).")
                : Task.Run(() => ParquetTable.ReadAsync(parts, source, columns, rows, CancellationToken.None)).GetAwaiter().GetResult();
        }

        /// <summary>Reads a table from a stream of Parquet. The stream stays open.</summary>
        /// <param name="stream">The stream; one that does not seek is held in memory.</param>
        /// <param name="source">What it is, for messages.</param>
        /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
        public static SurvivalTable ReadParquet(Stream stream, string source = "the table")
        {
            ArgumentNullException.ThrowIfNull(stream);
            // Parquet.Net reads asynchronously only: elsewhere, so that a caller's synchronisation context is not waited for.
            return Task.Run(() => ParquetTable.ReadAsync(stream, source, CancellationToken.None)).GetAwaiter().GetResult();
        }

        /// <summary>Reads a table from a stream of Parquet without holding a thread while it waits. The stream stays open.</summary>
        /// <param name="stream">The stream; one that does not seek is held in memory.</param>
        /// <param name="source">What it is, for messages.</param>
        /// <param name="cancellationToken">Stops the reading.</param>
        /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        public static Task<SurvivalTable> ReadParquetAsync(Stream stream, string source = "the table",
            CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(stream);
            return ParquetTable.ReadAsync(stream, source, cancellationToken);
        }
    }

    extension(Cohort)
    {
        /// <summary>Reads a cohort from a Parquet file.</summary>
        /// <param name="path">The file.</param>
        /// <param name="time">The column of the end of follow-up.</param>
        /// <param name="event">The column of how it ended.</param>
        /// <param name="id">The column of ids; <see langword="null"/> where there is none, and then nothing is joined.</param>
        /// <param name="eventValues">The values that are the event; <see langword="null"/> where they are 1 of 0/1, true, or 2 of R's
        /// 1/2.</param>
        /// <param name="censoredValues">The values that are a censoring; needed where the column has more than one beside the
        /// event's.</param>
        /// <param name="omitMissing">Whether a row without time, event or id is left out; else it is refused.</param>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="ArgumentException">There is no such column; the message lists those there are.</exception>
        /// <exception cref="InvalidSurvivalDataException">The file is damaged, or a value is not allowed; the message names row and
        /// column.</exception>
        public static Cohort ReadParquet(
            string path,
            string time,
            string @event,
            string? id = null,
            IReadOnlyList<string>? eventValues = null,
            IReadOnlyList<string>? censoredValues = null,
            bool omitMissing = false) =>
            Cohort.ReadParquet(path, new CohortColumns(
                time, @event)
            { Id = id, EventValues = eventValues, CensoredValues = censoredValues, OmitMissing = omitMissing });

        /// <summary>Reads a cohort from a Parquet file, with strata, weights, entry times and what else <see cref="CohortColumns"/>
        /// names.</summary>
        /// <param name="path">The file.</param>
        /// <param name="columns">Which columns are what.</param>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="ArgumentException">There is no such column.</exception>
        /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
        public static Cohort ReadParquet(string path, CohortColumns columns) => Cohort.FromTable(SurvivalTable.ReadParquet(path), columns);

        /// <summary>Reads a cohort from a stream of Parquet. The stream stays open.</summary>
        /// <param name="stream">The stream; one that does not seek is held in memory.</param>
        /// <param name="columns">Which columns are what.</param>
        /// <param name="source">What it is, for messages.</param>
        /// <exception cref="ArgumentException">There is no such column.</exception>
        /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
        public static Cohort ReadParquet(Stream stream, CohortColumns columns, string source = "the table") =>
            Cohort.FromTable(SurvivalTable.ReadParquet(stream, source), columns);

        /// <summary>Reads a cohort from a stream of Parquet without holding a thread while it waits. The stream stays open.</summary>
        /// <param name="stream">The stream; one that does not seek is held in memory.</param>
        /// <param name="columns">Which columns are what.</param>
        /// <param name="source">What it is, for messages.</param>
        /// <param name="cancellationToken">Stops the reading.</param>
        /// <exception cref="ArgumentException">There is no such column.</exception>
        /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        public static async Task<Cohort> ReadParquetAsync(
            Stream stream,
            CohortColumns columns,
            string source = "the table",
            CancellationToken cancellationToken = default) =>
            Cohort.FromTable(await SurvivalTable.ReadParquetAsync(stream, source, cancellationToken).ConfigureAwait(false), columns);
    }
}
