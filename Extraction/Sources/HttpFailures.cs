using System.Net;
using Extraction.Sources;
using Jobs.Failures;

namespace Extraction.Sources;

/// <summary>
/// What goes wrong below a source's own answers, in words for people; the same over every source that speaks HTTP.
/// </summary>
public static class HttpFailures
{
    public static SourceResult.Failed TimedOut(string host, TimeSpan after) =>
        new(
            FailureKind.Transient,
            $"{host} did not answer within {after.TotalSeconds:0.#} s.",
            code: SourceFailureCodes.Unreachable);

    /// <summary>The message of the exception is left out: it may hold the address, and that a key.</summary>
    public static SourceResult.Failed From(string host, HttpRequestException error) => error switch
    {
        { StatusCode: { } status } => From(host, status, null),
        { HttpRequestError: HttpRequestError.NameResolutionError } =>
            new(FailureKind.Transient, $"{host} can't be reached, its name is not known here: check this machine's network.",
                code: SourceFailureCodes.Unreachable),
        { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError } =>
            new(
                FailureKind.Transient,
                $"{host} can't be reached: check this machine's network.",
                code: SourceFailureCodes.Unreachable),
        { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            new(FailureKind.Transient, $"{host} can't be reached safely: check this machine's clock and certificates.",
                code: SourceFailureCodes.Unreachable),
        { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            new(FailureKind.SourceBroken, $"{host} answered with more than is to be expected about a video."),
        _ => new(FailureKind.Transient, $"The connection to {host} broke off.", code: SourceFailureCodes.Unreachable),
    };

    /// <summary>A status that means the same whatever was asked.</summary>
    public static SourceResult.Failed From(string host, HttpStatusCode status, TimeSpan? retryAfter) =>
        (int)status switch
    {
        429 => new(FailureKind.RateLimited, $"{host} asks us to slow down (HTTP 429).", retryAfter),
        503 when retryAfter is not null => new(
            FailureKind.RateLimited, $"{host} asks us to come back later (HTTP 503).", retryAfter),
        408 or >= 500 => new(
            FailureKind.Transient,
            $"{host} has a problem of its own (HTTP {(int)status}).",
            code: SourceFailureCodes.SourceError),
        var other => new(FailureKind.SourceBroken, $"{host} answered with HTTP {other}, which is not expected."),
    };
}
