using FsCheck;
using FsCheck.Fluent;
using Survival.Models.Resampling;

namespace Survival.Models.Tests.Resampling;

public class ResamplingTests
{
    /// <summary>The vector that the reference C program gives for the state 1, 2, 3, 4 (published with rand_xoshiro).</summary>
    [Fact]
    public void Generator_gives_the_published_outputs()
    {
        ulong[] expected =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625,
            8476171486693032832, 10595114339597558777, 2904607092377533576,
        ];
        var random = new Xoshiro256(1, 2, 3, 4);
        Assert.Equal(expected, expected.Select(_ => random.NextUInt64()));
    }

    /// <summary>The published outputs of SplitMix64 for the seed 1234567.</summary>
    [Fact]
    public void Seeding_gives_the_published_outputs()
    {
        ulong state = 1234567;
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.Equal(expected, expected.Select(_ => Xoshiro256.SplitMix64(ref state)));
        state = 1234567;
        var words = expected.Take(4).ToArray();
        Assert.Equal(new Xoshiro256(words[0], words[1], words[2], words[3]).NextUInt64(), new Xoshiro256(1234567).NextUInt64());
    }

    [Fact]
    public void The_state_0_is_refused() => Assert.Throws<ArgumentException>(() => new Xoshiro256(0, 0, 0, 0));

    /// <summary>11520 = 0x2D00: its upper 53 bits are 5 (11520 >> 11), so the number is 5 * 2^-53; times 3 the upper word of 11520 * 3 is
    /// 0.</summary>
    [Fact]
    public void Doubles_and_integers_by_hand()
    {
        Assert.Equal(5 * Math.Pow(2, -53), new Xoshiro256(1, 2, 3, 4).NextDouble());
        Assert.Equal(0, new Xoshiro256(1, 2, 3, 4).NextInt(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Xoshiro256(1).NextInt(0));
    }

    /// <summary>60 000 throws of a die: chi-square with 5 degrees of freedom stays below its 0.9999 quantile, 25.74.</summary>
    [Fact]
    public void Integers_are_uniform()
    {
        var random = new Xoshiro256(7);
        var counts = new int[6];
        for (var i = 0; i < 60_000; i++)
            counts[random.NextInt(6)]++;
        Assert.InRange(counts.Sum(c => (c - 10_000.0) * (c - 10_000.0) / 10_000), 0, 25.74);
    }

    [Fact]
    public void Folds_hold_every_row_out_once_and_share_the_events() => Prop.ForAll(
        Gen.Choose(2, 10).SelectMany(k => Gen.Choose(0, 1000).Select(s => (k, s))).ToArbitrary(),
        t =>
        {
            var data = Data(20 + (t.s % 37), t.s);
            var folds = Folds.Stratified(data, t.k, (ulong)t.s);
            var seen = Enumerable.Range(0, folds.Count).SelectMany(folds.HeldOut).Order();
            var events = Enumerable.Range(0, folds.Count).Select(f => folds.HeldOut(f).Count(i => data.Event[i])).ToArray();
            var sizes = Enumerable.Range(0, folds.Count).Select(f => folds.HeldOut(f).Length).ToArray();
            var training = folds.Training(0).Concat(folds.HeldOut(0)).Order();
            return seen.SequenceEqual(Enumerable.Range(0, data.Count)) && training.SequenceEqual(seen)
                && events.Max() - events.Min() <= 1 && sizes.Max() - sizes.Min() <= 1
                && folds.FoldOfRow.SequenceEqual(Folds.Stratified(data, t.k, (ulong)t.s).FoldOfRow);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_split_keeps_the_shares_and_loses_no_row() => Prop.ForAll(
        Gen.Choose(0, 1000).ToArbitrary(),
        s =>
        {
            var data = Data(100, s);
            var split = Resample.Split(data, 0.7, (ulong)s);
            var events = 0;
            foreach (var row in split.Training)
                events += data.Event[row] ? 1 : 0;
            return split.Training.Length == 70 && Math.Abs(events - (0.7 * data.EventCount)) <= 1
                && split.Training.ToArray().Concat(split.Validation.ToArray()).Order().SequenceEqual(Enumerable.Range(0, 100));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_resample_does_not_depend_on_how_many_are_drawn()
    {
        Assert.Equal(Resample.BootstrapSets(50, 3, 9)[2], Resample.BootstrapSets(50, 30, 9)[2]);
        Assert.NotEqual(Resample.BootstrapSets(50, 3, 9)[2], Resample.BootstrapSets(50, 3, 10)[2]);
    }

    [Fact]
    public void Given_folds_may_count_from_anywhere()
    {
        var folds = Folds.FromIds([3, 1, 7, 3]);
        Assert.Equal([1, 0, 2, 1], folds.FoldOfRow.ToArray());
        Assert.Equal([0, 3], folds.HeldOut(1));
        Assert.Equal([1, 2], folds.Training(1));
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        var few = SurvivalData.Create([1, 2, 3, 4], [true, false, true, false]);
        Assert.Contains("events (2)", Assert.Throws<ArgumentOutOfRangeException>(() => Folds.Stratified(few, 3, 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Folds.Random(3, 4, 1));
        Assert.Throws<ArgumentException>(() => Folds.FromIds([2, 2, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Resample.Split(few, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Resample.Split(few, double.NaN, 1));
        Assert.Throws<InvalidSurvivalDataException>(() => Resample.Split(few, 0.1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Resample.Bootstrap(0, new Xoshiro256(1)));
    }

    [Fact]
    public void Strata_are_shared_out_too()
    {
        var strata = Enumerable.Range(0, 40).Select(i => i % 2).ToArray();
        var data = SurvivalData.Create(
            [.. Enumerable.Range(1, 40).Select(i => (double)i)],
            [.. Enumerable.Range(0, 40).Select(i => i % 4 < 2)],
            stratum: strata
        );
        var rows = Resample.StratifiedBootstrap(data, new Xoshiro256(3));
        Assert.Equal(10, rows.Count(i => data.Event[i] && strata[i] == 1));
        Assert.Equal(20, Resample.Subsample(data, 0.5, new Xoshiro256(3)).Length);
        Assert.Equal(5, Resample.Subsample(data, 0.5, new Xoshiro256(3)).Count(i => data.Event[i] && strata[i] == 1));
    }

    private static SurvivalData Data(int n, int seed)
    {
        var random = new Xoshiro256((ulong)seed);
        return SurvivalData.Create(
            [.. Enumerable.Range(1, n).Select(i => (double)i)],
            [.. Enumerable.Range(0, n).Select(i => i < 10 || random.NextDouble() < 0.5)]
        );
    }
}
