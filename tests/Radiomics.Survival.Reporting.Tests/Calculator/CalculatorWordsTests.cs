using Survival.Models;
using Survival.Models.Cox;
using Survival.Models.Prognosis;

namespace Radiomics.Reporting.Tests.Calculator;

/// <summary>What the page says beside its numbers.</summary>
public sealed class CalculatorWordsTests
{
    private const string Script = """
        const type = value => {
          const box = document.querySelector('input[type=number]');
          box.value = value;
          box.dispatchEvent(new Event('input', { bubbles: true }));
        };
        const text = id => document.getElementById(id).textContent;
        const times = [...document.querySelectorAll('#survival-table tbody th')].map(h => h.textContent);
        const unknown = [...document.querySelectorAll('#warnings > div')].map(d => d.textContent);
        type('');
        const refused = text('p0-error');
        type('380');
        results = { times, unknown, refused, far: text('median-more'), warned: text('warnings') };
        """;

    // Ten patients of whom one dies a year; the second half are older.
    private static PrognosticModel Model()
    {
        var fit = CoxModel.Fit(
            SurvivalData.Create(
                [0.4, 0.8, 1.2, 1.6, 2, 2.4, 2.8, 3.2, 3.6, 4], [true, true, false, true, true, true, true, true, false, true]),
            DesignMatrix.FromColumns(("age", [80, 62, 71, 75, 58, 66, 60, 52, 49, 55])));
        var age = Predictor.Continuous("age", 49, 80) with { Label = "Age", Unit = "years" };
        var model = PrognosticModel.From(fit, [1, 2], predictors: [age]);
        return model.With(model.Description with { Endpoint = model.Description.Endpoint with { TimeUnit = "years" } });
    }

    [Fact]
    public async Task One_year_is_no_plural_and_what_is_not_known_is_said()
    {
        Assert.SkipUnless(Browser.Exists, Browser.Missing);
        var shown = await Browser.RunAsync(CalculatorPage.ToHtml(Model()), Script, "#nonsense=3");
        Assert.Equal(["1 year", "2 years"], shown.GetProperty("times").EnumerateArray().Select(t => t.GetString()));
        Assert.Contains("'nonsense'", Assert.Single(shown.GetProperty("unknown").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Equal(
            "A number with a decimal point is needed, not far outside the training data's 49 to 80 years.",
            shown.GetProperty("refused").GetString());
        // Nobody of 380 years survives the first event: a survival of 0 has no error on the log scale, so that no limit exists.
        Assert.Equal("(no interval)", shown.GetProperty("far").GetString());
        Assert.Contains("outside the training data's 49 to 80 years.", shown.GetProperty("warned").GetString(), StringComparison.Ordinal);
    }

    // On a telephone: no percent sign on a line of its own, no circle smaller than the others beside a long name, no hyphen for a minus.
    [Fact]
    public async Task A_narrow_page_keeps_signs_by_their_numbers()
    {
        Assert.SkipUnless(Browser.Exists, Browser.Missing);
        const string Narrow = """
            results = {
              chances: [...document.querySelectorAll('#survival-table td.number')].map(c => c.textContent),
              circles: [...document.querySelectorAll('.choices input')].map(c => c.offsetWidth),
              wide: [...document.querySelectorAll('.card')].filter(c => c.scrollWidth > c.clientWidth + 1).map(c => c.textContent),
              cut: [...document.querySelectorAll('svg text')].filter(t => {
                const [own, box] = [t.getBoundingClientRect(), t.closest('svg').getBoundingClientRect()];
                return getComputedStyle(t.closest('svg')).overflow !== 'visible' && (own.left < box.left || own.right > box.right);
              }).map(t => t.textContent),
              values: [...document.querySelectorAll('#parts tbody td:nth-of-type(1)')].map(c => c.textContent),
            };
            """;
        Assert.SkipUnless(Browser.Has(Fonts.DejaVu), "The fonts DejaVu are not installed (Debian: apt-get install fonts-dejavu-core).");
        string[] subtypes = ["Leiomyosarcoma (uterine or retroperitoneal)", "B", "pleomorphic, not otherwise specified, of the trunk"];
        var design = new DesignMatrixBuilder()
            .Numeric("shift", [-8, -6.2, -7.1, -7.5, -5.8, -6.6, -6, -5.2, -4.9, -5.5])
            .Categorical("Histological subtype", [.. Enumerable.Range(0, 10).Select(k => subtypes[k % 3])], levels: subtypes)
            .Build();
        var fit = CoxModel.Fit(
            SurvivalData.Create(
                [0.4, 0.8, 1.2, 1.6, 2, 2.4, 2.8, 3.2, 3.6, 4], [true, true, false, true, true, true, true, true, false, true]),
            design);
        var html = CalculatorPage.ToHtml(PrognosticModel.From(fit, [1, 2]));
        var shown = await Browser.RunAsync(html, Narrow, width: 390, fonts: Fonts.DejaVu);
        Assert.All(
            shown.GetProperty("chances").EnumerateArray(),
            c => Assert.EndsWith("\u00a0%", c.GetString(), StringComparison.Ordinal));
        Assert.True(shown.GetProperty("circles").GetArrayLength() >= subtypes.Length);
        Assert.All(shown.GetProperty("circles").EnumerateArray(), c => Assert.Equal(18, c.GetInt32()));
        Assert.Empty(shown.GetProperty("wide").EnumerateArray().Select(c => c.GetString()));
        Assert.Empty(shown.GetProperty("cut").EnumerateArray().Select(c => c.GetString()));
        Assert.StartsWith("\u2212", shown.GetProperty("values")[0].GetString(), StringComparison.Ordinal);
    }

    // The middle of 0.4 and 20 in tenths is 102 of them, and 102 * 0.1 is 10.200000000000001 in doubles.
    [Theory]
    [InlineData(0.4, 20, "10.2")]
    [InlineData(-1.004, 1, "0")]
    [InlineData(0, 30500, "15200")]
    public void A_box_starts_at_a_round_number(double low, double high, string start)
    {
        var model = Model();
        var predictor = Predictor.Continuous("age", low, high);
        var html = CalculatorPage.ToHtml(PrognosticModel.From(model.Fit!, [1, 2], predictors: [predictor]));
        Assert.Contains($"\"start\":{start},", html, StringComparison.Ordinal);
    }

    // 80.0000001 rounds to the limit with six digits; then as many are shown as part the two.
    [Theory]
    [InlineData("500.123456789", "Age is 500.123, outside the training data's 49 to 80 years.")]
    [InlineData("80.0000001", "Age is 80.0000001, outside the training data's 49 to 80 years.")]
    public void A_warning_has_as_many_digits_as_its_limits(string age, string expected) => Assert.Contains(
        expected, Model().Predict(new Dictionary<string, double>(), new Dictionary<string, string> { ["age"] = age }).Warnings);
}
