namespace Radiomics.Imaging.Perturbations;

/// <summary>
/// Which perturbations are made: every combination of the values of each kind, several times where something is drawn at random.
/// </summary>
public sealed record PerturbationPlan
{
    /// <summary>
    /// Noise, four rotations, growth and shrinking by a tenth, random contours: eight perturbations, a short chain of the kind (rotation,
    /// noise, volume, contour) that came
    /// closest to repeated scans in the paper.
    /// </summary>
    public static PerturbationPlan Default { get; } = new()
    {
        Noise = true,
        Rotations = [-9, -3, 3, 9],
        VolumeChanges = [-0.1, 0.1],
        RandomContour = true,
    };

    /// <summary>Whether noise is added. The default is <see langword="false"/>; <see cref="Default"/> adds it.</summary>
    public bool Noise { get; init; }

    /// <summary>The angles of rotation, in degrees; 0 for none. The default is 0; <see cref="Default"/> has -9, -3, 3 and 9.</summary>
    public IReadOnlyList<double> Rotations { get; init; } = [0];

    /// <summary>The shifts, in shares of a voxel; 0 for none. The default is 0.</summary>
    public IReadOnlyList<double> Translations { get; init; } = [0];

    /// <summary>The distances by which regions grow (or shrink where negative), in mm; 0 for none. The default is 0.</summary>
    public IReadOnlyList<double> Distances { get; init; } = [0];

    /// <summary>The shares of their volume by which regions grow (or shrink where negative); 0 for none. The default is 0;
    /// <see cref="Default"/> has -0.1 and 0.1.</summary>
    public IReadOnlyList<double> VolumeChanges { get; init; } = [0];

    /// <summary>Whether contours are drawn at random. The default is <see langword="false"/>; <see cref="Default"/> draws them.</summary>
    public bool RandomContour { get; init; }

    /// <summary>How often each combination is made; at least 1. More than once is of use where something is drawn at random. The default is
    /// 1.</summary>
    public int Repetitions { get; init; } = 1;

    /// <summary>What noise, voxels and contours are drawn by, together with the repetition. The default is 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The perturbations.</summary>
    /// <exception cref="ArgumentException">A list is empty, a value not finite or a change of volume not more than -1, or
    /// <see cref="Repetitions"/> below 1.</exception>
    public IReadOnlyList<Perturbation> Perturbations()
    {
        Check(Rotations, nameof(Rotations), double.NegativeInfinity);
        Check(Translations, nameof(Translations), double.NegativeInfinity);
        Check(Distances, nameof(Distances), double.NegativeInfinity);
        Check(VolumeChanges, nameof(VolumeChanges), -1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Repetitions, 1);
        return
        [
            .. from rotation in Rotations
               from translation in Translations
               from distance in Distances
               from change in VolumeChanges
               from repetition in Enumerable.Range(0, Repetitions)
               select new Perturbation
               {
                   AddsNoise = Noise, Rotation = rotation, Translation = translation, Distance = distance, VolumeChange = change,
                   RandomisesContour = RandomContour, Repetition = repetition,
               },
        ];
    }

    private static void Check(IReadOnlyList<double> values, string name, double above)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (values.Count == 0)
            throw new ArgumentException($"'{name}' is empty; give 0 for no perturbation of this kind.", name);
        foreach (var value in values)
        {
            if (!double.IsFinite(value) || value <= above)
                throw new ArgumentException(
                    FormattableString.Invariant(
                    $"'{name}' holds {value}; each must be finite{(double.IsFinite(above) ? Invariant(
                        $" and more than {above}"
                    ) : "")}."), name);
        }
    }
}
