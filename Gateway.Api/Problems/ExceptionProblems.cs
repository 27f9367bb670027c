using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Jobs.Stores;
using Microsoft.AspNetCore.Diagnostics;

namespace Gateway.Api.Problems;

/// <summary>
/// Turns what handlers throw into problems: the world's faults by their kind, ours as 500 with a line in the log.
/// </summary>
internal sealed partial class ExceptionProblems(ILogger<ExceptionProblems> logger) : IExceptionHandler
{
    /// <summary>Long enough for a busy store to recover, short enough not to keep anyone waiting.</summary>
    private static readonly TimeSpan StoreRetryAfter = TimeSpan.FromSeconds(2);

    public async ValueTask<bool> TryHandleAsync(
        HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads the answer; the status is for the log and the metrics.
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        switch (exception)
        {
            case StoreUnavailableException away:
                Log.StoreAway(logger, away.Message);
                context.Response.Headers.RetryAfter = StoreRetryAfter.TotalSeconds.ToString(
                    CultureInfo.InvariantCulture);
                await Problem.Of(StatusCodes.Status503ServiceUnavailable, away.Message).ExecuteAsync(context);
                return true;
            case BadHttpRequestException bad:
                await Problem.Of(bad.StatusCode, Sentence(bad, context)).ExecuteAsync(context);
                return true;
            default:
                Log.Unexpected(logger, context.Request.Method, context.Request.Path, exception);
                await Problem.Of(
                    StatusCodes.Status500InternalServerError,
                    $"Something went wrong here, and not by your fault; the gateway's log has it under trace {Activity.Current?.TraceId}.")
                    .ExecuteAsync(context);
                return true;
        }
    }

    private static string Sentence(BadHttpRequestException bad, HttpContext context)
    {
        if (bad.StatusCode != StatusCodes.Status400BadRequest)
        {
            context.Response.StatusCode = bad.StatusCode;
            return StatusSentences.For(context);
        }

        if (bad.InnerException is JsonException json)
        {
            return $"The body is not the JSON that this address takes (see {json.Path ?? "$"}, line {json.LineNumber + 1}): "
                + "/openapi/v1.json describes it.";
        }

        return BindingFailure().Match(bad.Message) is { Success: true } failure
            ? $"The parameter {failure.Groups["name"].Value} can't be \"{Problem.Shorten(failure.Groups["value"].Value)}\": "
                + "/openapi/v1.json describes what it takes."
            : $"The request can't be read: {bad.Message}";
    }

    [GeneratedRegex("^Failed to bind parameter \"\\S+ (?<name>\\w+)\" from \"(?<value>.*)\"")]
    private static partial Regex BindingFailure();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A request was refused because of the store: {Reason}")]
        public static partial void StoreAway(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Error, "{Method} {Path} failed")]
        public static partial void Unexpected(ILogger logger, string method, PathString path, Exception error);
    }
}
