using System.Text.Json.Serialization;

namespace Gateway.Api.DeadLetters;

/// <summary>Selects the dead letters to replay: <c>ids</c>, or <c>all</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ReplayRequest(IReadOnlyList<string>? Ids, bool? All);

/// <param name="Replayed">Number of jobs that run again.</param>
/// <param name="NotReplayed">Dead letters that stay, with the reason.</param>
/// <param name="Remaining">Number of dead letters left.</param>
internal sealed record ReplayedView(int Replayed, IReadOnlyList<NotReplayedView> NotReplayed, int Remaining);

internal sealed record NotReplayedView(string Id, string Reason);
