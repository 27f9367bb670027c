using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Jobs.Stores;
using Microsoft.AspNetCore.Diagnostics;

namespace Gateway.Api.Problems;

/// <summary>
/// Converts exceptions to problems: expected failures by type, bugs to 500 with a log entry.
/// </summary>
internal sealed partial class ExceptionProblems(ILogger<ExceptionProblems> logger) : IExceptionHandler
{
    /// <summary>Long enough for a busy store to recover, short enough for a caller to wait.</summary>
    private static readonly TimeSpan StoreRetryAfter = TimeSpan.FromSeconds(2);

    public async ValueTask<bool> TryHandleAsync(
        HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has disconnected; the status is for logs and metrics.
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        switch (exception)
        {
            case StoreUnavailableException unavailable:
                Log.StoreUnavailable(logger, unavailable.Message);
                context.Response.Headers.RetryAfter = StoreRetryAfter.TotalSeconds.ToString(
                    CultureInfo.InvariantCulture);
                await Problem.Of(StatusCodes.Status503ServiceUnavailable, unavailable.Message).ExecuteAsync(context);
                return true;
            case BadHttpRequestException bad:
                await Problem.Of(bad.StatusCode, Sentence(bad, context)).ExecuteAsync(context);
                return true;
            default:
                Log.Unexpected(logger, context.Request.Method, context.Request.Path, exception);
                await Problem.Of(
                    StatusCodes.Status500InternalServerError,
                    "The gateway failed to handle this request: try again, or find the error in its log by the trace "
                    + $"{Activity.Current?.TraceId}.")
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
            return $"The body does not match the schema of this endpoint (at {json.Path ?? "$"}, "
                + $"line {json.LineNumber + 1}): see /openapi/v1.json.";
        }

        return BindingFailure().Match(bad.Message) is { Success: true } failure
            ? $"The parameter {failure.Groups["name"].Value} has the invalid value "
                + $"\"{Problem.Shorten(failure.Groups["value"].Value)}\": see /openapi/v1.json."
            : $"The request can't be read: {bad.Message}";
    }

    [GeneratedRegex("^Failed to bind parameter \"\\S+ (?<name>\\w+)\" from \"(?<value>.*)\"")]
    private static partial Regex BindingFailure();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Refused a request because the store is unavailable: {Reason}")]
        public static partial void StoreUnavailable(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Error, "{Method} {Path} failed")]
        public static partial void Unexpected(ILogger logger, string method, PathString path, Exception error);
    }
}
