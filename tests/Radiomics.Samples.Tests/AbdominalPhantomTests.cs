
namespace Radiomics.Samples.Tests;

public class AbdominalPhantomTests
{
    [Fact]
    public void The_same_seed_gives_the_same_voxels_and_another_seed_others()
    {
        var a = AbdominalPhantom.Create(3, 64, 32, TestContext.Current.CancellationToken).Image.AsMemory<short>();
        var b = AbdominalPhantom.Create(3, 64, 32, TestContext.Current.CancellationToken).Image.AsMemory<short>();
        var c = AbdominalPhantom.Create(4, 64, 32, TestContext.Current.CancellationToken).Image.AsMemory<short>();
        Assert.True(a.Span.SequenceEqual(b.Span));
        Assert.False(a.Span.SequenceEqual(c.Span));
    }

    [Fact]
    public void The_tumour_has_about_the_volume_of_a_ball_of_its_radius()
    {
        var phantom = AbdominalPhantom.Create(1, 256, 40, TestContext.Current.CancellationToken);
        var spacing = phantom.Image.Geometry.Spacing;
        var volume = phantom.TumourMask().VoxelCount * spacing.X * spacing.Y * spacing.Z;
        var ball = 4.0 / 3 * Math.PI * Math.Pow(phantom.TumourRadius, 3);
        Assert.InRange(volume / ball, 0.9, 1.1);
    }
}
