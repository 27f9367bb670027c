using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Extraction.Sources;
using Jobs.Failures;
using Microsoft.Extensions.Options;

namespace Adapters.YouTubeSources.YouTubeApi;

/// <summary>Sends requests to YouTube's official APIs and maps every way in which a request can fail.</summary>
internal sealed class YouTubeApiHttp(
    IHttpClientFactory clients, IOptions<YouTubeApiOptions> options, TimeProvider clock)
{
    public const string ClientName = "youtube-api";

    /// <summary>
    /// The key is sent in a header to keep it out of addresses, which end up in logs and traces.
    /// https://cloud.google.com/docs/authentication/api-keys-use
    /// </summary>
    private const string KeyHeader = "X-Goog-Api-Key";

    private readonly YouTubeApiOptions options = options.Value;

    /// <summary>Sends one request.</summary>
    /// <returns>The answer with any status, or the failure that prevented one.</returns>
    public async Task<SourceAnswer<ApiAnswer>> GetAsync(
        Uri address, bool withKey, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (withKey)
            request.Headers.Add(KeyHeader, options.ApiKey);
        try
        {
            using var response = await client.SendAsync(
                request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return new ApiAnswer(response.StatusCode, body, RetryAfter(response));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HttpFailures.TimedOut(address.Host, options.Timeout);
        }
        catch (HttpRequestException error)
        {
            return HttpFailures.From(address.Host, error);
        }
    }

    public static T? TryRead<T>(ApiAnswer answer, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static SourceFailure NotUnderstood(string host) =>
        new(FailureKind.SourceBroken, $"{host} answered with something other than its JSON.");

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        _ => null,
    };
}

/// <summary>Represents an HTTP answer that was read to the end.</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, byte[] Body, TimeSpan? RetryAfter);
