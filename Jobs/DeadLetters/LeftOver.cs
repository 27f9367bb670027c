using Microsoft.Extensions.Logging;

namespace Jobs.DeadLetters;

/// <summary>Removes a dead letter that is left over, if the store lets it.</summary>
public static partial class LeftOver
{
    /// <summary>Tries once: no reader shows what is left over, and the next one tries again.</summary>
    public static async ValueTask TryRemoveAsync(
        Func<CancellationToken, ValueTask> remove, JobId job, ILogger logger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(remove);
        try
        {
            await remove(cancellationToken);
        }
#pragma warning disable CA1031 // The call of the user, or the end of the attempt, does not depend on it.
        catch (Exception error)
            when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.NotRemoved(logger, job, error.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information,
            "A dead letter of job {JobId} is left over until a list removes it: {Reason}")]
        public static partial void NotRemoved(ILogger logger, JobId jobId, string reason);
    }
}
