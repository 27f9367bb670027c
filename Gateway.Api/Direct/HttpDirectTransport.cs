using System.Net;
using System.Net.Http.Headers;
using Jobs;
using Jobs.Queues;

namespace Gateway.Api.Direct;

/// <summary>
/// Runs jobs on a worker over HTTP. A job is sent again only if it cannot have started: the worker was full or never
/// reached. After any other error the outbox relay publishes the stored job.
/// </summary>
internal sealed partial class HttpDirectTransport(
    HttpClient client, WorkerAddresses workers, TimeProvider clock, ILogger<HttpDirectTransport> logger)
    : IDirectTransport
{
    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(5);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public async Task RunAsync(JobMessage message, CancellationToken cancellationToken)
    {
        var (full, unreachable) = (0, 0);
        foreach (var worker in workers.InTurn())
        {
            try
            {
                using var content = new ByteArrayContent(JobMessageJson.Write(message));
                content.Headers.ContentType = Json;
                using var response = await client.PostAsync(new Uri(worker, "jobs"), content, cancellationToken);
                if (response.StatusCode != HttpStatusCode.TooManyRequests)
                {
                    if (!response.IsSuccessStatusCode)
                        Log.Refused(logger, message.JobId, worker, (int)response.StatusCode);
                    return;
                }

                unreachable = 0;
                if (++full % workers.Count == 0)
                    await Task.Delay(RetryAfter(response), clock, cancellationToken);
            }
            catch (HttpRequestException error) when (error.HttpRequestError
                is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
            {
                Log.Unreachable(logger, message.JobId, worker, error.Message);
                if (++unreachable == workers.Count)
                    return;
            }
            catch (HttpRequestException error)
            {
                Log.Failed(logger, message.JobId, worker, error.Message);
                return;
            }
        }
    }

    private static TimeSpan RetryAfter(HttpResponseMessage response)
    {
        var requested = response.Headers.RetryAfter?.Delta ?? DefaultRetryAfter;
        return requested < LongestRetryAfter ? requested : LongestRetryAfter;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Job {JobId} is left to the outbox relay: {Worker} answered {Status}")]
        public static partial void Refused(ILogger logger, JobId jobId, Uri worker, int status);

        [LoggerMessage(2, LogLevel.Warning,
            "Job {JobId} goes to another worker or the outbox relay: {Worker} is unreachable: {Reason}")]
        public static partial void Unreachable(ILogger logger, JobId jobId, Uri worker, string reason);

        [LoggerMessage(3, LogLevel.Warning,
            "Job {JobId} is left to the outbox relay: the request to {Worker} failed: {Reason}")]
        public static partial void Failed(ILogger logger, JobId jobId, Uri worker, string reason);
    }
}
