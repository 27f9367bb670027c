using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Gateway.Api.Keys;

/// <summary>
/// Holds the keys of this gateway, each with its own rate limit. Lookup is by digest, so its timing reveals nothing
/// about keys.
/// </summary>
internal sealed class KeyRing : IDisposable
{
    private readonly FrozenDictionary<string, (string Client, RateLimiter Limiter)> clients;

    public KeyRing(IOptions<KeyOptions> options) =>
        clients = options.Value.ApiKeys.ToFrozenDictionary(
            key => Digest(key.Key), key => (key.Name, (RateLimiter)Limiter(key)), StringComparer.Ordinal);

    public bool IsEmpty => clients.Count == 0;

    public bool TryFind(
        string? key, [NotNullWhen(true)] out RateLimiter? limiter, [NotNullWhen(true)] out string? client)
    {
        if (key is { Length: > 0 } && clients.TryGetValue(Digest(key), out var found))
        {
            (client, limiter) = (found.Client, found.Limiter);
            return true;
        }

        (client, limiter) = (null, null);
        return false;
    }

    public void Dispose()
    {
        foreach (var (_, limiter) in clients.Values)
            limiter.Dispose();
    }

    private static TokenBucketRateLimiter Limiter(ApiKey key) => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = key.RequestsPerMinute,
        TokensPerPeriod = key.RequestsPerMinute,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1),
        QueueLimit = 0,
    });

    private static string Digest(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
