using System.Text.Json;
using Jobs.Stores;

namespace Gateway.Api.Keys;

/// <summary>
/// Keeps the sessions of web pages in the store, so that every gateway knows them: the digest of a random token, the
/// name of its client, and its end. A gateway reads them again at most once in a few seconds.
/// </summary>
internal sealed class Sessions(IRecordStore records, TimeProvider clock) : IDisposable
{
    /// <summary>A working day; after it the page asks for the key again.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const string Record = "sessions";

    /// <summary>Fits the largest record of the store; the oldest session ends first.</summary>
    private const int MaxSessions = 300;

    /// <summary>Also the time until a sign-out reaches the other gateways.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim reading = new(1, 1);
    private volatile Snapshot known = new([], DateTimeOffset.MinValue);

    /// <returns>The token of a new session.</returns>
    public async Task<string> BeginAsync(string client, CancellationToken cancellationToken)
    {
        var token = Secret.New();
        await ChangeAsync(
            (sessions, now) => sessions[Secret.DigestOf(token)] = new Session(client, now + Lifetime),
            cancellationToken);
        return token;
    }

    public Task EndAsync(string token, CancellationToken cancellationToken) =>
        ChangeAsync((sessions, _) => sessions.Remove(Secret.DigestOf(token)), cancellationToken);

    /// <returns>The name of the client; null if the session has ended.</returns>
    public async ValueTask<string?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (now - known.ReadAt >= MaxAge)
            await ReadAsync(cancellationToken);
        return known.Sessions.TryGetValue(Secret.DigestOf(token), out var session) && session.Ends > now
            ? session.Client
            : null;
    }

    public void Dispose() => reading.Dispose();

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await reading.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();
            if (now - known.ReadAt < MaxAge)
                return;
            var (all, _) = await records.ReadAsync(Record, cancellationToken);
            known = new Snapshot(Parse(all.GetValueOrDefault(Record)), now);
        }
        finally
        {
            reading.Release();
        }
    }

    private async Task ChangeAsync(
        Action<Dictionary<string, Session>, DateTimeOffset> change, CancellationToken cancellationToken)
    {
        var sessions = await records.ChangeAsync(
            Record,
            (record, now) =>
            {
                var all = Parse(record).Where(pair => pair.Value.Ends > now).OrderByDescending(pair => pair.Value.Ends)
                    .Take(MaxSessions - 1).ToDictionary();
                change(all, now);
                return (JsonSerializer.Serialize(all), all);
            },
            cancellationToken);
        known = new Snapshot(sessions, clock.GetUtcNow());
    }

    private static Dictionary<string, Session> Parse(string? record) =>
        record is null ? [] : JsonSerializer.Deserialize<Dictionary<string, Session>>(record)!;

    private sealed record Session(string Client, DateTimeOffset Ends);

    private sealed record Snapshot(Dictionary<string, Session> Sessions, DateTimeOffset ReadAt);
}
