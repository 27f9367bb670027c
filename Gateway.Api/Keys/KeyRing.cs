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
    private readonly FrozenDictionary<string, RateLimiter> limiters;

    public KeyRing(IOptions<KeyOptions> options) =>
        limiters = options.Value.ApiKeys.ToFrozenDictionary(key => Digest(key.Key), Limiter, StringComparer.Ordinal);

    public bool IsEmpty => limiters.Count == 0;

    public bool TryFind(string? key, [NotNullWhen(true)] out RateLimiter? limiter)
    {
        limiter = null;
        return key is { Length: > 0 } && limiters.TryGetValue(Digest(key), out limiter);
    }

    public void Dispose()
    {
        foreach (var limiter in limiters.Values)
            limiter.Dispose();
    }

    private static RateLimiter Limiter(ApiKey key) => new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
    {
        TokenLimit = key.RequestsPerMinute,
        TokensPerPeriod = key.RequestsPerMinute,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1),
        QueueLimit = 0,
    });

    private static string Digest(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
