namespace Survival.Models.Tests;

/// <summary>What a message of a table proposes is what helps.</summary>
public class TableAdviceTests
{
    private static string Refused(string text, CohortColumns columns) => Assert.ThrowsAny<Exception>(() => Cohort.FromTable(
        SurvivalTable.ReadCsv(new StringReader(text), "k.csv"), columns)).Message;

    private static readonly CohortColumns _plain = new("time", "event");

    [Fact]
    public void AllSpellingsAreProposed()
    {
        const string Text = "time,event\n1,Ja\n2,ja\n3,JA\n4,nein\n";
        Assert.Contains("[\"JA\", \"Ja\", \"ja\"]", Refused(Text, _plain), StringComparison.Ordinal);
        Assert.Contains("[\"Ja\", \"JA\", \"ja\"]", Refused(Text, _plain with { EventValues = ["Ja"] }), StringComparison.Ordinal);
    }

    [Fact]
    public void TheValueThatWasNamedIsNotReplaced()
    {
        var message = Refused("time,event\n1,lebt\n2,Tumortod\n3,andere\n", _plain with { EventValues = ["Tumortod"] });
        Assert.Contains("[\"Tumortod\"]", message, StringComparison.Ordinal);
        Assert.Contains("competing", message, StringComparison.Ordinal);
    }

    // 'o' and a mark of its own, as macOS writes names, is 'ö'.
    [Fact]
    public void NamesThatLookTheSameAreTheSame()
    {
        var table = SurvivalTable.ReadCsv(new StringReader("Gro\u0308\u00dfe;y\n1;2\n"), "k.csv");
        Assert.Equal("Gr\u00f6\u00dfe", table.ColumnNames[0]);
        Assert.Equal([1], table.Numbers("Gr\u00f6\u00dfe"));
        Assert.Equal([1], table.Numbers("Gro\u0308\u00dfe"));
    }

    [Fact]
    public void ADateAsATimeIsNoCategory()
    {
        Assert.Contains("date", Refused("time,event\n22.01.2015,1\n", _plain), StringComparison.Ordinal);
        Assert.DoesNotContain("categorical", Refused("time,event\nlong,1\n", _plain), StringComparison.Ordinal);
    }

    [Fact]
    public void IntervalsOfAPatientAreAClusterAndATypoIsGuessed()
    {
        Assert.Contains("Cluster", Refused("id,start,time,event\na,0,1,0\na,1,2,1\n", _plain with { Id = "id", Entry = "start" }),
            StringComparison.Ordinal);
        Assert.Contains("'karno' meant", Refused("time,event,karno\n1,1,2\n", _plain with { Weight = "karnoo" }),
            StringComparison.Ordinal);
    }
}
