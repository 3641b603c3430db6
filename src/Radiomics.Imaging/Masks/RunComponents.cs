namespace Radiomics.Imaging.Masks;

/// <summary>Counts the 26-connected parts of a region by its runs of voxels along x, joined by union and find: one pass.</summary>
internal static class RunComponents
{
    public static int Count(ReadOnlySpan<byte> inside, GridSize size)
    {
        var runs = new List<(int Start, int End)>();
        var rows = new int[size.Y * size.Z + 1];
        var parents = new List<int>();
        for (var row = 0; row < rows.Length - 1; row++)
        {
            rows[row] = runs.Count;
            var line = inside.Slice(row * size.X, size.X);
            for (var x = 0; x < line.Length;)
            {
                var first = line[x..].IndexOfAnyExcept((byte)0);
                if (first < 0)
                    break;
                first += x;
                var length = line[first..].IndexOf((byte)0);
                x = length < 0 ? line.Length : first + length;
                parents.Add(runs.Count);
                runs.Add((first, x));
            }
        }
        rows[^1] = runs.Count;

        var parts = runs.Count;
        for (int z = 0, row = 0; z < size.Z; z++)
        {
            for (var y = 0; y < size.Y; y++, row++)
            {
                // The rows before this one that touch it: its neighbour in the slice, and three in the slice below.
                if (y > 0)
                    parts -= Join(row, row - 1);
                for (var dy = -1; z > 0 && dy <= 1; dy++)
                {
                    if (y + dy >= 0 && y + dy < size.Y)
                        parts -= Join(row, row - size.Y + dy);
                }
            }
        }
        return parts;

        int Join(int row, int other)
        {
            var joined = 0;
            for (int i = rows[row], j = rows[other]; i < rows[row + 1] && j < rows[other + 1];)
            {
                // Runs touch where they overlap or meet at a corner.
                if (runs[i].Start <= runs[j].End && runs[j].Start <= runs[i].End)
                {
                    int a = Find(i), b = Find(j);
                    if (a != b)
                    {
                        parents[Math.Max(a, b)] = Math.Min(a, b);
                        joined++;
                    }
                }
                if (runs[i].End < runs[j].End)
                    i++;
                else
                    j++;
            }
            return joined;
        }

        int Find(int i)
        {
            while (parents[i] != i)
            {
                parents[i] = parents[parents[i]];
                i = parents[i];
            }
            return i;
        }
    }
}
