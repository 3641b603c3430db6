using System.Globalization;
using System.Text.Json;
using Survival.Models;
using Survival.Models.Penalised;

namespace Reference.Survival;

/// <summary>What a coxnet case gave R: follow-up, columns and settings.</summary>
public static class CoxNetCase
{
    /// <summary>The follow-up, with its times divided as the case says.</summary>
    public static SurvivalData Data(SurvivalCase @case)
    {
        var table = @case.Table;
        var response = @case.Options.Texts("response");
        var divisor = @case.Options.Has("time_divided_by") ? @case.Options.Number("time_divided_by") : 1;
        double[] Times(string column) => [.. table.Numbers(column).Select(t => t / divisor)];
        return SurvivalData.Create(
            Times(response[^2]),
            table.Flags(response[^1]),
            entry: response.Length == 3 ? Times(response[0]) : null,
            weight: @case.Option("weights") is { } w ? table.Numbers(w) : null,
            stratum: @case.Option("strata") is { } s ? table.Codes(s).Codes : null);
    }

    /// <summary>The covariates.</summary>
    public static DesignMatrix Columns(SurvivalCase @case)
    {
        var table = @case.Table;
        var features = @case.Options.GetProperty("features");
        string[] names = features.ValueKind == JsonValueKind.Array
            ? features.Texts()
            : [.. table.Columns.Where(c => c.Length == 4 && c[0] == 'f' && int.TryParse(c.AsSpan(1), CultureInfo.InvariantCulture, out _))];
        return DesignMatrix.FromColumns([.. names.Select(n => (n, table.Numbers(n)))]);
    }

    /// <summary>The settings, without lambdas.</summary>
    public static CoxNetOptions Options(SurvivalCase @case)
    {
        var o = @case.Options;
        var notEarly = @case.Option("early_stopping")?.StartsWith("off", StringComparison.Ordinal) ?? false;
        return new CoxNetOptions
        {
            Alpha = o.Number("alpha"),
            Standardise = !o.Has("standardize") || o.GetProperty("standardize").GetBoolean(),
            PenaltyFactors = o.Has("penalty_factor") ? o.Numbers("penalty_factor") : null,
            LowerLimits = o.Has("lower_limit") ? [o.Number("lower_limit")] : null,
            UpperLimits = o.Has("upper_limit") ? [o.Number("upper_limit")] : null,
            Excluded = o.Has("exclude_zero_based") ? [.. o.Numbers("exclude_zero_based").Select(v => (int)v)] : null,
            Offset = @case.Option("offset") is { } offset ? @case.Table.Numbers(offset) : null,
            LambdaCount = o.Has("nlambda") ? (int)o.Number("nlambda") : 100,
            LambdaMinRatio = o.Has("lambda_min_ratio") ? o.Number("lambda_min_ratio") : null,
            StopEarly = !notEarly,
        };
    }

    /// <summary>Sparse coefficients, listed as triplets or as a matrix whose columns are the lambdas listed, as dense vectors by
    /// lambda.</summary>
    public static Dictionary<int, double[]> Coefficients(JsonElement coefficients, int columns)
    {
        var result = new Dictionary<int, double[]>();
        if (coefficients.TryGetProperty("columns_are_lambdas", out var matrix))
        {
            var at = coefficients.Numbers("lambda_index");
            var rows = matrix.Matrix();
            for (var k = 0; k < at.Length; k++)
                result[(int)at[k]] = [.. rows.Select(r => r[k])];
            return result;
        }
        var (lambda, feature, value) = (
            coefficients.Numbers("lambda_index"),
            coefficients.Numbers("feature_index"),
            coefficients.Numbers("value")
        );
        for (var k = 0; k < (int)coefficients.Number("ncol"); k++)
            result[k] = new double[columns];
        for (var i = 0; i < value.Length; i++)
            result[(int)lambda[i]][(int)feature[i]] = value[i];
        return result;
    }
}
