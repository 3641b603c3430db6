using System.Runtime.ExceptionServices;

namespace Survival.Models.Numerics;

/// <summary>Work that stands for itself, done side by side.</summary>
internal static class InParallel
{
    /// <summary>Refuses a number of threads that is none: one rule for all that take it.</summary>
    public static void Check(int maxDegreeOfParallelism, string argument)
    {
        if (maxDegreeOfParallelism is 0 or < -1)
            throw new ArgumentOutOfRangeException(
                argument, maxDegreeOfParallelism, "MaxDegreeOfParallelism must be at least 1, or -1 for no limit.");
    }

    /// <summary>Does it for each of a number of places. What one of them throws is thrown itself, so that callers meet the same exception
    /// whatever the number of threads; a cancellation as such.</summary>
    public static void For(int count, ParallelOptions options, Action<int> work)
    {
        try
        {
            Parallel.For(0, count, options, work);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Capture(e.Flatten().InnerExceptions[0]).Throw();
        }
    }
}
