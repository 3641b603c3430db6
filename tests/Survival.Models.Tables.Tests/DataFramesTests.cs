using Microsoft.Data.Analysis;

namespace Survival.Models.Tables.Tests;

public class DataFramesTests
{
    private static DataFrame Frame() => new(
        new StringDataFrameColumn("id", ["007", "7", "x"]),
        new DoubleDataFrameColumn("time", [1.5, 2, 3.25]),
        new BooleanDataFrameColumn("event", [true, false, true]),
        new Int32DataFrameColumn("age", [60, null, 71]),
        new StringDataFrameColumn("grade", ["low", "high", ""]));

    [Fact]
    public void TakesACohort()
    {
        var cohort = Cohort.FromDataFrame(Frame(), time: "time", @event: "event", id: "id");
        Assert.Equal(["007", "7", "x"], cohort.Ids);
        Assert.Equal([true, false, true], cohort.FollowUp.Event.ToArray());
        Assert.Equal([60, double.NaN, 71], cohort.Numbers("age"));
        Assert.Equal(["low", "high", null], cohort.Texts("grade"));
        Assert.Equal(["age", "grade"], cohort.ColumnNames);
    }

    [Fact]
    public void GivesAFrameBack()
    {
        var frame = SurvivalTable.FromDataFrame(Frame()).ToDataFrame();
        Assert.Equal(["id", "time", "event", "age", "grade"], frame.Columns.Select(c => c.Name));
        Assert.Equal(3.25, frame["time"][2]);
        Assert.Null(frame["age"][1]);
        Assert.Equal("007", frame["id"][0]);
    }

    [Fact]
    public void LongWholeNumbersAreExact()
    {
        var frame = new DataFrame(new Int64DataFrameColumn("id", [12345678901234567, 12345678901234568]),
            new DoubleDataFrameColumn("t", [1.0, 2]), new Int32DataFrameColumn("e", [1, 0]));
        Assert.Equal(["12345678901234567", "12345678901234568"], Cohort.FromDataFrame(frame, "t", "e", "id").Ids);
    }
}
