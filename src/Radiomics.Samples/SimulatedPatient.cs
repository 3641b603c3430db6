namespace Radiomics.Samples;

/// <summary>One simulated patient's clinical data; nobody stands behind it.</summary>
public sealed record SimulatedPatient
{
    /// <summary>The name, which begins with <c>SIM</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Whether the patient is of the training set.</summary>
    public required bool Training { get; init; }

    /// <summary>The fold of a 10-fold cross-validation, from 1; 0 in the validation set.</summary>
    public required int Fold { get; init; }

    /// <summary>Whether a second reader contoured the tumour as well.</summary>
    public required bool SecondReader { get; init; }

    /// <summary>Months until death or the end of follow-up, to one decimal.</summary>
    public required double Time { get; init; }

    /// <summary>Whether death was seen.</summary>
    public required bool Event { get; init; }

    /// <summary>Age in years.</summary>
    public required int Age { get; init; }

    /// <summary>Whether the patient is a man.</summary>
    public required bool Male { get; init; }

    /// <summary>Whether HBsAg is positive.</summary>
    public required bool HepatitisB { get; init; }

    /// <summary>Whether the Child-Turcotte-Pugh class is B and not A.</summary>
    public required bool ChildPughB { get; init; }

    /// <summary>Whether the performance status is 2 and not 1.</summary>
    public required bool PerformanceStatus2 { get; init; }

    /// <summary>The largest tumour's diameter in cm, to one decimal.</summary>
    public required double TumourSize { get; init; }

    /// <summary>Alpha-fetoprotein in ng/mL, to one decimal.</summary>
    public required double Afp { get; init; }

    /// <summary>Whether there is macrovascular invasion.</summary>
    public required bool VascularInvasion { get; init; }

    /// <summary>Whether lymph nodes are involved (N1).</summary>
    public required bool NodePositive { get; init; }

    /// <summary>The number of tumours.</summary>
    public required int TumourCount { get; init; }

    /// <summary>Whether transarterial chemoembolisation was given.</summary>
    public required bool Tace { get; init; }

    /// <summary>Whether systemic therapy was given.</summary>
    public required bool SystemicTherapy { get; init; }

    /// <summary>The dose in Gy.</summary>
    public required double Dose { get; init; }

    /// <summary>The number of fractions.</summary>
    public required int Fractions { get; init; }

    /// <summary>The biologically effective dose in Gy, alpha/beta = 10.</summary>
    public double Bed => Nomogram.HccSbrt.Bed.FromFractionation(Dose, Fractions).Gray;

    /// <summary>The linear predictor that the survival was drawn with: what a perfect model would know.</summary>
    public required double LinearPredictor { get; init; }
}
