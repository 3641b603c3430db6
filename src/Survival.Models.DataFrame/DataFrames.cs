using System.Globalization;
using Microsoft.Data.Analysis;

namespace Survival.Models;

/// <summary>Cohorts and tables from and to <see cref="DataFrame"/>. Numbers stay numbers, a null is missing, dates become text as ISO
/// 8601 writes them.</summary>
public static class DataFrames
{
    extension(Cohort)
    {
        /// <summary>Takes a cohort from a data frame.</summary>
        /// <param name="frame">The data frame; its cells are copied.</param>
        /// <param name="time">The column of the end of follow-up.</param>
        /// <param name="event">The column of how it ended.</param>
        /// <param name="id">The column of ids; <see langword="null"/> where there is none, and then nothing is joined.</param>
        /// <param name="eventValues">The values that are the event; <see langword="null"/> where they are 1 of 0/1, true, or 2 of R's
        /// 1/2.</param>
        /// <param name="censoredValues">The values that are a censoring; needed where the column has more than one beside the
        /// event's.</param>
        /// <param name="omitMissing">Whether a row without time, event or id is left out; else it is refused.</param>
        /// <exception cref="ArgumentException">There is no such column; the message lists those there are.</exception>
        /// <exception cref="InvalidSurvivalDataException">A value is not allowed; the message names row and column.</exception>
        public static Cohort FromDataFrame(
            DataFrame frame,
            string time,
            string @event,
            string? id = null,
            IReadOnlyList<string>? eventValues = null,
            IReadOnlyList<string>? censoredValues = null,
            bool omitMissing = false) =>
            Cohort.FromDataFrame(frame, new CohortColumns(
                time, @event)
            { Id = id, EventValues = eventValues, CensoredValues = censoredValues, OmitMissing = omitMissing });

        /// <summary>Takes a cohort from a data frame, with strata, weights, entry times and what else <see cref="CohortColumns"/>
        /// names.</summary>
        /// <param name="frame">The data frame; its cells are copied.</param>
        /// <param name="columns">Which columns are what.</param>
        /// <exception cref="ArgumentException">There is no such column.</exception>
        /// <exception cref="InvalidSurvivalDataException">A value is not allowed; the message names row and column.</exception>
        public static Cohort FromDataFrame(DataFrame frame, CohortColumns columns) => Cohort.FromTable(
            SurvivalTable.FromDataFrame(frame), columns);
    }

    extension(SurvivalTable)
    {
        /// <summary>Copies a data frame.</summary>
        /// <param name="frame">The data frame.</param>
        /// <exception cref="InvalidSurvivalDataException">A column has no name, or two have one.</exception>
        public static SurvivalTable FromDataFrame(DataFrame frame)
        {
            ArgumentNullException.ThrowIfNull(frame);
            var builder = new SurvivalTableBuilder("the data frame");
            foreach (var column in frame.Columns)
            {
                var rows = checked((int)column.Length);
                if (column.DataType == typeof(double) || column.DataType == typeof(float) || column.DataType == typeof(int)
                    || column.DataType == typeof(uint)
                    || column.DataType == typeof(short) || column.DataType == typeof(ushort) || column.DataType == typeof(byte)
                        || column.DataType == typeof(sbyte))
                {
                    var values = new double[rows];
                    for (var i = 0; i < rows; i++)
                        values[i] = column[i] is { } value ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : double.NaN;
                    builder.Numbers(column.Name, values);
                }
                else
                {
                    var cells = new string?[rows];
                    for (var i = 0; i < rows; i++)
                        cells[i] = Text(column[i]);
                    builder.Texts(column.Name, cells);
                }
            }
            return builder.Build();
        }
    }

    extension(SurvivalTable table)
    {
        /// <summary>The table as a data frame: columns of numbers as <see cref="double"/>, the others as text; a missing cell is
        /// null.</summary>
        public DataFrame ToDataFrame()
        {
            ArgumentNullException.ThrowIfNull(table);
            var frame = new DataFrame();
            foreach (var name in table.ColumnNames)
            {
                if (table.IsNumeric(name))
                    frame.Columns.Add(new DoubleDataFrameColumn(name,
                        table.Numbers(name).Select(v => double.IsNaN(v) ? (double?)null : v)));
                else
                    frame.Columns.Add(new StringDataFrameColumn(name, table.Texts(name)));
            }
            return frame;
        }
    }

    // Whole numbers longer than a double is exact, and all else, as text; empty text is missing as it is in a file.
    private static string? Text(object? value) => value switch
    {
        null => null,
        bool b => b ? "true" : "false",
        DateTime { TimeOfDay.Ticks: 0 } d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable f => f.ToString(value is DateTime ? "O" : null, CultureInfo.InvariantCulture),
        _ => value.ToString() is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null,
    };
}
