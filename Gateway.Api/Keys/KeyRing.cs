using System.Collections.Frozen;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Gateway.Api.Keys;

/// <summary>
/// Holds the digests of the keys of this gateway, each with its own rate limit. Lookup is by digest, so its timing
/// reveals nothing about keys.
/// </summary>
internal sealed class KeyRing : IDisposable
{
    private readonly FrozenDictionary<string, KeyClient> byDigest;
    private readonly FrozenDictionary<string, KeyClient> byName;

    public KeyRing(IOptions<KeyOptions> options)
    {
        byDigest = options.Value.ApiKeys.ToFrozenDictionary(
            key => key.Digest,
            key => new KeyClient(
                key.Name,
                key.Scopes.Count == 0 ? Enum.GetValues<KeyScope>().ToFrozenSet() : key.Scopes.ToFrozenSet(),
                Limiter(key)),
            StringComparer.OrdinalIgnoreCase);
        byName = byDigest.Values.ToFrozenDictionary(client => client.Name, StringComparer.Ordinal);
    }

    public bool IsEmpty => byDigest.Count == 0;

    /// <returns>The client of a key; null if no client has it.</returns>
    public KeyClient? Find(string key) => byDigest.GetValueOrDefault(Secret.DigestOf(key));

    /// <returns>The client with a name; null if it no longer exists.</returns>
    public KeyClient? FindByName(string name) => byName.GetValueOrDefault(name);

    public void Dispose()
    {
        foreach (var client in byDigest.Values)
            client.Limiter.Dispose();
    }

    private static TokenBucketRateLimiter Limiter(ApiKey key) => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = key.RequestsPerMinute,
        TokensPerPeriod = key.RequestsPerMinute,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1),
        QueueLimit = 0,
    });
}
