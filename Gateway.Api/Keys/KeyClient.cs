using System.Threading.RateLimiting;

namespace Gateway.Api.Keys;

/// <summary>Represents the client of a key.</summary>
/// <param name="Name">Name in logs.</param>
/// <param name="Scopes">The scopes of the key.</param>
/// <param name="Limiter">Rate limit of the key.</param>
internal sealed record KeyClient(string Name, IReadOnlySet<KeyScope> Scopes, RateLimiter Limiter);
