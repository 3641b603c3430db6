using Survival.Models.Cox;

namespace Radiomics.Studies;

/// <summary>The three models, the nomogram, and what is saved of them.</summary>
internal sealed partial class StudyRun
{
    private StudyModels? Models(StudySet training, double[]? score, List<Factor> factors, StudyCox cox)
    {
        var kept = factors.Where(f => cox.Kept.Contains(f.Name, StringComparer.Ordinal)).ToList();
        var radScore = score is null ? null : new Factor(StudyModel.RadScoreName, score);
        var last = training.FollowUp.Time.ToArray().Max();
        double[] horizons = [.. options.Horizons.Where(h => h <= last)];
        if (horizons.Length == 0)
            throw new StudyInputException(FormattableString.Invariant($"The training follow-up ends at {last}, before the first horizon, {options.Horizons[0]}. Give horizons in the unit of the follow-up."));
        var at = options.CalibrationHorizon ?? horizons[horizons.Length / 2];
        if (horizons.Length < options.Horizons.Count)
            Note("nomogram", FormattableString.Invariant($"The training follow-up ends at {last} {options.TimeUnit}: nothing is predicted at {string.Join(", ", options.Horizons.Where(h => h > last))}. Give other horizons."));
        // The models are compared with each other, so all are fitted to the patients that have every factor.
        var missing = training.Rows.Count(r => kept.Exists(f => !f.IsKnown(r)));
        if (missing > 0)
            Note("nomogram", $"{missing} training {(missing == 1 ? "patient lacks" : "patients lack")} a value of {string.Join(", ", kept.Select(f => f.Name))}: the models are fitted to the others.");
        var fits = new List<StudyModelFit>();
        void Add(string name, List<Factor> own)
        {
            if (Try("nomogram", $"The {name} model has no estimate", () => FitModel(training, name, own, kept, horizons, at)) is { } fit)
                fits.Add(fit);
        }
        if (radScore is not null)
            Add("signature", [radScore]);
        if (kept.Count > 0)
            Add("clinical", kept);
        if (radScore is not null && kept.Count > 0)
            Add("nomogram", [radScore, .. kept]);
        if (fits.Count == 0)
        {
            Note("nomogram", "There is neither a signature nor a clinical factor: the study ends without a model.");
            return null;
        }
        var final = fits[^1];
        var predictors = Predictors(training, final, radScore, factors);
        var center = Center(training, final);
        var range = Range(training, final, center);
        var nomogram = Try("nomogram", "The nomogram cannot be drawn", () => StudyModel.BuildNomogram(final.Model, predictors, center, range, horizons));
        var hazards = Try("nomogram", "Proportional hazards cannot be tested", () => final.Model.ProportionalHazards());
        return new StudyModels(
            fits, final, nomogram, center, horizons, at, nomogram is null ? [] : [.. final.LinearPredictor.Select(v => nomogram.TotalPoints(v - center))], hazards);
    }

    private StudyModelFit FitModel(StudySet training, string name, List<Factor> own, List<Factor> needed, double[] horizons, double at)
    {
        var (places, rows) = Complete(training, [.. own, .. needed.Except(own)]);
        var model = CoxModel.Fit(training.FollowUp.Select(places), Design(own, rows), cancellation: cancellation);
        int[] known = [.. Enumerable.Range(0, Count).Where(r => own.TrueForAll(f => f.IsKnown(r)))];
        var x = Design(own, known);
        var lp = Spread(known, model.LinearPredictor(x, centered: false));
        double[] At(double time)
        {
            var hazard = StudyModel.HazardAt(model, time, 0);
            return [.. lp.Select(v => Math.Exp(-hazard * Math.Exp(v)))];
        }
        return new StudyModelFit(name, model, x, known, lp, [.. horizons.Select(At)], At(at));
    }

    private double[] Spread(int[] rows, double[] values)
    {
        var all = new double[Count];
        Array.Fill(all, double.NaN);
        for (var i = 0; i < rows.Length; i++)
            all[rows[i]] = values[i];
        return all;
    }

    private static double Center(StudySet training, StudyModelFit final)
    {
        var means = Means(training, final);
        var sum = 0.0;
        for (var j = 0; j < means.Length; j++)
            sum += final.Model.Coefficients[j] * means[j];
        return sum;
    }

    private static double[] Means(StudySet training, StudyModelFit final)
    {
        int[] rows = Fitted(training, final);
        var places = final.Rows.Select((r, i) => (r, i)).ToDictionary(p => p.r, p => p.i);
        var means = new double[final.Model.ColumnNames.Count];
        for (var j = 0; j < means.Length; j++)
        {
            var column = final.Covariates.Column(j);
            var total = 0.0;
            foreach (var r in rows)
                total += column[places[r]];
            means[j] = total / rows.Length;
        }
        return means;
    }

    private static int[] Fitted(StudySet training, StudyModelFit final) => [.. training.Rows.Where(r => !double.IsNaN(final.LinearPredictor[r]))];

    private static (double Low, double High) Range(StudySet training, StudyModelFit final, double center)
    {
        var lp = Fitted(training, final).Select(r => final.LinearPredictor[r] - center).ToList();
        return (lp.Min(), lp.Max());
    }

    private static List<StudyPredictor> Predictors(StudySet training, StudyModelFit final, Factor? radScore, List<Factor> factors)
    {
        var rows = Fitted(training, final);
        List<Factor> all = radScore is null ? factors : [radScore, .. factors];
        return [.. final.Model.Terms.Select(t => all.Find(f => f.Name == t.Name)!.ToPredictor(rows))];
    }

    private StudyModel Model(StudySet training, SignatureTerm[] signature, StudyCutPoint? cut, StudyModels models)
    {
        var score = RadScore(signature);
        return new StudyModel
        {
            Signature = signature,
            CutPoint = cut?.Search.CutPoint,
            GroupRule = options.GroupRule,
            Name = models.Final.Name,
            Final = models.Final.Model,
            Predictors = Predictors(training, models.Final, score is null ? null : new Factor(StudyModel.RadScoreName, score), Factors(training)),
            Means = Means(training, models.Final),
            Center = models.Center,
            LinearPredictorRange = Range(training, models.Final, models.Center),
            Horizons = models.Horizons,
            TimeUnit = options.TimeUnit,
        };
    }

    /// <summary>The patients of a set that every model can predict, so that models are compared on the same patients.</summary>
    private StudySet Evaluated(StudySet set, StudyModels models)
    {
        int[] places = [.. Enumerable.Range(0, set.Rows.Count).Where(i => models.Fits.All(f => !double.IsNaN(f.LinearPredictor[set.Rows[i]])))];
        if (places.Length == set.Rows.Count)
            return set;
        Note("nomogram", $"{set.Rows.Count - places.Length} patients of the {set.Name} set lack a value of a clinical factor: the models are measured on the other {places.Length}.");
        return places.Length == 0 ? set : new StudySet(set.Name, [.. places.Select(i => set.Rows[i])], set.FollowUp.Select(places));
    }
}
