using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Extraction.Sources;
using Jobs.Failures;
using Microsoft.Extensions.Options;

namespace Adapters.YouTubeSources.YouTubeApi;

/// <summary>One request to YouTube's official interfaces, and every way in which it can end.</summary>
internal sealed class YouTubeApiHttp(
    IHttpClientFactory clients, IOptions<YouTubeApiOptions> options, TimeProvider clock)
{
    public const string ClientName = "youtube-api";

    /// <summary>
    /// The key goes into a header, where it gets into no address: addresses end up in logs and traces.
    /// https://cloud.google.com/docs/authentication/api-keys-use
    /// </summary>
    private const string KeyHeader = "X-Goog-Api-Key";

    private readonly YouTubeApiOptions options = options.Value;

    /// <returns>The answer and its status, or the failure that kept it from coming.</returns>
    public async Task<(ApiAnswer? Answer, SourceResult.Failed? Failure)> GetAsync(
        Uri address, bool withKey, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (withKey)
            request.Headers.Add(KeyHeader, options.ApiKey);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return (new ApiAnswer(response.StatusCode, body, RetryAfter(response)), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, HttpFailures.TimedOut(address.Host, options.Timeout));
        }
        catch (HttpRequestException error)
        {
            return (null, HttpFailures.From(address.Host, error));
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

    public static SourceResult.Failed NotUnderstood(string host) =>
        new(FailureKind.SourceBroken, $"{host} answered with something that is not its JSON.");

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        _ => null,
    };
}

internal sealed record ApiAnswer(HttpStatusCode Status, byte[] Body, TimeSpan? RetryAfter);
