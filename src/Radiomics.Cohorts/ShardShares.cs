using System.Globalization;
using System.Text;
using Files;

namespace Radiomics;

/// <summary>
/// Which of the shards of a cohort a case belongs to: the one that the hash of its id says; or, where shares were weighed beforehand, the
/// one that a list says, by the first 16 bits of that hash. Either way a row more moves no other.
/// </summary>
internal sealed class ShardShares
{
    private const int PartBits = 16;
    private const string Header = "part,shard";

    private readonly string _path;
    private readonly int _count;
    private readonly SortedDictionary<int, int> _shards = [];

    private ShardShares(string path, int count) => (_path, _count) = (path, count);

    /// <summary>What tells these shares from others; empty where none were weighed.</summary>
    public string Fingerprint => _shards.Count == 0 ? "" : CaseFiles.Hash(Text());

    /// <summary>The shares of that many shards.</summary>
    /// <exception cref="IOException">The list is none.</exception>
    public static ShardShares Of(string output, int count)
    {
        var shares = new ShardShares(Path.Combine(output, ShardFolder.All, Invariant($"shares-of-{count:0000}.csv")), count);
        if (!File.Exists(shares._path))
            return shares;
        var lines = PlainFile.ReadText(shares._path).Split('\n');
        for (var i = 1; i < lines.Length - 1; i++)
        {
            if (
                lines[i].Split(',') is not [var part, var shard]
                || !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var p)
                || !int.TryParse(shard, NumberStyles.None, CultureInfo.InvariantCulture, out var s)
                || p >> PartBits != 0
                || s >= count
                || !shares._shards.TryAdd(p, s)
            )
                throw new IOException(
                    Invariant($"{shares._path}, line {i + 1}, is not what weighing the shards wrote. Remove the file, and submit again.")
                );
        }
        return shares;
    }

    /// <summary>The shard of a case.</summary>
    public int IndexOf(string id)
    {
        var hash = CohortShard.HashOf(id);
        return _shards.TryGetValue(PartOf(hash), out var shard) ? shard : (int)(hash % (ulong)_count);
    }

    /// <summary>
    /// Shares cases out so that all shards get about as much; what was shared out before stays where it is. The heaviest first, each to
    /// the shard that has least (Graham's rule, at most 4/3 of the best).
    /// </summary>
    public void Weigh(IEnumerable<(string Id, long Weight)> cases)
    {
        var weights = cases.GroupBy(c => PartOf(CohortShard.HashOf(c.Id))).ToDictionary(g => g.Key, g => g.Sum(c => c.Weight));
        var filled = new long[_count];
        foreach (var (part, shard) in _shards)
            filled[shard] += weights.GetValueOrDefault(part);
        var lightest = new PriorityQueue<int, (long, int)>(filled.Select((w, i) => (i, (w, i))));
        foreach (var (part, weight) in weights.Where(w => !_shards.ContainsKey(w.Key)).OrderByDescending(w => w.Value).ThenBy(w => w.Key))
        {
            var shard = lightest.Dequeue();
            _shards[part] = shard;
            filled[shard] += weight;
            lightest.Enqueue(shard, (filled[shard], shard));
        }
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        AtomicFile.WriteText(_path, Text());
    }

    private static int PartOf(ulong hash) => (int)(hash >> (64 - PartBits));

    private string Text()
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (var (part, shard) in _shards)
            text.Append(CultureInfo.InvariantCulture, $"{part},{shard}\n");
        return text.ToString();
    }
}
