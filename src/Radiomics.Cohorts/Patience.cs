namespace Radiomics;

/// <summary>
/// Does work that may never end: a read from a server or disk that does not answer cannot be stopped from outside. Such work is left
/// behind on a thread of its own, which ends with the process; its case is given up, and the others go on.
/// </summary>
internal sealed class Patience
{
    // Each has a thread and what it holds. A mount that is dead for so many cases is so for the rest.
    private const int MostLeftBehind = 32;

    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(10);
    private int _leftBehind;

    /// <summary>Does the work within its time.</summary>
    /// <param name="work">The work; its token says when it should stop by itself.</param>
    /// <param name="limit">Its time; <see langword="null"/> for as long as it takes.</param>
    /// <param name="cancellationToken">The run's.</param>
    /// <exception cref="CaseTimeException">Its time is over.</exception>
    /// <exception cref="HangingFilesException">As for others before.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped, whether or not the work was.</exception>
    public T Run<T>(Func<CancellationToken, T> work, TimeSpan? limit, CancellationToken cancellationToken)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (limit is { } most)
            stop.CancelAfter(most);
        var task = Task.Factory.StartNew(
            () => work(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var handle = ((IAsyncResult)task).AsyncWaitHandle;
        WaitHandle.WaitAny([handle, stop.Token.WaitHandle]);
        // What was asked to stop has a while for it: as long again, ten seconds at most.
        if (!handle.WaitOne(limit < AtMost ? limit.Value : AtMost))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Interlocked.Increment(ref _leftBehind) > MostLeftBehind
                ? new HangingFilesException(Invariant($"{MostLeftBehind} cases hang in reading their files: is a disk or server away?"))
                : new CaseTimeException(hangs: true);
        }
        try
        {
            return task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Of the run's own token: of the case's it would be an error.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new CaseTimeException(hangs: false);
        }
        finally
        {
            // Not where work was left behind, which may still ask it.
            stop.Dispose();
        }
    }
}

/// <summary>A case did not end in the time that it had.</summary>
internal sealed class CaseTimeException(bool hangs) : Exception("The case did not end in its time.")
{
    /// <summary>Whether it did not stop either.</summary>
    public bool Hangs { get; } = hangs;
}

/// <summary>So many cases hang that the run is given up.</summary>
internal sealed class HangingFilesException(string message) : IOException(message);
