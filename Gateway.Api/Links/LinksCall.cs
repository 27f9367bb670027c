using Extraction.Requests;

namespace Gateway.Api.Links;

/// <summary>Represents a valid call of <c>POST /links</c>.</summary>
/// <param name="Request">The body.</param>
/// <param name="Links">Its links, parsed.</param>
/// <param name="Key">The idempotency key of the caller.</param>
/// <param name="Wait">How long the caller waits for results; null if not at all.</param>
/// <param name="Client">The name of the caller's API key; null without keys.</param>
internal sealed record LinksCall(
    LinksRequest Request, IReadOnlyList<CheckedLink> Links, string? Key, TimeSpan? Wait, string? Client = null);
