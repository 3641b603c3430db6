using Survival.Models.Prognosis;

namespace Nomogram.HccSbrt.Tests;

public class PredictorTests
{
    [Theory]
    [InlineData(50, 5, 100)] // 50 (1 + 10/10)
    [InlineData(25, 5, 37.5)] // 25 (1 + 5/10)
    [InlineData(48, 8, 76.8)] // 48 (1 + 6/10)
    public void Bed_follows_the_linear_quadratic_model(double dose, int fractions, double expected) =>
        Assert.Equal(expected, Bed.FromFractionation(dose, fractions).Gray, 1e-12);

    [Fact]
    public void Boundaries_are_those_of_the_paper()
    {
        Assert.False(TumourSize.FromCentimetres(5).IsLarge);
        Assert.True(TumourSize.FromMillimetres(50.1).IsLarge);
        Assert.True(Bed.FromGray(70).IsHigh);
        Assert.False(Bed.FromGray(69.999).IsHigh);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(31)]
    [InlineData(double.NaN)]
    public void Sizes_out_of_range_are_refused(double centimetres) =>
        Assert.Throws<PatientInputException>(() => TumourSize.FromCentimetres(centimetres));

    [Theory]
    [InlineData(0, 5)]
    [InlineData(50, 0)]
    [InlineData(double.NaN, 5)]
    [InlineData(200, 5)]
    public void Doses_out_of_range_are_refused(double dose, int fractions) =>
        Assert.Throws<PatientInputException>(() => Bed.FromFractionation(dose, fractions));

    [Fact]
    public void Standard_errors_follow_from_the_printed_limits() =>
        // (ln 26.75 - ln 4.43) / (2 x 1.959964) = (3.286534 - 1.488400) / 3.919928
        Assert.Equal(0.45872, PublishedModel.RadScore.StandardError, 1e-4);

    [Theory]
    [InlineData(5, "A")]
    [InlineData(6, "A")]
    [InlineData(7, "B")]
    [InlineData(9, "B")]
    public void Child_Pugh_points_make_a_class(int points, string expected) =>
        Assert.Equal(expected, ChildPugh.FromPoints(points).ToString());

    [Theory]
    [InlineData(4, "5 to 15")]
    [InlineData(10, "class C")]
    [InlineData(16, "5 to 15")]
    public void Child_Pugh_points_that_the_study_did_not_have_are_refused(int points, string said) =>
        Assert.Contains(
            said,
            Assert.Throws<PatientInputException>(() => ChildPugh.FromPoints(points)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Child_Pugh_letters()
    {
        Assert.Equal(ChildPugh.B, ChildPugh.Parse(" b"));
        Assert.Contains("no patient", Assert.Throws<PatientInputException>(() => ChildPugh.Parse("C")).Message, StringComparison.Ordinal);
        Assert.Contains("'7'", Assert.Throws<PatientInputException>(() => ChildPugh.Parse("7")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_patient_is_whole_or_refused()
    {
        var patient = Patients.Reference();
        Assert.Throws<ArgumentNullException>(() => new HccSbrtPatient(null!, patient.TumourSize, ChildPugh.A, patient.Bed));
        Assert.Contains(
            "FromCentimetres",
            Assert.Throws<ArgumentOutOfRangeException>(() => patient with { TumourSize = default }).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "FromGray",
            Assert.Throws<ArgumentOutOfRangeException>(() => patient with { Bed = default }).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "ChildPugh.A",
            Assert.Throws<ArgumentOutOfRangeException>(() => patient with { ChildPugh = default }).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<PatientInputException>(() => patient with { TumourCount = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Patients.Reference(double.NaN));
        Assert.Throws<ArgumentException>(() => new HccSbrtNomogram(null, null, 0.5, 0.5));
        Assert.Throws<ArgumentException>(() => new HccSbrtNomogram(radScoreMinimum: double.NaN));
    }

    [Fact]
    public void A_course_keeps_its_dose_and_fractions()
    {
        var bed = Bed.FromFractionation(40, 5);
        Assert.Equal((40, 5, 72), (bed.TotalDoseGray, bed.Fractions, bed.Gray));
        Assert.Null(Bed.FromGray(72).Fractions);
    }
}
