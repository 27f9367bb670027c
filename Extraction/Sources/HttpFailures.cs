using System.Net;
using Jobs.Failures;

namespace Extraction.Sources;

/// <summary>Describes network and HTTP errors in the same words for every source that uses HTTP.</summary>
public static class HttpFailures
{
    /// <summary>Describes a request that took too long.</summary>
    /// <param name="host">The host that was asked.</param>
    /// <param name="after">The timeout.</param>
    public static SourceFailure TimedOut(string host, TimeSpan after) => new(
        FailureKind.Transient,
        $"{host} did not answer within {after.TotalSeconds:0.#} s.",
        code: SourceFailureCodes.Unreachable);

    /// <summary>Describes a connection that closed in the middle of an answer.</summary>
    public static SourceFailure ConnectionLost(string host) => new(
        FailureKind.Transient, $"The connection to {host} was lost.", code: SourceFailureCodes.Unreachable);

    /// <summary>
    /// Describes an exception. Its message is left out because it may contain the address, and with it a key.
    /// </summary>
    public static SourceFailure From(string host, HttpRequestException error) => error switch
    {
        { StatusCode: { } status } => From(host, status, null),
        { HttpRequestError: HttpRequestError.NameResolutionError } => new(
            FailureKind.Transient,
            $"{host} can't be reached because its name could not be resolved: check this machine's network.",
            code: SourceFailureCodes.Unreachable),
        { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError } => new(
            FailureKind.Transient,
            $"{host} can't be reached: check this machine's network.",
            code: SourceFailureCodes.Unreachable),
        { HttpRequestError: HttpRequestError.SecureConnectionError } => new(
            FailureKind.Transient,
            $"{host} can't be reached securely: check this machine's clock and certificates.",
            code: SourceFailureCodes.Unreachable),
        { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => new(
            FailureKind.SourceBroken, $"{host} sent a larger answer than expected."),
        _ => ConnectionLost(host),
    };

    /// <summary>Describes a status whose meaning does not depend on the request.</summary>
    /// <param name="host">The host that answered.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="retryAfter">The value of the <c>Retry-After</c> header; null when there is none.</param>
    public static SourceFailure From(string host, HttpStatusCode status, TimeSpan? retryAfter) => (int)status switch
    {
        429 => new(FailureKind.RateLimited, $"{host} asks us to slow down (HTTP 429).", retryAfter),
        503 when retryAfter is not null => new(
            FailureKind.RateLimited, $"{host} asks us to come back later (HTTP 503).", retryAfter),
        408 or >= 500 => new(
            FailureKind.Transient,
            $"{host} has an internal problem (HTTP {(int)status}).",
            code: SourceFailureCodes.SourceError),
        var other => new(FailureKind.SourceBroken, $"{host} sent an unexpected answer (HTTP {other})."),
    };
}
