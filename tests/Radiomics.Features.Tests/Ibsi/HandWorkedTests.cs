using Radiomics.Features.Extraction;
using Radiomics.Features.Ibsi;
using Radiomics.Imaging;

namespace Radiomics.Features.Tests.Ibsi;

/// <summary>Small regions whose features follow by hand, in fractions.</summary>
public class HandWorkedTests
{
    private static FeatureSet Extract(
        GridSize size,
        double[] voxels,
        IbsiSettings? settings = null,
        Vector3D? spacing = null,
        byte[]? inside = null
    )
    {
        var geometry = new ImageGeometry(size, spacing ?? new Vector3D(1, 1, 1));
        inside ??= [.. Enumerable.Repeat((byte)1, voxels.Length)];
        return new FeatureExtractor(new ExtractionSettings { Ibsi = settings ?? IbsiSettings.DigitalPhantom, MinimumRoiDimensions = 1 })
            .Extract(Volume.Create(geometry, voxels), Mask.Create(geometry, geometry.Region, inside));
    }

    private static void Close(double expected, FeatureSet set, string name, double tolerance = 1e-12) =>
        Assert.True(Math.Abs(set[name] - expected) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{name}: {set[name]} for {expected}");

    [Fact]
    public void Two_voxels_have_two_pairs()
    {
        // Levels 1 and 3, 2 mm apart. P(1,3) = P(3,1) = 1/2.
        var set = Extract(new GridSize(2, 1, 1), [1, 3], spacing: new Vector3D(2, 1, 1));
        foreach (var aggregation in new[] { "2D_avg", "2D_comb", "2_5D_avg", "2_5D_comb", "3D_avg", "3D_comb" })
        {
            Close(1 / 2.0, set, $"cm_joint_max_{aggregation}");
            Close(2, set, $"cm_joint_avg_{aggregation}");
            Close(1, set, $"cm_joint_entr_{aggregation}");
            Close(4, set, $"cm_contrast_{aggregation}");
            Close(2, set, $"cm_dissimilarity_{aggregation}");
            Close(1 / 3.0, set, $"cm_inv_diff_{aggregation}");
            Close(1 / 5.0, set, $"cm_inv_diff_mom_{aggregation}");
            Close(3, set, $"cm_auto_corr_{aggregation}");
            Close(-1, set, $"cm_corr_{aggregation}");
            Close(0, set, $"cm_sum_var_{aggregation}");
        }

        // Deviations -1 and 1, both orders of the pair at 1/2: I = 2/1 * (2 * 1/2 * -1) / 2, C = 1/(2 * 1) * (2 * 1/2 * 4) / 2.
        Close(-1, set, "morph_moran_i");
        Close(1, set, "morph_geary_c");

        // Centre of the mask at 1/2, of mass at (0 * 1 + 1 * 3) / 4 = 3/4, in voxels of 2 mm.
        Close(1 / 2.0, set, "morph_com");
    }

    [Fact]
    public void A_border_and_a_middle_are_two_zones()
    {
        // Eight 1s around a 2: zones of size 8 and 1, at distance 1 and 2; n = 9.
        var set = Extract(new GridSize(3, 3, 1), [1, 1, 1, 1, 2, 1, 1, 1, 1]);
        foreach (var where in new[] { "2D", "2_5D" })
        {
            Close((1 + 1 / 4.0) / 2, set, $"dzm_sde_{where}");
            Close((1 + 4) / 2.0, set, $"dzm_lde_{where}");
            Close((1 + 1 / 4.0) / 2, set, $"dzm_lgze_{where}");
            Close((1 / 1.0 + 4 / 4.0) / 2, set, $"dzm_sdhge_{where}");
            Close((1 * 1 + 4 * 4) / 2.0, set, $"dzm_ldhge_{where}");
            Close(2 / 9.0, set, $"dzm_z_perc_{where}");
            Close(1 / 4.0, set, $"dzm_zd_var_{where}");
            Close(1, set, $"dzm_zd_entr_{where}");
            Close((64 + 1) / 2.0, set, $"szm_lze_{where}");
            Close(2 / 9.0, set, $"szm_z_perc_{where}");

            // Tone differences: a corner has two 1s and the 2 beside it, |1 - 4/3|; an edge four 1s and the 2, |1 - 6/5|; the 2 has eight
            // 1s.
            // s1 = 4/3 + 4/5 = 32/15, s2 = 1; p1 = 8/9, p2 = 1/9.
            Close(1 / (8 / 9.0 * (32 / 15.0) + 1 / 9.0), set, $"ngt_coarseness_{where}");
            Close(2 * (8 / 9.0) * (1 / 9.0) / 2 * ((32 / 15.0 + 1) / 9), set, $"ngt_contrast_{where}");

            // Dependence counts, with the voxel itself: corners 3, edges 5, the middle 1.
            Close((4 / 9.0 + 4 / 25.0 + 1) / 9, set, $"ngl_lde_{where}");
            Close((4 * 9 + 4 * 25 + 1) / 9.0, set, $"ngl_hde_{where}");
            Close((16 + 16 + 1) / 81.0, set, $"ngl_dc_energy_{where}");
            Close(1, set, $"ngl_dc_perc_{where}");
        }

        // In space the slice is one voxel thick: all distances are 1.
        Close(1, set, "dzm_lde_3D");
    }

    [Fact]
    public void Statistics_of_four_intensities()
    {
        // 1, 2, 3, 6: mean 3, median 5/2, quartiles 7/4 and 15/4.
        var set = Extract(new GridSize(4, 1, 1), [1, 2, 3, 6]);
        Close(3, set, "stat_mean");
        Close(14 / 4.0, set, "stat_var");
        Close((-8 - 1 + 27) / 4.0 / Math.Pow(3.5, 1.5), set, "stat_skew");
        Close((16 + 1 + 81) / 4.0 / (3.5 * 3.5) - 3, set, "stat_kurt");
        Close(6 / 4.0, set, "stat_medad");
        Close(2 / 5.5, set, "stat_qcod");
        Close(Math.Sqrt(3.5) / 3, set, "stat_cov");
        Close(50, set, "stat_energy");
        Close(Math.Sqrt(50 / 4.0), set, "stat_rms");
        Close(2, set, "ih_entropy");
        Close(1 / 4.0, set, "ih_uniformity");

        // Counts 1 1 1 0 0 1: rises 0, 0, -1/2, -1/2, 1/2, 1.
        Close(1, set, "ih_max_grad");
        Close(6, set, "ih_max_grad_g");
        Close(-1 / 2.0, set, "ih_min_grad");
        Close(3, set, "ih_min_grad_g");

        // Of levels 1 to 6 the fractions 1, 3/4, 1/2, 1/4, 1/4, 1/4; level k lies at (k - 1) / 5 of the range.
        Close(3 / 4.0, set, "ivh_v10");
        Close(1 / 4.0, set, "ivh_v90");
        Close(7, set, "ivh_i10"); // one past the last level, which a quarter of the volume still has
        Close(2, set, "ivh_i90");
        Close((7 / 8.0 + 5 / 8.0 + 3 / 8.0 + 1 / 4.0 + 1 / 4.0) / 5, set, "ivh_auc");
    }

    [Fact]
    public void A_voxel_is_an_octahedron()
    {
        // Corners half a voxel along each axis: volume 1/6, area sqrt(3), its own hull, within a sphere of radius 1/2.
        var set = Extract(new GridSize(1, 1, 1), [2]);
        Close(1 / 6.0, set, "morph_volume");
        Close(Math.Sqrt(3), set, "morph_area_mesh");
        Close(1, set, "morph_vol_dens_conv_hull");
        Close(1, set, "morph_area_dens_conv_hull");
        Close(1 / 6.0, set, "morph_vol_dens_aabb");
        Close(1 / Math.PI, set, "morph_vol_dens_mvee", 1e-7);
        Close(Math.Sqrt(3) / Math.PI, set, "morph_area_dens_mvee", 1e-7);
        Close(1, set, "morph_diam");
        Assert.True(double.IsNaN(set["morph_moran_i"]));
        Assert.Contains("two voxels", set.Undefined["morph_moran_i"], StringComparison.Ordinal);
        Assert.True(double.IsNaN(set["cm_contrast_3D_avg"]));
        Assert.Contains("neighbours", set.Undefined["cm_contrast_3D_avg"], StringComparison.Ordinal);
        Assert.Equal(set.Count(f => double.IsNaN(f.Value)), set.Undefined.Count);
        Assert.All(set.Undefined.Keys, name => Assert.True(double.IsNaN(set[name])));
    }

    [Fact]
    public void A_rod_has_its_box()
    {
        // Four voxels of 2 x 1 x 1 mm in a row: the mesh reaches 8 mm.
        var set = Extract(new GridSize(4, 1, 1), [1, 2, 2, 1], spacing: new Vector3D(2, 1, 1));
        Close(8, set, "morph_diam");
        Close(set["morph_volume"] / 8, set, "morph_vol_dens_aabb");
        Close(set["morph_area_mesh"] / (2 * (8 + 8 + 1)), set, "morph_area_dens_aabb");
        Close(1, set, "morph_vol_dens_conv_hull");
        Assert.True(set["morph_vol_dens_ombb"] >= set["morph_vol_dens_aabb"] - 1e-12);

        // Centres at -3, -1, 1, 3 mm: variance 20 / 3, with one voxel less than there are.
        Close(4 * Math.Sqrt(20 / 3.0), set, "morph_pca_maj_axis");
    }

    [Fact]
    public void A_sphere_of_a_cubic_centimetre_holds_what_it_reaches()
    {
        // Radius 6.2035 mm, voxels of 6 mm: a voxel and its six neighbours by faces.
        var voxels = new double[27];
        voxels[13] = 7;
        voxels[12] = 14;
        var inside = new byte[27];
        inside[13] = 1;
        var set = Extract(
            new GridSize(3, 3, 3),
            voxels,
            IbsiSettings.DigitalPhantom with
            {
                Bins = IbsiBins.FixedNumber(4),
            },
            new Vector3D(6, 6, 6),
            inside
        );
        Close(21 / 7.0, set, "loc_peak_loc");
        Close(21 / 7.0, set, "loc_peak_glob");
    }

    [Fact]
    public void Moran_and_Geary_are_sums_over_all_pairs()
    {
        var random = new Random(5);
        var (size, spacing) = (new GridSize(7, 5, 4), new Vector3D(0.8, 1.3, 3));
        double[] voxels = [.. Enumerable.Range(0, 140).Select(_ => (double)random.Next(1, 60))];
        byte[] inside = [.. Enumerable.Range(0, 140).Select(_ => random.NextDouble() < 0.6 ? (byte)1 : (byte)0)];
        var own = Enumerable.Range(0, 140).Where(i => inside[i] != 0).ToArray();
        var mean = own.Average(i => voxels[i]);
        double weights = 0, products = 0, differences = 0;
        foreach (var i in own)
        {
            foreach (var j in own.Where(j => j != i))
            {
                var (dx, dy, dz) = ((i % 7 - j % 7) * spacing.X, (i / 7 % 5 - j / 7 % 5) * spacing.Y, (i / 35 - j / 35) * spacing.Z);
                var w = 1 / Math.Sqrt(dx * dx + dy * dy + dz * dz);
                weights += w;
                products += w * (voxels[i] - mean) * (voxels[j] - mean);
                differences += w * (voxels[i] - voxels[j]) * (voxels[i] - voxels[j]);
            }
        }
        var squares = own.Sum(i => (voxels[i] - mean) * (voxels[i] - mean));
        var set = Extract(size, voxels, spacing: spacing, inside: inside);
        Close(own.Length / weights * products / squares, set, "morph_moran_i", 1e-11);
        Close((own.Length - 1) / (2 * weights) * differences / squares, set, "morph_geary_c", 1e-11);
    }

    [Fact]
    public void A_half_filled_voxel_belongs_to_the_region()
    {
        // Two voxels of 2 mm become four of 1 mm at -1.5, -0.5, 0.5 and 1.5 mm from the centre; of the first voxel marked the shares are 1
        // (nearest, past its
        // centre), 3/4, 1/4, 0. Intensities 0 and 8: 0, 2, 6, 8.
        var settings = IbsiSettings.DigitalPhantom with { Spacing = new Vector3D(1, 0, 0), Bins = IbsiBins.FixedNumber(8) };
        var set = Extract(new GridSize(2, 1, 1), [0, 8], settings, new Vector3D(2, 1, 1), [1, 0]);
        Close(1, set, "stat_mean");
        Close(2, set, "stat_range");
        var all = Extract(new GridSize(2, 1, 1), [0, 8], settings with { PartialVolumeThreshold = 0.25 }, new Vector3D(2, 1, 1), [1, 0]);
        Close(8 / 3.0, all, "stat_mean");
        Assert.Equal(4, set.Diagnostic("img_dim_x_interp_img")!.Number);
        Assert.Equal(2, set.Diagnostic("int_mask_vox_count_interp_roi")!.Number);
    }

    [Fact]
    public void Catmull_and_Rom_go_through_the_voxels_and_overshoot()
    {
        var settings = IbsiSettings.DigitalPhantom with
        {
            Spacing = new Vector3D(1, 0, 0),
            Interpolator = Imaging.Resampling.Interpolator.CatmullRom,
            Bins = IbsiBins.FixedNumber(8),
        };
        var set = Extract(new GridSize(4, 1, 1), [0, 0, 8, 0], settings, new Vector3D(2, 1, 1));

        // A quarter of the way the weights are -9/128, 111/128, 29/128, -3/128. New voxels lie at -1/4, 1/4, 3/4 ...; at 7/4 the value is
        // 111/128 * 8, at 3/4 it is -9/128 * 8.
        Close(111 / 16.0, set, "stat_max");
        Close(-9 / 16.0, set, "stat_min");
    }

    [Fact]
    public void Resegmentation_leaves_the_morphological_mask()
    {
        var settings = IbsiSettings.DigitalPhantom with { ResegmentationRange = (2, 5) };
        var set = Extract(new GridSize(4, 1, 1), [1, 2, 5, 6], settings);
        Close(4, set, "morph_vol_approx");
        Close(7 / 2.0, set, "stat_mean");
        Assert.Equal(2, set.Diagnostic("int_mask_vox_count_reseg_roi")!.Number);
        Assert.Equal(4, set.Diagnostic("morph_mask_vox_count_reseg_roi")!.Number);
        var empty = Assert.Throws<EmptyRoiException>(() =>
            Extract(new GridSize(4, 1, 1), [1, 2, 5, 6], settings with { ResegmentationRange = (8, 9) })
        );
        Assert.Contains("8", empty.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Intensities_that_are_no_levels_are_refused()
    {
        var refused = Assert.Throws<Radiomics.Features.Discretisation.DiscretisationException>(() =>
            Extract(new GridSize(2, 1, 1), [0.5, 2])
        );
        Assert.Contains("0.5", refused.Message, StringComparison.Ordinal);
    }
}
