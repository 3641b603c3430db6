namespace Radiomics;

/// <summary>Lets cases in as long as the bytes that those inside take stay below a limit; one case is always let in.</summary>
internal sealed class MemoryGate(long limit) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _changed = new(0);
    private long _inside;
    private int _cases;
    private int _waiting;

    /// <summary>The most bytes that were inside at a time.</summary>
    public long Peak { get; private set; }

    public void Enter(long bytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_cases == 0 || _inside + bytes <= limit)
                {
                    _inside += bytes;
                    _cases++;
                    Peak = Math.Max(Peak, _inside);
                    return;
                }
                _waiting++;
            }
            _changed.Wait(cancellationToken);
        }
    }

    public void Leave(long bytes)
    {
        lock (_gate)
        {
            _inside -= bytes;
            _cases--;
            if (_waiting > 0)
                _changed.Release(_waiting);
            _waiting = 0;
        }
    }

    public void Dispose() => _changed.Dispose();
}
